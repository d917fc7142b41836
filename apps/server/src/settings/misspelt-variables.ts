import { distance } from 'fastest-levenshtein';
import { ConfigurationError } from '../operator-files/configuration-error.js';
import { type SettingName, settingNamed, SETTINGS, variablesOf } from './settings.js';

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
 * Variables whose names are at most two letters away from one that sets something, unless that one is set as well.
 * @param isSet whether a setting, by its variable, is set by whatever means
 */
export function misspeltVariables(
  environment: NodeJS.ProcessEnv,
  isSet: (variable: string) => boolean,
): readonly MisspeltVariable[] {
  const known = knownVariables();
  return Object.entries(environment).flatMap(([variable, value = '']) => {
    if (value.trim() === '' || known.includes(variable) || ORDINARY.includes(variable)) return [];
    const meant = known.find((name) => isMisspelt(variable, name));
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
  const names = (Object.keys(SETTINGS) as SettingName[]).filter((name) => settingNamed(name).counts === undefined);
  return [...names.flatMap(variablesOf), 'CONFIG_FILE'];
}

/** From this length on two letters may be wrong; a shorter name is soon two letters from an ordinary word. */
const LONG = 8;

function isMisspelt(variable: string, name: string): boolean {
  const written = variable.toUpperCase().replaceAll('-', '_');
  if (written === name) return true;
  if (name.length >= LONG) {
    const wrong = distance(written, name);
    return wrong === 1 || (wrong === 2 && written.startsWith(name.charAt(0)));
  }
  // cspell:ignore bidn
  // A letter too many, or two that changed places: `BINDS` and `BIDN`, but not `KIND`.
  if (written.length === name.length + 1) return distance(written, name) === 1;
  return written.length === name.length && isTransposed(written, name);
}

function isTransposed(written: string, name: string): boolean {
  const places = Array.from({ length: name.length - 1 }, (_, index) => index);
  return places.some(
    (at) => written === name.slice(0, at) + name.charAt(at + 1) + name.charAt(at) + name.slice(at + 2),
  );
}
