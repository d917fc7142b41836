import type { ListedGroup, StatusesOfGroup } from '@target-eye/client';

/** A text for a group: names hold no control characters. */
export function keyOf({ application, environment }: Pick<ListedGroup, 'application' | 'environment'>): string {
  return `${application}\n${environment}`;
}

/** The groups of a new answer; those that did not change are the same objects as before. */
export function keepSame(before: readonly ListedGroup[], after: readonly ListedGroup[]): readonly ListedGroup[] {
  const known = new Map(before.map((group) => [keyOf(group), group]));
  return after.map((group) => {
    const same = known.get(keyOf(group));
    return same?.revision === group.revision && same.changed_at === group.changed_at ? same : group;
  });
}

/**
 * How many targets of each group are of each status. `listed` is what the service says of groups with a target that is not
 * up, after these were asked for: of the others, all are up. A group that changed meanwhile is left out.
 */
export function statusesOf(
  groups: readonly ListedGroup[],
  listed: readonly ListedGroup[],
): ReadonlyMap<ListedGroup, StatusesOfGroup> {
  const known = new Map(listed.map((group) => [keyOf(group), group]));
  const statuses = new Map<ListedGroup, StatusesOfGroup>();
  for (const group of groups) {
    const found = known.get(keyOf(group));
    if (found === undefined) statuses.set(group, { up: group.targets.length });
    else if (found.revision === group.revision && found.statuses !== undefined) statuses.set(group, found.statuses);
  }
  return statuses;
}
