import { existsSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import type { Environment } from './environment.js';

/** Where the config file is: as it is named, or else at the usual place, if one is there. */
export function configPath(named: string | undefined, environment: Environment): string | undefined {
  const path = named ?? environment.level.config;
  if (path !== undefined) return path;
  const folder = configFolder(environment);
  const usual = folder === undefined ? undefined : join(folder, 'targetctl.yaml');
  return usual !== undefined && existsSync(usual) ? usual : undefined;
}

/** The XDG Base Directory Specification has relative paths ignored. */
function configFolder({ configHome, home }: Environment): string | undefined {
  if (configHome !== undefined && isAbsolute(configHome)) return configHome;
  return home === undefined ? undefined : join(home, '.config');
}
