import { dirname, join, resolve } from 'node:path';
import { usageFailure } from '../failure.js';
import { parseYaml, type ParsedText, type Path } from '../documents/yaml.js';
import { readTextFile } from '../documents/text-file.js';
import { quoteName, safeText } from '../output/safe-text.js';
import { suggest } from './nearest.js';
import { COMMAND_SETTINGS, SERVER_SETTINGS, type ServerLevel } from './settings-table.js';

/** What the config file says. */
export interface ConfigFile {
  readonly path: string;
  readonly current: string | undefined;
  readonly output: string | undefined;
  readonly servers: ReadonlyMap<string, ServerLevel>;
}

const TOP_KEYS = ['servers', COMMAND_SETTINGS.server.key, COMMAND_SETTINGS.output.key];
const SERVER_KEYS = Object.values(SERVER_SETTINGS).map(({ key }) => key);
const FILE_KEYS: readonly string[] = ['token_file', 'password_file', 'ca_file', 'cert', 'key'];

/**
 * @param home the home of the user, for paths that begin with `~/`
 * @throws Failure for a file that cannot be read, and for every key and value in it that is not understood
 */
export async function readConfigFile(path: string, home: string | undefined): Promise<ConfigFile> {
  return new ConfigFileReader(path, home, await readTextFile(path, 'the config file')).read();
}

class ConfigFileReader {
  readonly #faults: string[] = [];
  readonly #parsed: ParsedText;

  constructor(
    private readonly path: string,
    private readonly home: string | undefined,
    text: string,
  ) {
    this.#parsed = parseYaml(text, safeText(path));
  }

  read(): ConfigFile {
    const top = this.#object([], this.#parsed.value, TOP_KEYS);
    const entries = this.#object(['servers'], top['servers']);
    const servers = Object.keys(entries).map((name) => [name, this.#server(name, entries[name])] as const);
    const file = {
      path: this.path,
      current: this.#text(['current'], top['current']),
      output: this.#text(['output'], top['output']),
      servers: new Map(servers),
    };
    if (this.#faults.length > 0) throw usageFailure(...this.#faults);
    return file;
  }

  #server(name: string, value: unknown): ServerLevel {
    const entry = this.#object(['servers', name], value, SERVER_KEYS);
    const level = Object.entries(SERVER_SETTINGS).flatMap(([setting, { key }]) => {
      const text = this.#text(['servers', name, key], entry[key]);
      return text === undefined ? [] : [[setting, FILE_KEYS.includes(key) ? this.#file(text) : text] as const];
    });
    return Object.fromEntries(level);
  }

  /** A path in the file is seen from the folder that the file is in. */
  #file(path: string): string {
    if (path.startsWith('~/') && this.home !== undefined) return join(this.home, path.slice(2));
    return resolve(dirname(this.path), path);
  }

  #object(path: Path, value: unknown, known?: readonly string[]): Readonly<Record<string, unknown>> {
    if (value === undefined || value === null) return {};
    if (typeof value !== 'object' || Array.isArray(value)) {
      this.#fault(path, `${path.length === 0 ? 'the file' : quoteName(path.join('.'))} is not an object`);
      return {};
    }
    for (const key of Object.keys(value).filter((each) => known?.includes(each) === false))
      this.#fault([...path, key], `the key ${quoteName(key)} is not known; ${suggest(key, known ?? [])}`);
    return value as Readonly<Record<string, unknown>>;
  }

  #text(path: Path, value: unknown): string | undefined {
    if (value === undefined) return undefined;
    if (typeof value === 'string' && value !== '') return value;
    this.#fault(path, `${quoteName(path.join('.'))} is not a text, or is empty`);
    return undefined;
  }

  #fault(path: Path, reason: string): void {
    this.#faults.push(`${safeText(this.path)}:${String(this.#parsed.lineOf(path))}: ${reason}`);
  }
}
