/**
 * The targets of a list as a set, for lists that were asked for it. A list that grows by `append` hands its set on, so
 * that adding to a group of thousands costs no look at those that are there.
 */
const sets = new WeakMap<readonly string[], Set<string>>();

/** The targets of a list as a set, which belongs to the list and must not be kept. */
export function setOf(list: readonly string[]): ReadonlySet<string> {
  return ownSet(list);
}

/** The list with others at its end. */
export function append(list: readonly string[], others: readonly string[]): readonly string[] {
  const set = ownSet(list);
  sets.delete(list);
  for (const other of others) set.add(other);
  const appended = list.concat(others);
  sets.set(appended, set);
  return appended;
}

function ownSet(list: readonly string[]): Set<string> {
  let set = sets.get(list);
  if (set === undefined) {
    set = new Set(list);
    sets.set(list, set);
  }
  return set;
}
