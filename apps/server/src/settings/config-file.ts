import { parse as parseToml, TomlError } from 'smol-toml';
import { ConfigurationError } from '../operator-files/configuration-error.js';
import { parseIni } from './ini.js';
import { readText } from '../operator-files/read-text.js';

/** The sections of a config file and their settings, keys in lower case, every value as text. */
export type ConfigFile = ReadonlyMap<string, ReadonlyMap<string, string>>;

/**
 * Reads a config file: TOML, or INI when it is not TOML and its name does not end in `.toml`.
 * @throws ConfigurationError
 */
export function readConfigFile(path: string): ConfigFile {
  const text = readText(path, `the config file ${JSON.stringify(path)}`);
  const sections = new Map<string, ReadonlyMap<string, string>>();
  for (const [name, section] of Object.entries(parseSections(path, text))) {
    if (typeof section !== 'object' || section === null)
      throw new ConfigurationError(
        `the config file ${JSON.stringify(path)} has ${JSON.stringify(name)} outside a section`,
      );
    const settings = Object.entries(section).map(([key, value]: [string, unknown]) => {
      const text = textOf(value);
      if (text === undefined)
        throw new ConfigurationError(
          `the config file ${JSON.stringify(path)} has something other than a string, a number, true, false or a list of these for ${JSON.stringify(key)} in [${name}]`,
        );
      return [key.toLowerCase(), text] as const;
    });
    sections.set(name, new Map(settings));
  }
  return sections;
}

/** A TOML value as it would be written into a variable, lists with commas; `undefined` for tables and dates. */
function textOf(value: unknown): string | undefined {
  const elements: readonly unknown[] = Array.isArray(value) ? value : [value];
  return elements.every((element) => ['string', 'number', 'bigint', 'boolean'].includes(typeof element))
    ? elements.join(',')
    : undefined;
}

function parseSections(path: string, text: string): Record<string, unknown> {
  try {
    return parseToml(text);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    if (path.endsWith('.toml')) {
      const [reason = ''] = error.message.split('\n');
      throw new ConfigurationError(
        `the config file ${JSON.stringify(path)} is not TOML: line ${String(error.line)}: ${reason.replace('Invalid TOML document: ', '')}`,
      );
    }
    return parseIni(text, path);
  }
}
