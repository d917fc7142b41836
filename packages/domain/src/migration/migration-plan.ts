import { isAlike } from '../changes/difference.js';
import { nameOf } from '../changes/given-groups.js';
import type { PlannedChange } from '../changes/plan.js';
import type { Revision } from '../groups/revision.js';
import type { GroupKey } from '../groups/target-group.js';
import type { Snapshot, Unreadable } from '../ports/target-group-store.js';
import { forEach, type Work } from '../turns.js';
import type { Merged } from './merge.js';

/** What is to become of the groups of a store, so that it has those of other places. Nothing is done yet. */
export interface MigrationPlan {
  readonly source: Merged;
  /** Of the groups of the store. */
  readonly revision: Revision;
  /** The groups that the store does not have. */
  readonly absent: readonly PlannedChange[];
  /** The groups that the store has otherwise, also those that it has but cannot read. */
  readonly differing: readonly PlannedChange[];
  readonly alike: readonly GroupKey[];
  /** What the store has and no other place does; it stays. */
  readonly onlyInStore: readonly GroupKey[];
  /** What the store cannot read and no other place has; it stays. */
  readonly unreadableInStore: readonly Unreadable[];
}

/** Compares what is to be in a store with what is there; every list is in the order of keys. */
export function* planMigration(source: Merged, store: Snapshot): Work<MigrationPlan> {
  const there = new Map<string, Snapshot['groups'][number]>();
  yield* forEach(store.groups, (stored) => there.set(nameOf(stored.key), stored));
  const unread = new Set(store.unreadable.flatMap(({ key }) => (key === undefined ? [] : [nameOf(key)])));
  const absent: PlannedChange[] = [];
  const differing: PlannedChange[] = [];
  const alike: GroupKey[] = [];
  const meant = namesWithoutGroup(source);
  yield* forEach(source.groups, ({ key, group: after }) => {
    const name = nameOf(key);
    meant.add(name);
    const before = there.get(name);
    const isUnreadable = unread.has(name);
    if (before !== undefined && isAlike(before.group, after)) alike.push(key);
    else (before !== undefined || isUnreadable ? differing : absent).push({ key, before, after, isUnreadable });
  });
  const isMeant = (key: GroupKey | undefined): boolean => key !== undefined && meant.has(nameOf(key));
  return {
    source,
    revision: store.revision,
    absent,
    differing,
    alike,
    onlyInStore: store.groups.filter(({ key }) => !isMeant(key)).map(({ key }) => key),
    unreadableInStore: store.unreadable.filter(({ key }) => !isMeant(key)),
  };
}

/** The groups that other places have, but none that counts. */
function namesWithoutGroup({ conflicts, unreadable }: Merged): Set<string> {
  const undecided = conflicts.filter(({ isDecided }) => !isDecided);
  return new Set([...undecided, ...unreadable].flatMap(({ key }) => (key === undefined ? [] : [nameOf(key)])));
}

/** Whether it is known of every group which one counts. */
export function isDecided({ source }: Pick<MigrationPlan, 'source'>): boolean {
  return source.conflicts.every((conflict) => conflict.isDecided);
}

/** Whether there is nothing in the other places that has to be decided or mended first. */
function isSourceWhole(plan: Pick<MigrationPlan, 'source'>): boolean {
  const { unreadable, unclaimed } = plan.source;
  return isDecided(plan) && unreadable.length + unclaimed.length === 0;
}

/** Whether carrying out a plan would bring the store all that it is to have. */
export function wouldComplete(plan: MigrationPlan, { overwrite }: { readonly overwrite: boolean }): boolean {
  return isSourceWhole(plan) && plan.unreadableInStore.length === 0 && (overwrite || plan.differing.length === 0);
}
