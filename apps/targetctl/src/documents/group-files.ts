import { usageFailure } from '../failure.js';
import { quoteName, safeText } from '../output/safe-text.js';
import { FileSdGroups, type Naming } from './file-sd-groups.js';
import { parseText } from './parsed-file.js';
import { at, type Place, type PlacedGroup, placeText } from './placed-group.js';
import { readTextFile, STDIN } from './text-file.js';

/**
 * The groups of some files: in the form of a bulk request, an object with `groups` or only their list, or as Prometheus
 * reads them with file_sd.
 * @param naming how groups of file_sd, which have no names, get theirs
 * @throws Failure with every fault and its line
 */
export async function readGroupFiles(paths: readonly string[], naming: Naming): Promise<readonly PlacedGroup[]> {
  const reader = new GroupFileReader(naming);
  for (const path of paths) reader.read(path, await readTextFile(path, 'the file'));
  return reader.end();
}

class GroupFileReader {
  readonly #faults: string[] = [];
  readonly #groups: PlacedGroup[] = [];
  readonly #fileSd: FileSdGroups;

  constructor(naming: Naming) {
    this.#fileSd = new FileSdGroups(naming, (place, reason) => {
      this.#fault(place, reason);
    });
  }

  read(path: string, text: string): void {
    const name = path === STDIN ? 'standard input' : safeText(path);
    const parsed = parseText(text, name);
    const { value } = parsed;
    const isList = Array.isArray(value);
    const list = isList ? (value as readonly unknown[]) : this.#groupsIn({ name, parsed, path: [] });
    for (const [index, element] of list.entries())
      this.#element({ name, parsed, path: isList ? [index] : ['groups', index] }, element);
  }

  end(): readonly PlacedGroup[] {
    const groups = [...this.#groups, ...this.#fileSd.end()];
    if (this.#faults.length > 0) throw usageFailure(...this.#faults);
    return groups;
  }

  #groupsIn(place: Place): readonly unknown[] {
    const { groups, ...others } = (isObject(place.parsed.value) ? place.parsed.value : {}) as Record<string, unknown>;
    for (const key of Object.keys(others)) this.#unknownKey({ ...place, path: [key] }, key, ['groups']);
    if (Array.isArray(groups)) return groups as readonly unknown[];
    if (Object.keys(others).length === 0)
      this.#fault(place, 'there are neither groups nor a list of them; see "Files" in targetctl.md');
    return [];
  }

  #element(place: Place, element: unknown): void {
    if (!isObject(element)) {
      this.#fault(place, 'a group is not an object');
      return;
    }
    const { application, environment, targets, labels, ...others } = element;
    const isNamed = application !== undefined || environment !== undefined;
    for (const key of Object.keys(others))
      this.#unknownKey(at(place, key), key, ['application', 'environment', 'targets', 'labels']);
    const group = {
      targets: this.#targets(at(place, 'targets'), targets),
      labels: this.#labels(at(place, 'labels'), labels),
    };
    if (!isNamed) {
      this.#fileSd.add(place, group);
      return;
    }
    const key = {
      application: this.#text(at(place, 'application'), application),
      environment: this.#text(at(place, 'environment'), environment),
    };
    this.#groups.push({ group: { ...key, ...group }, placeOf: (path) => at(place, ...path) });
  }

  #targets(place: Place, value: unknown): readonly string[] {
    if (Array.isArray(value)) return value.map((target, index) => this.#text(at(place, index), target));
    this.#fault(place, 'a group has no list of targets');
    return [];
  }

  #labels(place: Place, value: unknown): Readonly<Record<string, string>> {
    if (value === undefined || value === null || value === '') return {};
    if (isObject(value))
      return Object.fromEntries(
        Object.entries(value).map(([name, each]) => [name, this.#text(at(place, name), each)] as const),
      );
    this.#fault(place, 'the labels of a group are not an object');
    return {};
  }

  #text(place: Place, value: unknown): string {
    if (typeof value === 'string') return value;
    const what =
      value === undefined ? 'is missing' : `is ${safeText(JSON.stringify(value))} and no text; put it in quotes`;
    this.#fault(place, `${String(place.path.at(-1))} ${what}`);
    return '';
  }

  #unknownKey(place: Place, key: string, known: readonly string[]): void {
    this.#fault(place, `the key ${quoteName(key)} is not known; known are ${known.join(', ')}`);
  }

  #fault(place: Place, reason: string): void {
    this.#faults.push(`${placeText(place)}: ${reason}`);
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
