import type { StoredGroup } from '../groups/revision.js';
import type { Unclaimed } from '../ports/store-status.js';
import type { Unreadable } from '../ports/target-group-store.js';

/** What there is in one place where groups are kept, at one moment. */
export interface Inventory {
  /** What the place is called. */
  readonly place: string;
  /** The readable groups, in the order of keys. */
  readonly groups: readonly StoredGroup[];
  readonly unreadable: readonly Unreadable[];
  /** Of which group these are, nobody knows. */
  readonly unclaimed: readonly Unclaimed[];
}

/** Something that is in a place. */
export type InPlace<Thing> = Thing & { readonly place: string };
