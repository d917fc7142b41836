import { type ConfigFile, readConfigFile } from './config-file.js';
import { ConfigurationError } from '../operator-files/configuration-error.js';
import { readEnvironmentFile } from './environment-file.js';
import { describeMisspelt, misspeltVariables, refuseGrave } from './misspelt-variables.js';
import { didYouMean } from '../operator-files/nearest.js';
import {
  namesIn,
  SECTIONS,
  type SettingName,
  settingNamed,
  SETTINGS,
  type Settings,
  UNSUPPORTED,
  variablesOf,
} from './settings.js';
import { type ServiceManager, serviceManagerIn } from '../systemd/service-environment.js';
import type { Warning } from '../operator-files/warning.js';

/** Everything that can be set, checked and complete. */
export interface Configuration {
  readonly settings: Settings & { readonly file_sd_directory: string };
  /** Where each value comes from, in the order of the documentation. */
  readonly origins: readonly Origin[];
  /** What the settings by themselves give reason to warn of, also what was accepted. */
  readonly warnings: readonly Warning[];
  readonly serviceManager: ServiceManager;
}

/** One effective setting as it can be shown to people. */
interface Origin {
  readonly name: SettingName;
  /** As it was written, or stars for a secret; `undefined` when it is not set. */
  readonly text: string | undefined;
  /** The variable, the config file, or `default`. */
  readonly from: string;
}

/** Where settings come from, the first that has one winning. */
export interface Sources {
  readonly environment?: NodeJS.ProcessEnv;
  /** A file with more variables, as a unit's `EnvironmentFile=` names it; an empty one counts as none. */
  readonly environmentFile?: string | undefined;
  /** What the command line says. */
  readonly options?: Partial<Record<SettingName, string>>;
  /** The config file; else `CONFIG_FILE` names it. */
  readonly path?: string | undefined;
  /** What holds where neither the environment nor the config file has a setting. */
  readonly defaults?: Partial<Record<SettingName, string>>;
}

/**
 * The configuration from the command line, then the environment, then the config file, then `defaults`. An empty
 * variable counts as not set.
 * @throws ConfigurationError
 */
export function loadConfiguration(sources: Sources = {}): Configuration {
  const { options = {}, defaults = {} } = sources;
  const environment = environmentOf(sources);
  const path = nonEmpty(sources.path) ?? nonEmpty(environment['CONFIG_FILE']);
  const file: ConfigFile = path === undefined ? new Map<string, never>() : readConfigFile(path);
  checkNames(file, String(path));
  const origins = (Object.keys(SETTINGS) as SettingName[]).map(
    (name) => find(name, options, environment, file, String(path)) ?? fallback(name, defaults),
  );
  const settings = Object.freeze(Object.fromEntries(origins.map((given) => [given.name, parse(given)]))) as Settings;
  const misspelt = misspeltVariables(environment, (variable) => isSet(variable, origins, path));
  if (!settings.accepted_warnings.includes('variable_misspelt')) refuseGrave(misspelt);
  const checked = checkTogether(settings);
  return Object.freeze({
    settings: checked,
    origins: origins.map(masked),
    warnings: [
      ...[...unsupported(environment, file), ...withoutEffect(settings)].map(
        (message) => ({ code: 'setting_without_effect', message }) as const,
      ),
      ...misspelt.map((found) => ({ code: 'variable_misspelt', message: describeMisspelt(found) }) as const),
    ],
    serviceManager: serviceManagerIn(environment),
  });
}

function environmentOf({ environment = process.env, environmentFile = '' }: Sources): NodeJS.ProcessEnv {
  return environmentFile === '' ? environment : { ...readEnvironmentFile(environmentFile), ...environment };
}

function find(
  name: SettingName,
  options: Partial<Record<SettingName, string>>,
  environment: NodeJS.ProcessEnv,
  file: ConfigFile,
  path: string,
): Origin | undefined {
  const { section, counts } = settingNamed(name);
  const option = nonEmpty(options[name]);
  if (option !== undefined) return { name, text: option, from: `--${settingNamed(name).option ?? name}` };
  for (const variable of variablesOf(name)) {
    const text = nonEmpty(environment[variable]);
    if (text !== undefined && counts?.test(text) !== false) return { name, text, from: variable };
  }
  const text = nonEmpty(file.get(section)?.get(name));
  return text === undefined ? undefined : { name, text, from: `${name} in ${path}` };
}

