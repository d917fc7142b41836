import type { GroupKey } from '../groups/target-group.js';
import type { Unreadable } from '../ports/target-group-store.js';
import { filterFor, type Selector } from './filter.js';

/** A group that cannot be read. */
export type UnreadableGroup = Unreadable & { readonly key: GroupKey };

/** The groups that cannot be read and whose names do not rule out that they are wanted. */
export function possiblyWanted(unreadable: readonly Unreadable[], selector: Selector): readonly UnreadableGroup[] {
  const { applications = [], environments = [] } = selector;
  const isPossible = filterFor({ applications, environments });
  return unreadable.filter((each): each is UnreadableGroup => each.key !== undefined && isPossible(each.key, NOTHING));
}

const NOTHING = { targets: [], labels: {} };
