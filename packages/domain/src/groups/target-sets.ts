/**
 * All that this package remembers: the targets of a list as a set, once it was asked for, and which lists grew from one
 * another by `append`. A list that grows hands its set on, so that adding to a group of thousands does not look at those
 * that are there. Nothing outlives the lists, and no result depends on it.
 */
const sets = new WeakMap<readonly string[], Set<string>>();

/** Lists with the same set here grew from one another: the shorter one is the beginning of the longer one. */
const lineages = new WeakMap<readonly string[], Set<string>>();

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
  lineages.set(list, set).set(appended, set);
  return appended;
}

/** Whether `list` is known to be `start` with others at its end. It may be so without being known. */
export function isKnownToExtend(list: readonly string[], start: readonly string[]): boolean {
  const lineage = lineages.get(list);
  return lineage !== undefined && lineage === lineages.get(start) && list.length >= start.length;
}

function ownSet(list: readonly string[]): Set<string> {
  let set = sets.get(list);
  if (set === undefined) {
    set = new Set(list);
    sets.set(list, set);
  }
  return set;
}
