import { readFileSync } from 'node:fs';
import { parse as parseToml, TomlError } from 'smol-toml';
import { ConfigurationError } from './configuration-error.js';
import { parseIni } from './ini.js';

/** The sections of a config file and their settings, keys in lower case, every value as text. */
export type ConfigFile = ReadonlyMap<string, ReadonlyMap<string, string>>;

/**
 * Reads a config file: TOML, or INI when it is not TOML and its name does not end in `.toml`.
 * @throws ConfigurationError
 */
export function readConfigFile(path: string): ConfigFile {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new ConfigurationError(`the config file ${JSON.stringify(path)} cannot be read (${reason})`);
  }
  const sections = new Map<string, ReadonlyMap<string, string>>();
  for (const [name, section] of Object.entries(parseSections(path, text))) {
    if (typeof section !== 'object' || section === null)
      throw new ConfigurationError(
        `the config file ${JSON.stringify(path)} has ${JSON.stringify(name)} outside a section`,
      );
    const settings = Object.entries(section).map(([key, value]) => [key.toLowerCase(), String(value)] as const);
    sections.set(name, new Map(settings));
  }
  return sections;
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
