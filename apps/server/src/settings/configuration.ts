import { ConfigurationError } from '../operator-files/configuration-error.js';
import type { Warning } from '../operator-files/warning.js';
import { type ServiceManager, serviceManagerIn } from '../systemd/service-environment.js';
import { describeMisspelt, misspeltVariables, refuseGrave } from './misspelt-variables.js';
import { SETTINGS, type Settings } from './settings.js';
import { settingsWithoutEffect } from './settings-without-effect.js';
import { isSet, type Origin, readSources, type Sources } from './sources.js';

/** All settings, checked and complete. */
export interface Configuration {
  readonly settings: Settings & { readonly file_sd_directory: string };
  /** Where each value comes from, in the order of the documentation. */
  readonly origins: readonly Origin[];
  /** The warnings that the settings alone give reason for, including accepted ones. */
  readonly warnings: readonly Warning[];
  readonly serviceManager: ServiceManager;
}

/**
 * The configuration from the command line, then the environment (by default that of the process), then the config file,
 * then `defaults`.
 * @throws ConfigurationError
 */
export function loadConfiguration(sources: Partial<Sources> = {}): Configuration {
  const given = readSources({ environment: process.env, ...sources });
  const { environment, file, origins } = given;
  const settings = Object.freeze(Object.fromEntries(origins.map((origin) => [origin.name, parse(origin)]))) as Settings;
  const misspelt = misspeltVariables(environment, (variable) => isSet(variable, given));
  if (!settings.accepted_warnings.includes('variable_misspelt')) refuseGrave(misspelt);
  const checked = checkTogether(settings);
  return Object.freeze({
    settings: checked,
    origins: origins.map(masked),
    warnings: [
      ...settingsWithoutEffect(settings, environment, file).map(
        (message) => ({ code: 'setting_without_effect', message }) as const,
      ),
      ...misspelt.map((found) => ({ code: 'variable_misspelt', message: describeMisspelt(found) }) as const),
    ],
    serviceManager: serviceManagerIn(environment),
  });
}

function parse({ name, text, from }: Origin): unknown {
  if (text === undefined) return undefined;
  try {
    return SETTINGS[name].parse(text);
  } catch (error) {
    if (error instanceof ConfigurationError) throw new ConfigurationError(`${from}: ${error.message}`);
    throw error;
  }
}

function masked(origin: Origin): Origin {
  return SETTINGS[origin.name].isSecret === true && origin.text !== undefined ? { ...origin, text: '***' } : origin;
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

/** What systemd has told this process. It can be asked even if the settings cannot be used. */
export function serviceManager(): ServiceManager {
  return serviceManagerIn(process.env);
}
