import { nameOf } from '../changes/given-groups.js';
import { isAlike } from '../changes/difference.js';
import { compareKeys } from '../groups/key-order.js';
import type { StoredGroup } from '../groups/revision.js';
import type { GroupKey } from '../groups/target-group.js';
import type { Unclaimed } from '../ports/store-status.js';
import type { Unreadable } from '../ports/target-group-store.js';
import { forEach, type Work } from '../turns.js';
import type { InPlace, Inventory } from './inventory.js';

/** A group that several places have, each in its own way. */
export interface Conflict {
  readonly key: GroupKey;
  /** In the order of the places; at least two. */
  readonly versions: readonly InPlace<StoredGroup>[];
  /** Whether the preferred place has it; otherwise none of them counts. */
  readonly isDecided: boolean;
}

/** A group that some of several places have, readable or not, and others do not. */
export interface PartlyThere {
  readonly key: GroupKey;
  readonly places: readonly string[];
}

/** What several places have together. */
export interface Merged {
  /** The groups that count, in the order of keys. */
  readonly groups: readonly StoredGroup[];
  /** How many groups are in every place, and alike there. */
  readonly alike: number;
  /** The groups that are alike wherever they are, but not everywhere. They count. */
  readonly partial: readonly PartlyThere[];
  readonly conflicts: readonly Conflict[];
  /** What cannot be read and is not decided by the preferred place. */
  readonly unreadable: readonly InPlace<Unreadable>[];
  /** What cannot be read, of groups that count as the preferred place has them. */
  readonly overruled: readonly InPlace<Unreadable>[];
  readonly unclaimed: readonly InPlace<Unclaimed>[];
}

/**
 * Puts together what several places have. A group counts that is alike wherever it is, and is unreadable nowhere; of
 * others the one counts that the preferred place has.
 */
export function* merge(inventories: readonly Inventory[], preferred?: string): Work<Merged> {
  const found = yield* byKey(inventories);
  const unreadable = inPlaces(inventories, (inventory) => inventory.unreadable);
  const unread = placesOf(unreadable);
  const groups: StoredGroup[] = [];
  const partial: PartlyThere[] = [];
  const conflicts: Conflict[] = [];
  const decided = new Set<string>();
  let alike = 0;
  yield* forEach(found, ([name, versions]) => {
    const [first, ...others] = versions;
    const { key } = first;
    const isConflict = !others.every(({ group }) => isAlike(first.group, group));
    const unreadIn = unread.get(name) ?? [];
    const isClear = !isConflict && unreadIn.length === 0;
    const counting = isClear ? first : versions.find(({ place }) => place === preferred);
    if (isConflict) conflicts.push({ key, versions, isDecided: counting !== undefined });
    else if (versions.length === inventories.length) alike += 1;
    else if (versions.length + unreadIn.length < inventories.length) {
      const having = new Set([...versions.map(({ place }) => place), ...unreadIn]);
      partial.push({ key, places: inventories.map(({ place }) => place).filter((place) => having.has(place)) });
    }
    if (counting === undefined) return;
    decided.add(name);
    groups.push(counting);
  });
  for (const list of [groups, partial, conflicts]) list.sort((one, other) => compareKeys(one.key, other.key));
  const isOpen = ({ key }: Unreadable): boolean => key === undefined || !decided.has(nameOf(key));
  const unclaimed = inPlaces(inventories, (inventory) => inventory.unclaimed);
  const overruled = unreadable.filter((each) => !isOpen(each));
  return { groups, alike, partial, conflicts, unreadable: unreadable.filter(isOpen), overruled, unclaimed };
}

/** Where groups are that cannot be read, by their names. */
function placesOf(unreadable: readonly InPlace<Unreadable>[]): ReadonlyMap<string, readonly string[]> {
  const places = new Map<string, string[]>();
  for (const { key, place } of unreadable) {
    if (key === undefined) continue;
    const name = nameOf(key);
    const known = places.get(name);
    if (known === undefined) places.set(name, [place]);
    else known.push(place);
  }
  return places;
}

type Versions = readonly [InPlace<StoredGroup>, ...InPlace<StoredGroup>[]];

function* byKey(inventories: readonly Inventory[]): Work<ReadonlyMap<string, Versions>> {
  const found = new Map<string, [InPlace<StoredGroup>, ...InPlace<StoredGroup>[]]>();
  for (const { place, groups } of inventories)
    yield* forEach(groups, (stored) => {
      const name = nameOf(stored.key);
      const versions = found.get(name);
      if (versions === undefined) found.set(name, [{ ...stored, place }]);
      else versions.push({ ...stored, place });
    });
  return found;
}

function inPlaces<Thing>(
  inventories: readonly Inventory[],
  listOf: (inventory: Inventory) => readonly Thing[],
): readonly InPlace<Thing>[] {
  return inventories.flatMap((inventory) => listOf(inventory).map((thing) => ({ ...thing, place: inventory.place })));
}
