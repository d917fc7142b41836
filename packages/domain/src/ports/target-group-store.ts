import type { Precondition } from '../changes/precondition.js';
import type { Revision, StoredGroup } from '../groups/revision.js';
import type { Change, GroupKey, TargetGroup } from '../groups/target-group.js';

/**
 * What a change found and what it left behind; `undefined` is no group. Changes that wait together may be stored
 * together: `before` and `after` are of this change alone, `found` and `stored` of all of them. What was never stored
 * has no revision. Of a change that is only tried, `stored` is what it alone would leave, with the time of the trial where
 * that differs from what is there.
 */
export interface Transition {
  readonly before: TargetGroup | undefined;
  readonly after: TargetGroup | undefined;
  readonly found: StoredGroup | undefined;
  readonly stored: StoredGroup | undefined;
}

/** Names who makes a change; any text. */
export type Actor = string;

/** What belongs to a change besides the group. */
export interface ChangeOptions {
  /** What must hold of the group that the change finds; otherwise it rejects with `PreconditionFailed`. */
  readonly onlyIf?: Precondition | undefined;
  /**
   * Whether the change is only tried: it is computed and checked like any other, and rejects as that would, also where it
   * is known that nothing can be stored at the moment. But nothing is stored, and nobody is told.
   */
  readonly dryRun?: boolean | undefined;
  /** Who makes the change, for those who subscribe. */
  readonly by?: Actor | undefined;
  /**
   * A store may have something from before that could belong to this key and to others: whether the caller may also
   * write the group that it names, or any group at all when it names none. Without this the caller may.
   */
  readonly mayTakeOver?: (named: GroupKey | undefined) => boolean;
}

/** Something stored that cannot be read. */
export interface Unreadable {
  /** What the store calls it. */
  readonly name: string;
  /** The group that it is, where that can be told. */
  readonly key: GroupKey | undefined;
  /** Why, a sentence without anything that is stored. */
  readonly reason: string;
  /** The group as it was when it could last be read, as far as the store remembers. */
  readonly lastRead?: StoredGroup | undefined;
}

/** All groups at one moment. */
export interface Snapshot {
  /** Changes exactly when a group does, or what is unreadable. */
  readonly revision: Revision;
  /** The readable groups, ordered by application, then environment, by code points (`compareKeys`). */
  readonly groups: readonly StoredGroup[];
  readonly unreadable: readonly Unreadable[];
}

/** What became of a group, as snapshots show it. */
export interface GroupEvent {
  readonly key: GroupKey;
  readonly before: StoredGroup | undefined;
  readonly after: StoredGroup | undefined;
  /** Why what is stored now cannot be read, if it cannot; `after` is `undefined` then. */
  readonly unreadable: string | undefined;
  /** Who made the changes that were stored together, as far as they said; nobody when it happened outside of the store. */
  readonly by: readonly Actor[];
}

/** Ends a subscription: the listener is told nothing any more. */
export type Unsubscribe = () => void;

/**
 * Where target groups are kept. Every method may throw a `TargetGroupError`: `name_too_long` for a key that cannot be
 * stored, `unreadable` for a group whose stored bytes are not understood, `take_over_not_permitted` and
 * `precondition_failed` (see `ChangeOptions`), `group_too_large` where the store has a limit, `storage_full` or `storage_unavailable` when a change cannot be made
 * durable (the message says so where it is in place all the same), `stopping` for a change after the store began to
 * close. Groups do not affect each other.
 */
export interface TargetGroupStore {
  /** The group as it is stored now, including a change that somebody else made to the stored bytes a second ago. */
  find(key: GroupKey): Promise<StoredGroup | undefined>;

  /**
   * All groups at one moment of the call. The same object as long as nothing changes. The first one may take long, but
   * lets others have the thread; one after a change takes a few milliseconds. It rejects with `storage_unavailable` where
   * the store has never known what the groups are.
   */
  snapshot(): Promise<Snapshot>;

  /**
   * Runs `change` alone for this key, and again if somebody else changed the group meanwhile, so it must be pure.
   * `undefined` removes the group. A throw changes nothing and rejects with what was thrown. Resolves only when the
   * result is durable, and other readers see it then. A result equal to what is there writes nothing. A precondition is
   * checked against what `change` would be given: of many changes with one revision at most one is made.
   */
  update(key: GroupKey, change: Change, options?: ChangeOptions): Promise<Transition>;

  /**
   * As `update` with a change that always gives `group`, and therefore also where what is stored is unreadable; the
   * bytes that were there are then kept aside. What is unreadable is `present`, and has no revision.
   */
  replace(key: GroupKey, group: TargetGroup, options?: ChangeOptions): Promise<Transition>;

  /**
   * Tells `listener` of every change from now on, whoever makes it, once and in the order in which readers see them.
   * Events applied to a snapshot give the later ones. The listener is called before anything else happens, so that it
   * should return at once; what it throws disturbs nobody.
   */
  subscribe(listener: (event: GroupEvent) => void): Unsubscribe;

  /** Lets the changes that were accepted finish, refuses new ones, and lets go of what the groups are kept in. */
  close(): Promise<void>;
}
