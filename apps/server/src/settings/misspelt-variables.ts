import { ConfigurationError } from '../operator-files/configuration-error.js';
import { isMeant } from '../operator-files/misspelling.js';
import { SETTING_NAMES, SETTINGS, variablesOf } from './settings.js';

/** Names that stand in many environments for other programs, and look like ours. */
const ORDINARY: readonly string[] = ['LOG_LEVEL', 'LOG_FILE', 'USERS', 'GROUPS', 'HOST', 'PORT', 'PATH'];

/** Without these the service runs with other rights, on other files or at another address than somebody meant. */
const GRAVE = /(?:FILE|DIRECTORY|BIND)$/;

/** One variable that looks like another one, misspelt. */
export interface MisspeltVariable {
  readonly variable: string;
  /** The variable that is meant. */
  readonly meant: string;
}

/**
 * Variables whose names stand for one that sets something, misspelt, unless that one is set as well.
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

/** The sentence about it. */
export function describeMisspelt({ variable, meant }: MisspeltVariable): string {
  return `the variable ${variable} sets nothing; if ${meant} is meant, rename it, else unset it`;
}

/** @throws ConfigurationError for those that must not go unnoticed */
export function refuseGrave(misspelt: readonly MisspeltVariable[]): void {
  const grave = misspelt.filter(({ meant }) => GRAVE.test(meant));
  if (grave.length > 0) throw new ConfigurationError(grave.map(describeMisspelt));
}

/** Those that count with some values only are not ours alone: a shell has them, and others like them. */
function knownVariables(): readonly string[] {
  const names = SETTING_NAMES.filter((name) => SETTINGS[name].counts === undefined);
  return [...names.flatMap(variablesOf), 'CONFIG_FILE'];
}
