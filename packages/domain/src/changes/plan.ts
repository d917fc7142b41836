import { fault } from '../faults/target-group-error.js';
import { compareKeys } from '../groups/key-order.js';
import type { StoredGroup } from '../groups/revision.js';
import { type Change, describeKey, type GroupKey, isSameGroup, type TargetGroup } from '../groups/target-group.js';
import { type Filter, filterFor, type Selector } from '../listing/filter.js';
import type { Snapshot, Unreadable } from '../ports/target-group-store.js';
import { forEach, type Work } from '../turns.js';
import { difference } from './difference.js';
import type { Toll } from './fuse.js';
import { type GivenGroup, nameOf } from './given-groups.js';

/** What is to become of one group. */
export interface PlannedChange {
  readonly key: GroupKey;
  /** What there is when the plan is made. */
  readonly before: StoredGroup | undefined;
  /** What there is to be; `undefined` for no group. */
  readonly after: TargetGroup | undefined;
  /**
   * How to make it of what there is by then, so that no target goes which the plan does not take; it is pure. Without
   * it the group is to be `after`, whatever is there.
   */
  readonly apply?: Change;
  /** Whether there is something that cannot be read. */
  readonly isUnreadable?: boolean;
  /** Why it cannot be made. */
  readonly error?: Error;
}

/** What a change of many groups comes to, and how many targets it takes away. Nothing is done yet. */
export interface Plan extends Toll {
  /** The groups that are given, in their order, then those that are found, in the order of keys. */
  readonly changes: readonly PlannedChange[];
  /** How many of the changes are of groups that are given. */
  readonly given: number;
}

/** The groups of a snapshot that others name, by `nameOf`. */
export function* presentAmong(
  { groups }: Pick<Snapshot, 'groups'>,
  given: readonly GivenGroup[],
): Work<Map<string, StoredGroup>> {
  const wanted = new Set<string>();
  yield* forEach(given, ({ key }) => wanted.add(nameOf(key)));
  const present = new Map<string, StoredGroup>();
  yield* forEach(groups, (stored) => {
    const name = nameOf(stored.key);
    if (wanted.has(name)) present.set(name, stored);
  });
  return present;
}

/**
 * Replaces the groups that are given, each as a whole.
 * @param present what there is under the names of those groups, also what a snapshot does not show
 * @param pruned of the groups that are not given, those that go; without it none
 */
export function* planReplacement(
  snapshot: Snapshot,
  given: readonly GivenGroup[],
  present: ReadonlyMap<string, StoredGroup>,
  pruned?: Selector,
): Work<Plan> {
  const named = new Set<string>();
  const unreadable = new Set(snapshot.unreadable.flatMap(({ key }) => (key === undefined ? [] : [nameOf(key)])));
  const replaced: PlannedChange[] = [];
  yield* forEach(given, ({ key, group }) => {
    const name = nameOf(key);
    named.add(name);
    replaced.push({ key, before: present.get(name), after: group, isUnreadable: unreadable.has(name) });
  });
  const found = pruned === undefined ? [] : yield* removals(snapshot, pruned, (key) => !named.has(nameOf(key)));
  return yield* counted(snapshot, replaced, found);
}

/** Removes the groups that match. */
export function* planRemoval(snapshot: Snapshot, selector: Selector): Work<Plan> {
  return yield* counted(snapshot, [], yield* removals(snapshot, selector, () => true));
}

/** Takes targets out of every group that has them; a group that has no others goes. */
export function* planRetirement(snapshot: Snapshot, isRetired: (target: string) => boolean): Work<Plan> {
  const found: PlannedChange[] = [];
  yield* forEach(snapshot.groups, (before) => {
    const retired = new Set(before.group.targets.filter(isRetired));
    if (retired.size === 0) return;
    const apply: Change = (current) => current && withoutTargets(current, retired);
    found.push({ key: before.key, before, after: apply(before.group), apply });
  });
  return yield* counted(snapshot, [], found);
}

function withoutTargets(group: TargetGroup, retired: ReadonlySet<string>): TargetGroup | undefined {
  const targets = group.targets.filter((target) => !retired.has(target));
  if (targets.length === group.targets.length) return group;
  return targets.length === 0 ? undefined : { ...group, targets };
}

/** The removal of every group that matches, in the order of keys. What cannot be read is never removed. */
function* removals(
  { groups, unreadable }: Snapshot,
  selector: Selector,
  isMeant: (key: GroupKey) => boolean,
): Work<readonly PlannedChange[]> {
  const filter = filterFor(selector);
  const changes = unreadableWithin(unreadable, selector).filter(({ key }) => isMeant(key));
  const isInOrder = changes.length === 0;
  yield* forEach(groups, (before) => {
    if (filter(before.key, before.group) && isMeant(before.key)) changes.push(removal(before));
  });
  return isInOrder ? changes : changes.sort((one, other) => compareKeys(one.key, other.key));
}

function removal(before: StoredGroup): PlannedChange {
  const { key, group } = before;
  const apply: Change = (current) => {
    if (current === undefined || isSameGroup(current, group)) return undefined;
    throw fault(
      '',
      'precondition_failed',
      `the target group ${describeKey(key)} was not removed, because it was changed while it was about to be`,
    );
  };
  return { key, before, after: undefined, apply };
}

/** Those that match by their names. Whether they match by their targets or labels nobody can tell. */
function unreadableWithin(unreadable: readonly Unreadable[], selector: Selector): PlannedChange[] {
  const { applications = [], environments = [], targets = [], labels = [] } = selector;
  if (targets.length > 0 || labels.length > 0) return [];
  const matches: Filter = filterFor({ applications, environments });
  return unreadable.flatMap(({ key }) => {
    if (key === undefined || !matches(key, NOTHING)) return [];
    const message = `the target group ${describeKey(key)} was not removed, because what is stored cannot be understood. It stays as it is`;
    return [{ key, before: undefined, after: undefined, error: fault('', 'unreadable', message) }];
  });
}

const NOTHING: TargetGroup = { targets: [], labels: {} };

function* counted({ groups }: Snapshot, given: readonly PlannedChange[], found: readonly PlannedChange[]): Work<Plan> {
  const changes = [...given, ...found];
  let taken = 0;
  let total = 0;
  yield* forEach(changes, ({ before, after }) => {
    taken += difference(before?.group, after).removed.targets.length;
  });
  yield* forEach(groups, ({ group }) => {
    total += group.targets.length;
  });
  return { changes, given: given.length, taken, total };
}
