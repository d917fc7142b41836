import type { KeyEvent } from '../../src/client/etcd.js';
import {
  type ClusterEvents,
  NO_CLUSTER_EVENTS,
  type ResyncReason,
  type WatchRestart,
} from '../../src/cluster-events.js';
import type { FeedListener } from '../../src/feed/feed-listener.js';

/** A copy of the keys, as somebody keeps it who is told; it minds the order in which it is told. */
export class Copy implements FeedListener {
  readonly values = new Map<string, string>();
  /** What was told since all was told last. */
  readonly heard: KeyEvent[] = [];
  /** The revision at which all was told last. */
  syncedAt = 0;
  /** What the cluster was called then. */
  name: string | undefined;
  private revision = 0;

  synced({ entries, revision, name }: Parameters<FeedListener['synced']>[0]): void {
    this.values.clear();
    this.heard.length = 0;
    for (const { key, value } of entries) this.values.set(key, value);
    this.syncedAt = this.revision = revision;
    this.name = name;
  }

  changed(events: readonly KeyEvent[]): void {
    for (const { key, current, revision } of events) {
      if (revision < this.revision) throw new Error(`${key} is told out of order`);
      this.revision = revision;
      if (current === undefined) this.values.delete(key);
      else this.values.set(key, current.value);
    }
    this.heard.push(...events);
  }
}

/** What a feed says of itself, in its order. */
export class Sayings {
  readonly resyncs: ResyncReason[] = [];
  readonly restarts: WatchRestart[] = [];
  /** The nodes that were watched, one after another. */
  readonly watched: string[] = [];
  readonly losses: string[] = [];

  readonly events: ClusterEvents = {
    ...NO_CLUSTER_EVENTS,
    resynchronized: (reason) => void this.resyncs.push(reason),
    watchRestarted: (reason) => void this.restarts.push(reason),
    watched: (endpoint) => void this.watched.push(endpoint),
    lost: (reason) => void this.losses.push(reason),
  };
}
