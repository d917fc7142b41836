import { type Difference, difference, type Fault, replace } from '@target-eye/domain';
import { faultsOf } from '../../service/faults-of.js';
import type { GroupKey, TargetGroup, TargetGroupInput } from '@target-eye/client';

/** A group that is stored; `undefined` for none. */
export type Stored = (TargetGroup & { readonly revision: string }) | undefined;

/** What somebody wants to make of a group. */
export interface Draft {
  /** The group when they began. */
  readonly base: Stored;
  readonly mine: TargetGroup;
  /** What is wrong with it in the eyes of the service, by the target or the `name=value` that it is about. */
  readonly faults: ReadonlyMap<string, string>;
}

/** Whether nothing differs; the order of targets and labels does not count. */
export function isNothing({ added, removed }: Difference): boolean {
  return [added, removed].every(({ targets, labels }) => targets.length + Object.keys(labels).length === 0);
}

/** `after` as a draft; `undefined` if it is the group that is there. */
export function draftOf(base: Stored, mine: TargetGroup, faults: Draft['faults'] = new Map()): Draft | undefined {
  return base !== undefined && isNothing(difference(base, mine)) ? undefined : { base, mine, faults };
}

/**
 * What differs between `base` and `mine`, done to `theirs`: both changes are kept, and where both touched the same label
 * or target, mine wins.
 */
export function rebased(base: Stored, mine: TargetGroup, theirs: TargetGroup): TargetGroup {
  const { added, removed } = difference(base, mine);
  const gone = new Set(removed.targets);
  const labels = Object.entries({ ...theirs.labels, ...added.labels });
  return withTargets(
    {
      targets: theirs.targets.filter((target) => !gone.has(target)),
      labels: Object.fromEntries(
        labels.filter(([name]) => Object.hasOwn(added.labels, name) || !Object.hasOwn(removed.labels, name)),
      ),
    },
    added.targets,
  );
}

/** The labels that both changed, and not to the same. */
export function contested(base: Stored, mine: TargetGroup, theirs: TargetGroup): readonly string[] {
  const changes = [difference(base, mine), difference(base, theirs)].map(
    ({ added, removed }) => new Set([...Object.keys(added.labels), ...Object.keys(removed.labels)]),
  );
  const [ofMine = new Set<string>(), ofTheirs = new Set<string>()] = changes;
  const left = difference(mine, theirs);
  return [...ofMine].filter(
    (name) =>
      ofTheirs.has(name) && (Object.hasOwn(left.added.labels, name) || Object.hasOwn(left.removed.labels, name)),
  );
}

/**
 * The targets in a text that somebody typed or pasted: with spaces, commas or lines between them, or as a list in JSON, each
 * once.
 */
export function targetsIn(text: string): readonly string[] {
  return [...new Set(text.split(/[\s,"']+/).filter((each) => !['', '[', ']'].includes(each)))];
}

/** Says which of the targets that somebody wants to add are there already; nothing where none is. */
export function alreadyIn(group: TargetGroup | undefined, targets: readonly string[]): string {
  const there = new Set(group?.targets);
  const [first, ...others] = targets.filter((target) => there.has(target));
  if (first === undefined) return '';
  if (others.length === 0) return `${first} is in the group already.`;
  return `${(others.length + 1).toLocaleString('en')} of them are in the group already.`;
}

/** A group with targets at its end that are not there yet. */
export function withTargets(group: TargetGroup, targets: readonly string[]): TargetGroup {
  return { ...group, targets: [...new Set([...group.targets, ...targets])] };
}

/** A group with another target, or none, in the place of one. */
export function withTarget(group: TargetGroup, old: string, target?: string): TargetGroup {
  const targets = group.targets.flatMap((each) => (each !== old ? each : (target ?? [])));
  return { ...group, targets: [...new Set(targets)] };
}

/** A group with a label that has a value, or none, in the place of one; `old` is empty for none. */
export function withLabel(group: TargetGroup, old: string, label?: readonly [string, string]): TargetGroup {
  const labels: (readonly [string, string])[] = Object.entries(group.labels);
  const place = labels.findIndex(([name]) => name === old);
  labels.splice(place === -1 ? labels.length : place, place === -1 ? 0 : 1, ...(label ? [label] : []));
  return { ...group, labels: Object.fromEntries(labels) };
}

/** What of a group has to be sent to make it of another: what is left alone may be what the rules would refuse. */
export function changedParts({ base, mine }: Draft): TargetGroupInput {
  if (base === undefined) return mine;
  const { added, removed } = difference(base, mine);
  return {
    ...(added.targets.length + removed.targets.length > 0 && { targets: mine.targets }),
    ...(Object.keys({ ...added.labels, ...removed.labels }).length > 0 && { labels: mine.labels }),
  };
}

/** What the rules say against targets and labels. */
export function faultsIn(key: GroupKey, input: TargetGroupInput): readonly Fault[] {
  return faultsOf(() => replace(key, input));
}

/** What each fault is about: a target, or a label as `name=value`. What is about all of it is left out. */
export function faultPlaces(
  faults: readonly { readonly path: string; readonly message: string }[],
  { targets, labels }: TargetGroup,
): Draft['faults'] {
  return new Map(
    faults.flatMap(({ path, message }) => {
      const [, index, name] = /(?:^|\.)(?:targets\[(\d+)\]|labels\.(.*))$/s.exec(path) ?? [];
      const about = name === undefined ? targets[Number(index)] : `${name}=${labels[name] ?? ''}`;
      return about === undefined ? [] : [[about, message] as const];
    }),
  );
}
