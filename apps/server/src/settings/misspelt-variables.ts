import { ConfigurationError } from '../operator-files/configuration-error.js';
import { isMeant } from '../operator-files/misspelling.js';
import { SETTING_NAMES, SETTINGS, variablesOf } from './settings.js';

/** Names that other programs use in many environments, and that look like ours. */
const ORDINARY: readonly string[] = ['LOG_LEVEL', 'LOG_FILE', 'USERS', 'GROUPS', 'HOST', 'PORT', 'PATH', 'PAGER'];

/**
 * If one of these is misspelt, the service runs with other rights, on other files or other groups, or at another address than
 * intended.
 */
const GRAVE = /(?:FILE|DIRECTORY|BIND|ENDPOINTS|PREFIX)$/;

/** A variable that looks like a misspelling of another one. */
export interface MisspeltVariable {
  readonly variable: string;
  /** The variable that is meant. */
  readonly meant: string;
}

/**
 * Variables that look like misspellings of one that sets something, unless that one is set as well.
 * @param isSet whether a setting, by its variable, is set by whatever means
 */
export function misspeltVariables(
  environment: NodeJS.ProcessEnv,
  isSet: (variable: string) => boolean,
): readonly MisspeltVariable[] {
  const known = knownVariables();
  return Object.entries(environment).flatMap(([variable, value = '']) => {
    if (value.trim() === '' || known.includes(variable) || ORDINARY.includes(variable)) return [];
    const written = variable.toUpperCase().replaceAll('-', '_');
    const meant = known.find((name) => isMeant(written, name));
    return meant === undefined || isSet(meant) ? [] : [{ variable, meant }];
  });
}

/** The sentence that says so and what to do. */
export function describeMisspelt({ variable, meant }: MisspeltVariable): string {
  return `the variable ${variable} sets nothing; if ${meant} is meant, rename it, else unset it`;
}

/** @throws ConfigurationError if a misspelling must not go unnoticed */
export function refuseGrave(misspelt: readonly MisspeltVariable[]): void {
  const grave = misspelt.filter(({ meant }) => GRAVE.test(meant));
  if (grave.length > 0) throw new ConfigurationError(grave.map(describeMisspelt));
}

/** Variables that count only with certain values are left out: shells set them too, and others with similar names. */
function knownVariables(): readonly string[] {
  const names = SETTING_NAMES.filter((name) => SETTINGS[name].counts === undefined);
  return [...names.flatMap(variablesOf), 'CONFIG_FILE'];
}
