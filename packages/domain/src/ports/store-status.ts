import type { GroupKey } from '../groups/target-group.js';
import type { Unreadable } from './target-group-store.js';

/** Why no change can be stored at the moment, or none gets to Prometheus. */
export interface Problem {
  readonly code: ProblemCode;
  /** What is the matter, and what can be done about it where the groups are kept: a part of a sentence, without a path. */
  readonly fact: string;
  /** What brought it about, as far as is known and everybody may know it: a part of a sentence. */
  readonly why?: string | undefined;
}

export type ProblemCode =
  /** The store is being closed. */
  | 'stopping'
  /** What the groups are kept in is gone. */
  | 'lost'
  /** What the groups are kept in is elsewhere, and does not answer. */
  | 'unreachable'
  /** There is no room for more. */
  | 'full'
  /** It cannot be written, for want of a right or of something else. */
  | 'not_writable'
  /** The last changes may not be durable. */
  | 'not_confirmed'
  /** Changes can be stored, but do not get to where Prometheus finds the groups. */
  | 'not_published';

/** How much there is. */
export interface StoreCounts {
  readonly groups: number;
  /** The targets of all groups together. */
  readonly targets: number;
  readonly unreadable: number;
}

/** When a group last changed, by anybody's hand. */
export interface LastChange {
  readonly key: GroupKey;
  /** In seconds since the epoch. */
  readonly changedAt: number;
}

/** Something stored from before that belongs to no group until a change of one takes it over. */
export interface Unclaimed {
  /** What the store calls it. */
  readonly name: string;
  /** The group that its labels name, if they name one. */
  readonly named: GroupKey | undefined;
  /** What of it the rules refuse, a part of a sentence without anything that is stored. */
  readonly refused: string | undefined;
}

/** A group with targets or labels that the rules refuse; no change through the store can have made it. */
export interface Questionable {
  readonly key: GroupKey;
  /** As in `Unclaimed`. */
  readonly refused: string;
}

/** How a store is. Every answer is cheap; a list is the same object as long as nothing in it changes. */
export interface StoreStatus {
  /** `undefined` when nothing is in the way of changes. */
  problem(): Problem | undefined;
  /**
   * For how many seconds it has not been known whether what is shown is what is stored; `undefined` as long as that is
   * known, and where nothing has ever been known.
   */
  age(): number | undefined;
  counts(): StoreCounts;
  unreadable(): readonly Unreadable[];
  unclaimed(): readonly Unclaimed[];
  questionable(): readonly Questionable[];
  /** The groups that changed last, at most `limit` of them, in no particular order. */
  lastChanges(limit: number): readonly LastChange[];
}
