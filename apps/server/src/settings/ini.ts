import { ConfigurationError } from '../operator-files/configuration-error.js';

/**
 * INI as Python's configparser reads it, because the predecessor's config files are written for that: `key = value` or
 * `key: value`, comments on lines of their own only. The INI parsers of npm know neither. Quotes around a value go.
 * @throws ConfigurationError for a line that is none of this; it does not show the line, which may hold a password
 */
export function parseIni(text: string, path: string): Record<string, Record<string, string>> {
  const sections = new Map<string, Record<string, string>>();
  let section: Record<string, string> | undefined;
  text.split(/\r?\n/).forEach((line, index) => {
    const trimmed = line.trim();
    if (/^(?:[#;]|$)/.test(trimmed)) return;
    const name = /^\[([^\]]+)\]$/.exec(trimmed)?.[1];
    const { key, value = '' } = /^(?<key>[\w-]+)\s*[=:]\s*(?<value>.*)$/.exec(trimmed)?.groups ?? {};
    if (name !== undefined) {
      section = sections.get(name) ?? {};
      sections.set(name, section);
    } else if (key !== undefined && section !== undefined) section[key] = value.replace(/^(["'])(.*)\1$/, '$2');
    else
      throw new ConfigurationError(
        `the config file ${JSON.stringify(path)} is neither TOML nor INI: line ${String(index + 1)} is not understood; ${key === undefined ? 'a line is "[section]", "key = value" or a comment' : 'a setting stands below its [section]'}`,
      );
  });
  return Object.fromEntries(sections);
}
