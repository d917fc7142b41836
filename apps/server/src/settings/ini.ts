import { ConfigurationError } from '../operator-files/configuration-error.js';

/**
 * INI as Python's configparser reads it, because the predecessor's config files are written for it: `key = value` or
 * `key: value`, and comments only on lines of their own. The INI parsers on npm support neither. Quotes around a value
 * are removed.
 * @throws ConfigurationError for any other line; the message does not show it, because it may hold a password
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
        `the config file ${JSON.stringify(path)} is neither TOML nor INI: line ${String(index + 1)} is not understood; ${key === undefined ? 'write "[section]", "key = value" or a comment' : 'write the setting below its [section]'}`,
      );
  });
  return Object.fromEntries(sections);
}
