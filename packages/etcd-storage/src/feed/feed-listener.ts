import type { KeyEvent } from '../client/etcd.js';
import type { Whole } from './whole.js';

/** Who keeps a copy of the keys. Is told in order and one at a time; must neither throw nor wait. */
export interface FeedListener {
  /**
   * These are all keys there are at a revision, with the name of the cluster; what is not among them is gone. Told first
   * of all, and again when the changes since the last time cannot be told one by one: after the history was compacted,
   * and when the cluster was restored from a backup. Then the revision may be lower than what was told before.
   */
  synced(all: Pick<Whole, 'entries' | 'revision' | 'name'>): void;

  /** These changes were made since, in order; each is told exactly once. All of one revision come together. */
  changed(events: readonly KeyEvent[]): void;
}
