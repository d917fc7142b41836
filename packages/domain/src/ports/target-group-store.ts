import type { GroupKey, TargetGroup } from '../groups/target-group.js';

/**
 * What a change found and what it left behind; `undefined` is no group. Where changes were stored together, `stored` is
 * what they all came to.
 */
export interface Transition {
  readonly before: TargetGroup | undefined;
  readonly after: TargetGroup | undefined;
  readonly stored: TargetGroup | undefined;
}

/** A group with the key it is stored under. */
export interface KeyedTargetGroup {
  readonly key: GroupKey;
  readonly group: TargetGroup;
}

/** What belongs to a change besides the group. */
export interface ChangeOptions {
  /**
   * A store may have something from before that could belong to this key and to others: whether the caller may also
   * write the group that it names, or any group at all when it names none. Without this the caller may.
   */
  readonly mayTakeOver?: (named: GroupKey | undefined) => boolean;
}

/**
 * Where target groups are kept. Every method may throw a `TargetGroupError`: `name_too_long` for a key that cannot be
 * stored, `unreadable` for a group whose stored bytes are not understood, `take_over_not_permitted` (see
 * `ChangeOptions`), `storage_full` or `storage_unavailable` when a change cannot be made durable (the message says so
 * where it is in place all the same), `stopping` for a change after the store began to close. Groups do not affect each
 * other.
 */
export interface TargetGroupStore {
  /** The group as it is stored now, including a change that somebody else made to the stored bytes a second ago. */
  find(key: GroupKey): Promise<TargetGroup | undefined>;

  /** Every readable group, in no particular order. */
  list(): Promise<readonly KeyedTargetGroup[]>;

  /**
   * Runs `change` alone for this key, and again if somebody else changed the group meanwhile, so it must be pure.
   * `undefined` removes the group. A throw changes nothing and rejects with what was thrown. Resolves only when the
   * result is durable, and other readers see it then. A result equal to what is there writes nothing.
   */
  update(
    key: GroupKey,
    change: (current: TargetGroup | undefined) => TargetGroup | undefined,
    options?: ChangeOptions,
  ): Promise<Transition>;

  /**
   * As `update` with a change that always gives `group`, and therefore also where what is stored is unreadable; the
   * bytes that were there are then kept aside.
   */
  replace(key: GroupKey, group: TargetGroup, options?: ChangeOptions): Promise<Transition>;
}
