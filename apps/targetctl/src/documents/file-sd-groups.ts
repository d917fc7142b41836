import type { GroupKey } from '@target-eye/domain';
import { quoteName } from '../output/safe-text.js';
import { formatKey } from './key-text.js';
import { at, type Place, type PlacedGroup, placeText } from './placed-group.js';
import type { Path } from './yaml.js';

/** How groups of file_sd get their names. */
export interface Naming {
  /** The label that names the application, and the one that names the environment. */
  readonly applicationLabel: string;
  readonly environmentLabel: string;
  /** What the labels do not say. */
  readonly fallback: GroupKey | undefined;
}

type Labels = Readonly<Record<string, string>>;

interface FileSdGroup {
  readonly targets: readonly string[];
  readonly labels: Labels;
}

/** The groups of file_sd that become one, in the order in which they were read. */
interface Joined {
  readonly key: GroupKey;
  readonly labels: Labels;
  readonly parts: { readonly place: Place; readonly targets: readonly string[] }[];
}

/**
 * Makes named groups of those of file_sd: their labels say what they are called, and groups with one name and the same
 * labels become one.
 */
export class FileSdGroups {
  readonly #joined = new Map<string, Joined>();

  constructor(
    private readonly naming: Naming,
    private readonly fault: (place: Place, reason: string) => void,
  ) {}

  add(place: Place, { targets, labels }: FileSdGroup): void {
    const key = this.#keyOf(place, labels);
    if (key === undefined) return;
    const name = formatKey(key);
    const joined = this.#joined.get(name);
    if (joined === undefined) {
      this.#joined.set(name, { key, labels, parts: [{ place, targets }] });
      return;
    }
    const different = labelsThatDiffer(joined.labels, labels);
    const [first] = joined.parts;
    if (different.length > 0 && first !== undefined)
      this.fault(
        place,
        `this group and the one at ${placeText(first.place)} would both be ${formatKey(key)}, and differ in ${different.map(quoteName).join(', ')}; let such a label name the environment with --environment-label`,
      );
    joined.parts.push({ place, targets });
  }

  end(): readonly PlacedGroup[] {
    return [...this.#joined.values()].map(({ key, labels, parts }) => ({
      group: { ...key, targets: parts.flatMap(({ targets }) => targets), labels },
      placeOf: (path) => placeIn(parts, path),
    }));
  }

  #keyOf(place: Place, labels: Labels): GroupKey | undefined {
    const { applicationLabel, environmentLabel, fallback } = this.naming;
    const application = labels[applicationLabel] ?? fallback?.application;
    const environment = labels[environmentLabel] ?? fallback?.environment;
    if (application !== undefined && environment !== undefined) return { application, environment };
    const missing = [
      ...(application === undefined ? [`its application (label ${quoteName(applicationLabel)})`] : []),
      ...(environment === undefined ? [`its environment (label ${quoteName(environmentLabel)})`] : []),
    ];
    this.fault(
      place,
      `the group does not say ${missing.join(' and ')}; add the label, name another with --application-label and --environment-label, or say it for all with --as <application>/<environment>`,
    );
    return undefined;
  }
}

function labelsThatDiffer(one: Labels, other: Labels): readonly string[] {
  return [...new Set([...Object.keys(one), ...Object.keys(other)])].filter((name) => one[name] !== other[name]);
}

function placeIn(parts: Joined['parts'], path: Path): Place {
  let [part] = parts;
  let inPart = path;
  const [member, index] = path;
  if (member === 'targets' && typeof index === 'number') {
    let rest = index;
    for (part of parts) {
      if (rest < part.targets.length) break;
      rest -= part.targets.length;
    }
    inPart = [member, rest, ...path.slice(2)];
  }
  if (part === undefined) throw new Error('a group of no parts');
  return at(part.place, ...inPart);
}
