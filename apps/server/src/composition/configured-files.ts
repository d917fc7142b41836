import { type AccessRules, readAccessFile } from '../access/access-file.js';
import { NO_WEB_CONFIG, readWebConfigFile, type WebConfig } from '../web-config/web-config-file.js';
import { ConfigurationError } from '../operator-files/configuration-error.js';
import type { Configuration } from '../settings/configuration.js';
import { effectiveWarnings } from '../settings/effective-warnings.js';
import type { Reading } from '../operator-files/reloadable.js';
import type { Settings } from '../settings/settings.js';
import type { Warning } from '../operator-files/warning.js';
import { checkTls } from '../tls/secure-context.js';
import { readTlsFiles } from '../tls/tls-files.js';
import { addressesOf } from './http-options.js';
import { checkOnce } from './tls-source.js';

type AccessSettings = Pick<Settings, 'web_config_file' | 'access_file' | 'reads_without_login'>;

/** @throws ConfigurationError when there is a web config file that cannot be used */
export function readWebConfig({ web_config_file: path }: AccessSettings): Reading<WebConfig> {
  const value = path === undefined ? NO_WEB_CONFIG : readWebConfigFile(path);
  if (value.tls !== undefined) checkTls(value.tls);
  return { value, files: value.files };
}

/**
 * The rules of the access file, `undefined` where none is set.
 * @throws ConfigurationError when there is one that cannot be used
 */
export function readAccessRules(settings: AccessSettings): Reading<AccessRules | undefined> {
  const { access_file: path, reads_without_login: isReadOpen } = settings;
  if (path === undefined) return { value: undefined, files: [] };
  return { value: readAccessFile(path, isReadOpen ? 'read' : 'none'), files: [path] };
}

/**
 * Reads every file that the settings name and gives what is in force then, and what there is to warn of.
 * @throws ConfigurationError with the faults of all
 */
export function checkFiles(configuration: Configuration): readonly Warning[] {
  const { settings } = configuration;
  const faults: string[] = [];
  const attempt = <Value>(read: (settings: Settings) => Reading<Value>): Value | undefined => {
    try {
      return read(settings).value;
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
      faults.push(...error.faults);
      return undefined;
    }
  };
  const webConfig = attempt(readWebConfig);
  const rules = attempt(readAccessRules);
  const tls = attempt(readTlsFiles);
  if (faults.length > 0) throw new ConfigurationError(faults);
  checkOnce(tls, webConfig?.tls);
  const served = tls ?? webConfig?.tls;
  const addresses = addressesOf(settings, served !== undefined);
  return effectiveWarnings(
    { configuration, webConfig: webConfig ?? NO_WEB_CONFIG, rules, tls: served, addresses },
    new Date(),
  );
}
