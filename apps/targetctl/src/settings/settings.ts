import { usageFailure } from '../failure.js';
import { quoteName } from '../output/safe-text.js';
import { readCredentials, type Credentials } from './credentials.js';
import type { ConfigFile } from './config-file.js';
import { configPath } from './config-path.js';
import type { Environment } from './environment.js';
import { suggest } from './nearest.js';
import { type Level, OUTPUT_FORMATS, type OutputFormat, type ServerLevel } from './settings-table.js';

const DEFAULT_URL = 'http://localhost:8000';

/** Everything that is set, wherever it was. */
export interface Settings {
  readonly url: string;
  readonly output: OutputFormat;
  readonly credentials: Credentials;
  readonly tls: TlsFiles;
}

/** The paths of what TLS needs. */
export interface TlsFiles {
  readonly ca?: string | undefined;
  readonly cert?: string | undefined;
  readonly key?: string | undefined;
}

/**
 * What is set by the options, else by the environment, else by the config file, else by default. A URL that an option or
 * the environment names is another server than those of the config file, so nothing of these is used for it, a token
 * least of all; unless the same place names a server as well.
 * @throws Failure for what cannot be used
 */
export async function resolveSettings(options: Level, environment: Environment): Promise<Settings> {
  const file = await readConfig(options.config, environment);
  const { level: entry, url } = chooseServer(options, environment.level, file);
  const levels = [options, environment.level, entry];
  const first = (setting: keyof ServerLevel): string | undefined =>
    levels.find((level) => level[setting] !== undefined)?.[setting];
  const tls = { ca: first('caFile'), cert: first('cert'), key: first('key') };
  if (tls.key !== undefined && tls.cert === undefined)
    throw usageFailure('a key is named without a certificate; --cert names it');
  return {
    url: checkUrl(url),
    output: checkOutput(options.output ?? environment.level.output ?? file?.output ?? 'table'),
    credentials: await readCredentials(levels, environment),
    tls,
  };
}

async function readConfig(named: string | undefined, environment: Environment): Promise<ConfigFile | undefined> {
  const path = configPath(named, environment);
  if (path === undefined) return undefined;
  // It brings the parser for YAML, which takes its time to load.
  const { readConfigFile } = await import('./config-file.js');
  return readConfigFile(path, environment.home);
}

interface ChosenServer {
  readonly level: ServerLevel;
  readonly url: string;
}

function chooseServer(options: Level, variables: Level, file: ConfigFile | undefined): ChosenServer {
  const chosen = [options, variables].find(({ url, server }) => url !== undefined || server !== undefined);
  const name = chosen === undefined ? currentServer(file) : chosen.server;
  if (name === undefined) return { level: {}, url: chosen?.url ?? DEFAULT_URL };
  const level = serverNamed(name, file);
  const url = chosen?.url ?? level.url;
  if (url === undefined)
    throw usageFailure(`the server ${quoteName(name)} in ${quoteName(file?.path ?? '')} has no url`);
  return { level, url };
}

function currentServer(file: ConfigFile | undefined): string | undefined {
  if (file === undefined || file.servers.size === 0) return file?.current;
  if (file.current !== undefined || file.servers.size === 1) return file.current ?? [...file.servers.keys()][0];
  throw usageFailure(
    `${quoteName(file.path)} names several servers and not which is current; choose one with --server, or with the key "current"`,
  );
}

function serverNamed(name: string, file: ConfigFile | undefined): ServerLevel {
  const level = file?.servers.get(name);
  if (level !== undefined) return level;
  if (file === undefined) throw usageFailure(`there is no config file that could name the server ${quoteName(name)}`);
  const names = [...file.servers.keys()];
  const advice = names.length === 0 ? 'it names none' : suggest(name, names);
  throw usageFailure(`${quoteName(file.path)} names no server ${quoteName(name)}; ${advice}`);
}

function checkUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol))
    throw usageFailure(`${quoteName(text)} is not a URL of Target-eye; it must begin with http:// or https://`);
  if (url.username !== '' || url.password !== '')
    throw usageFailure(`the URL must hold neither user nor password; see --user and --token-file`);
  if (url.search !== '' || url.hash !== '') throw usageFailure(`${quoteName(text)} must have neither ? nor #`);
  return url.href.replace(/\/+$/, '');
}

function checkOutput(format: string): OutputFormat {
  const known = OUTPUT_FORMATS.find((each) => each === format);
  if (known === undefined)
    throw usageFailure(`the output must be ${OUTPUT_FORMATS.join(', ')}, not ${quoteName(format)}`);
  return known;
}
