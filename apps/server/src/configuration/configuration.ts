import { type BindAddress, parseBind } from './bind-address.js';
import { type ConfigFile, readConfigFile } from './config-file.js';
import { ConfigurationError } from './configuration-error.js';

export type LogLevel = 'error' | 'warn' | 'info' | 'debug';

/** Everything that can be set, checked and complete. */
export interface Configuration {
  /** The directory that Prometheus watches. */
  readonly fileSdDirectory: string;
  readonly bind: readonly BindAddress[];
  readonly logLevel: LogLevel;
  /** Where the access log goes: `-` is standard output, `undefined` nowhere. */
  readonly accessLog: string | undefined;
  /** The longest request body, in bytes after decompression. */
  readonly maxBodySize: number;
  /** Settings that are given and have no effect here. */
  readonly ignored: readonly string[];
}

interface Setting {
  readonly section: string;
  /** The environment variables that set it, the first one wins. */
  readonly variables: readonly string[];
}

const SETTINGS = {
  file_sd_directory: { section: 'target-eye', variables: ['FILE_SD_DIRECTORY', 'FILE_SD_DIR_HOST'] },
  max_body_size: { section: 'target-eye', variables: ['MAX_BODY_SIZE'] },
  bind: { section: 'hypercorn', variables: ['BIND'] },
  loglevel: { section: 'hypercorn', variables: ['LOGLEVEL'] },
  accesslog: { section: 'hypercorn', variables: ['ACCESSLOG'] },
} as const satisfies Record<string, Setting>;

type SettingName = keyof typeof SETTINGS;

/** To ignore one of these would serve in the clear what the operator wants encrypted. */
const TLS_SETTINGS: readonly string[] = ['certfile', 'keyfile', 'ca_certs'];

const SECTIONS: ReadonlySet<string> = new Set(Object.values(SETTINGS).map(({ section }) => section));

const LOG_LEVELS: ReadonlyMap<string, LogLevel> = new Map([
  ['critical', 'error'],
  ['error', 'error'],
  ['warning', 'warn'],
  ['info', 'info'],
  ['debug', 'debug'],
]);

const DEFAULT_MAX_BODY_SIZE = 8 * 1024 * 1024;

/**
 * The configuration from the environment, then the config file (the argument, else `CONFIG_FILE`), then `defaults`,
 * the first that has a setting winning. An empty variable counts as not set.
 * @throws ConfigurationError
 */
export function loadConfiguration(
  args: readonly string[],
  defaults: Partial<Record<SettingName, string>> = {},
  environment: NodeJS.ProcessEnv = process.env,
): Configuration {
  const path = configFileOf(args, environment);
  const file = path === undefined ? new Map<string, never>() : readConfigFile(path);
  const look = (name: SettingName): Given | undefined => find(name, environment, file, path, defaults);

  refuseTls(environment, file);
  const directory = look('file_sd_directory');
  if (directory === undefined)
    throw new ConfigurationError(
      'FILE_SD_DIRECTORY is not set: name the directory that Prometheus watches, or set file_sd_directory in the section [target-eye] of the config file',
    );
  const bind = look('bind') ?? { value: '127.0.0.1:8000', origin: 'the default' };
  return Object.freeze({
    fileSdDirectory: directory.value,
    bind: Object.freeze(parseBind(bind.value, bind.origin)),
    logLevel: parseLogLevel(look('loglevel')),
    accessLog: look('accesslog')?.value,
    maxBodySize: parseSize(look('max_body_size')),
    ignored: Object.freeze(checkNames(file, path)),
  });
}

/** A value and where it comes from, as errors name it. */
interface Given {
  readonly value: string;
  readonly origin: string;
}

function configFileOf(args: readonly string[], environment: NodeJS.ProcessEnv): string | undefined {
  const [path, ...others] = args;
  if (path?.startsWith('-') === true || others.length > 0)
    throw new ConfigurationError(`${JSON.stringify(args.join(' '))} is not understood; usage: main.js [config-file]`);
  return nonEmpty(path) ?? nonEmpty(environment['CONFIG_FILE']);
}

function find(
  name: SettingName,
  environment: NodeJS.ProcessEnv,
  file: ConfigFile,
  path: string | undefined,
  defaults: Partial<Record<SettingName, string>>,
): Given | undefined {
  const { section, variables } = SETTINGS[name];
  for (const variable of variables) {
    const value = nonEmpty(environment[variable]);
    if (value !== undefined) return { value, origin: variable };
  }
  const value = nonEmpty(file.get(section)?.get(name));
  if (value !== undefined) return { value, origin: `${name} in ${String(path)}` };
  const fallback = defaults[name];
  return fallback === undefined ? undefined : { value: fallback, origin: 'the default' };
}

function nonEmpty(value: string | undefined): string | undefined {
  const trimmed = value?.trim();
  return trimmed === '' ? undefined : trimmed;
}

function refuseTls(environment: NodeJS.ProcessEnv, file: ConfigFile): void {
  const set = TLS_SETTINGS.find(
    (name) => nonEmpty(environment[name.toUpperCase()] ?? file.get('hypercorn')?.get(name)) !== undefined,
  );
  if (set !== undefined)
    throw new ConfigurationError(
      `${set} is set, but this version does not serve TLS; unset it and put a TLS proxy in front`,
    );
}

/** The settings of the hypercorn section that have no effect here; anything else that is unknown is an error. */
function checkNames(file: ConfigFile, path: string | undefined): readonly string[] {
  for (const section of file.keys()) {
    if (!SECTIONS.has(section))
      throw new ConfigurationError(
        `the section [${section}] in ${String(path)} is not known; there are ${[...SECTIONS].map((name) => `[${name}]`).join(' and ')}`,
      );
  }
  const unknown = [...(file.get('target-eye')?.keys() ?? [])].find((name) => !isSetting('target-eye', name));
  if (unknown !== undefined)
    throw new ConfigurationError(
      `the setting ${JSON.stringify(unknown)} in the section [target-eye] of ${String(path)} is not known`,
    );
  return [...(file.get('hypercorn')?.keys() ?? [])].filter((name) => !isSetting('hypercorn', name));
}

function isSetting(section: string, name: string): boolean {
  return Object.entries(SETTINGS).some(([known, setting]) => known === name && setting.section === section);
}

function parseLogLevel(given: Given | undefined): LogLevel {
  if (given === undefined) return 'info';
  const level = LOG_LEVELS.get(given.value.toLowerCase());
  if (level === undefined)
    throw new ConfigurationError(
      `${given.origin}: ${JSON.stringify(given.value)} is not a log level; there are ${[...LOG_LEVELS.keys()].join(', ')}`,
    );
  return level;
}

function parseSize(given: Given | undefined): number {
  if (given === undefined) return DEFAULT_MAX_BODY_SIZE;
  const size = Number(given.value);
  if (!/^[0-9]+$/.test(given.value) || size < 1 || !Number.isSafeInteger(size))
    throw new ConfigurationError(`${given.origin}: ${JSON.stringify(given.value)} is not a number of bytes above zero`);
  return size;
}