/** Whether what the variable sets is set, by the variable or otherwise. */
function isSet(variable: string, origins: readonly Origin[], path: string | undefined): boolean {
  if (variable === 'CONFIG_FILE') return path !== undefined;
  return origins.some(({ name, from }) => from !== 'default' && variablesOf(name).includes(variable));
}

function fallback(name: SettingName, defaults: Partial<Record<SettingName, string>>): Origin {
  return { name, text: defaults[name] ?? settingNamed(name).fallback, from: 'default' };
}

function nonEmpty(value: string | undefined): string | undefined {
  const trimmed = value?.trim();
  return trimmed === '' ? undefined : trimmed;
}

function parse({ name, text, from }: Origin): unknown {
  if (text === undefined) return undefined;
  try {
    return settingNamed(name).parse(text);
  } catch (error) {
    if (error instanceof ConfigurationError) throw new ConfigurationError(`${from}: ${error.message}`);
    throw error;
  }
}

function masked(origin: Origin): Origin {
  return settingNamed(origin.name).isSecret === true && origin.text !== undefined ? { ...origin, text: '***' } : origin;
}

function checkNames(file: ConfigFile, path: string): void {
  for (const [section, settings] of file) {
    if (!SECTIONS.some((known) => known === section))
      throw new ConfigurationError(
        `the section [${section}] in ${path} is not known; the sections are ${SECTIONS.map((name) => `[${name}]`).join(' and ')}`,
      );
    const unknown = [...settings.keys()].find((name) => !knownIn(section).includes(name));
    if (unknown === undefined) continue;
    const other = SECTIONS.find((known) => knownIn(known).includes(unknown));
    throw new ConfigurationError(
      other === undefined
        ? `the setting ${JSON.stringify(unknown)} in the section [${section}] of ${path} is not known${didYouMean(unknown, knownIn(section))}`
        : `the setting ${JSON.stringify(unknown)} in the section [${section}] of ${path} belongs in [${other}]`,
    );
  }
}

/** Every name that a section may have, those without an effect too. */
function knownIn(section: string): readonly string[] {
  return [...namesIn(section), ...(section === 'hypercorn' ? Object.keys(UNSUPPORTED) : [])];
}

function checkTogether(settings: Settings): Configuration['settings'] {
  const { file_sd_directory } = settings;
  if (file_sd_directory === undefined)
    throw new ConfigurationError(
      'FILE_SD_DIRECTORY is not set: name the directory that Prometheus watches, or set file_sd_directory in the section [target-eye] of the config file',
    );
  if ((settings.certfile === undefined) !== (settings.keyfile === undefined))
    throw new ConfigurationError(
      'certfile and keyfile belong together, but only one of them is set; set both to serve TLS, or neither',
    );
  if (settings.verify_mode !== 'none' && settings.ca_certs === undefined)
    throw new ConfigurationError(
      'verify_mode asks for client certificates, but ca_certs does not say which authorities sign them',
    );
  return { ...settings, file_sd_directory };
}

function unsupported(environment: NodeJS.ProcessEnv, file: ConfigFile): readonly string[] {
  return Object.entries(UNSUPPORTED)
    .filter(([name]) => nonEmpty(environment[name.toUpperCase()] ?? file.get('hypercorn')?.get(name)) !== undefined)
    .map(([name, reason]) => `the setting ${name} has no effect: ${reason}`);
}

function withoutEffect(settings: Settings): readonly string[] {
  const hasTls = settings.certfile !== undefined || settings.web_config_file !== undefined;
  return [
    ...(settings.insecure_bind !== undefined && !hasTls
      ? ['the setting insecure_bind has no effect: bind is served without TLS']
      : []),
    ...(settings.ca_certs !== undefined && settings.verify_mode === 'none'
      ? ['the setting ca_certs has no effect: verify_mode does not ask for client certificates']
      : []),
  ];
}

/** What systemd has told this process, whether or not the settings can be used. */
export function serviceManager(): ServiceManager {
  return serviceManagerIn(process.env);
}
