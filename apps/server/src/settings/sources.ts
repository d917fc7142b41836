import { type ConfigFile, readConfigFile } from './config-file.js';
import { readEnvironmentFile } from './environment-file.js';
import { checkNames } from './known-names.js';
import { SETTING_NAMES, type SettingName, SETTINGS, variablesOf } from './settings.js';

/** Where settings come from. The order is said at `readSources`. */
export interface Sources {
  readonly environment: NodeJS.ProcessEnv;
  /** The path of a file with more variables, as in a unit's `EnvironmentFile=`; an empty path counts as none. */
  readonly environmentFile?: string | undefined;
  /** The settings given on the command line. */
  readonly options?: Partial<Record<SettingName, string>>;
  /** The path of the config file; without it `CONFIG_FILE` names one. */
  readonly path?: string | undefined;
  /** Values that replace the defaults of the table. */
  readonly defaults?: Partial<Record<SettingName, string>>;
}

/** One setting in effect, as it can be shown to people. */
export interface Origin {
  readonly name: SettingName;
  /** As it was written, or stars for a secret; `undefined` when it is not set. */
  readonly text: string | undefined;
  /** The variable, the config file, or `default`. */
  readonly from: string;
}

/** What the sources say, before any of it is parsed. */
export interface Given {
  /** The environment and the file with more variables. */
  readonly environment: NodeJS.ProcessEnv;
  /** Empty where there is none. */
  readonly file: ConfigFile;
  readonly path: string | undefined;
  /** Every setting, in the order of the documentation. */
  readonly origins: readonly Origin[];
}

/**
 * Finds every setting: on the command line, then in the environment, then in the config file, then in `defaults`. An
 * empty variable counts as not set.
 * @throws ConfigurationError for a file that cannot be read or names what is not known
 */
export function readSources(sources: Sources): Given {
  const { options = {}, defaults = {} } = sources;
  const environment = environmentOf(sources);
  const path = nonEmpty(sources.path) ?? nonEmpty(environment['CONFIG_FILE']);
  const file: ConfigFile = path === undefined ? new Map<string, never>() : readConfigFile(path);
  checkNames(file, String(path));
  const origins = SETTING_NAMES.map(
    (name) =>
      fromOption(name, options) ??
      fromVariable(name, environment) ??
      fromFile(name, file, String(path)) ?? { name, text: defaults[name] ?? SETTINGS[name].fallback, from: 'default' },
  );
  return { environment, file, path, origins };
}

function environmentOf({ environment, environmentFile = '' }: Sources): NodeJS.ProcessEnv {
  return environmentFile === '' ? environment : { ...readEnvironmentFile(environmentFile), ...environment };
}

function fromOption(name: SettingName, options: NonNullable<Sources['options']>): Origin | undefined {
  const text = nonEmpty(options[name]);
  return text === undefined ? undefined : { name, text, from: `--${SETTINGS[name].option ?? name}` };
}

function fromVariable(name: SettingName, environment: NodeJS.ProcessEnv): Origin | undefined {
  for (const variable of variablesOf(name)) {
    const text = nonEmpty(environment[variable]);
    if (text !== undefined && SETTINGS[name].counts?.test(text) !== false) return { name, text, from: variable };
  }
  return undefined;
}

function fromFile(name: SettingName, file: ConfigFile, path: string): Origin | undefined {
  const text = nonEmpty(file.get(SETTINGS[name].section)?.get(name));
  return text === undefined ? undefined : { name, text, from: `${name} in ${path}` };
}

/** Whether what a variable sets is set, by the variable or otherwise. */
export function isSet(variable: string, { origins, path }: Given): boolean {
  if (variable === 'CONFIG_FILE') return path !== undefined;
  return origins.some(({ name, from }) => from !== 'default' && variablesOf(name).includes(variable));
}

/** The text without the blanks around it; `undefined` when nothing is left. */
export function nonEmpty(value: string | undefined): string | undefined {
  const trimmed = value?.trim();
  return trimmed === '' ? undefined : trimmed;
}
