import type { StoredGroup } from '../groups/revision.js';
import type { GroupKey, TargetGroup } from '../groups/target-group.js';
import type { Unsubscribe } from './target-group-store.js';

/** A group that is to be published, and whose it is. */
export type PublishedGroup = Pick<StoredGroup, 'key' | 'group'>;

/** How many groups a call had to write so that they are right, and how many it had to remove. */
export interface Reconciliation {
  readonly written: number;
  readonly removed: number;
}

/**
 * Where a Prometheus finds target groups that are kept somewhere else. What is published here is a copy: what somebody
 * else makes of it is set right by the next call that concerns the group, and kept aside, as is everything that is
 * displaced and is not known to have been published here. A group that is as it should be is not written again.
 *
 * A later call wins over an earlier one, whether it is for one group or for all. Every method may reject with a
 * `TargetGroupError`, whose message is a fact about where the groups are published: `name_too_long` or `invalid_name` for
 * a key that cannot be published, `storage_full` or `storage_unavailable` when something cannot be made durable,
 * `too_much_at_once` for a reconciliation that would remove so much that it may be a mistake, `stopping` after the
 * publisher began to close.
 */
export interface GroupPublisher {
  /**
   * Resolves when the group, or for `undefined` its absence, is what Prometheus finds, and that is durable. Says what this
   * call did: nothing where the group was right already, or a later call for it did that.
   */
  publish(key: GroupKey, group: TargetGroup | undefined): Promise<Reconciliation>;

  /**
   * Resolves when exactly these groups are published, durably. What belongs to nobody's group is left alone. Other work
   * gets the thread meanwhile. A failure of one group does not keep the others from being set right; the first one is
   * what the call rejects with in the end, and one of a key that cannot be published only where there is no other. After a
   * failure of any call, this is what sets everything right.
   * @param untouched groups of which it is not known what they are, left as they are published
   * @param origin names what the groups are kept in, where that may be something else at another time
   */
  reconcile(
    groups: readonly PublishedGroup[],
    untouched?: readonly GroupKey[],
    origin?: string,
  ): Promise<Reconciliation>;

  /**
   * Tells `listener`, within a second, of each group that is not what was published because somebody else changed or
   * removed it, and of each that somebody else put there; `undefined` where that may be so of all of them, so that only a
   * reconciliation sets it right. It tells nothing before the first reconciliation has begun, and sets nothing right itself.
   */
  watch(listener: (key: GroupKey | undefined) => void): Unsubscribe;

  /** Lets the calls that were accepted finish, refuses new ones, and lets go of where the groups are published. */
  close(): Promise<void>;
}
