import type { Said } from './describe-nodes.js';

/** A key with its value, as it is in the cluster. */
export interface KeyValue {
  readonly key: string;
  readonly value: string;
  /** The revision of the cluster at which the key was created. */
  readonly createRevision: number;
  /** The revision of the cluster at which the key was last changed. */
  readonly modRevision: number;
}

/** A change of one key, which is made only if nobody else has changed the key. */
export interface Write {
  readonly key: string;
  /** The `modRevision` of the key as the writer has seen it, 0 where it was not there. */
  readonly seenAt: number;
  /** What the key is to have; `undefined` removes it. */
  readonly value: string | undefined;
}

/** What became of a write or of a comparison, at a revision of the cluster. */
export type Outcome =
  | { readonly isMade: true; readonly revision: number }
  /** Somebody else has changed the key. */
  | { readonly isMade: false; readonly revision: number; readonly current: KeyValue | undefined };

/** A part of the keys with a prefix, in the order of their bytes. */
export interface Page {
  readonly entries: readonly KeyValue[];
  /** Where the next page begins, in a form of the client's own; `undefined` after the last page. */
  readonly next: string | undefined;
  /** The revision at which the keys were so. */
  readonly revision: number;
}

/** What became of the keys with a prefix since a revision, without what they hold. */
export interface Census {
  /** How many keys there are. */
  readonly count: number;
  /** Whether any of them was written after that revision; what was removed shows in the count only. */
  readonly isAnyWritten: boolean;
  /** The revision at which this was so. */
  readonly revision: number;
}

/** A change of a key; `current` is `undefined` where the key was removed. */
export interface KeyEvent {
  readonly key: string;
  readonly current: KeyValue | undefined;
  /** The revision of the change. */
  readonly revision: number;
}

/** Why a watch ended: the node or the connection is gone, or the history that it should begin with is. */
export interface WatchEnd extends Said {
  readonly isCompacted: boolean;
}

/** Who is told of changes. */
export interface WatchListener {
  /** This node has established the watch: everything from its first revision on will be told. */
  started(node: NodeState): void;
  /** These changes were made, in order; all of one revision come together. */
  changed(events: readonly KeyEvent[]): void;
  /** Nothing more is told. */
  ended(end: WatchEnd): void;
}

/** What a node says of itself with every answer. */
export interface NodeState {
  readonly endpoint: string;
  readonly clusterId: string;
  /** The revision of the cluster, as far as the node knows; it goes back where a backup was restored. */
  readonly revision: number;
  readonly raftTerm: number;
}

/**
 * An etcd cluster, over whichever of its nodes answers. Every method but `watch` may reject with an `EtcdError`, which says
 * whether a change may have been made.
 */
export interface Etcd {
  /** Makes the change, durably, if the key is still as the writer has seen it. The value must be different each time. */
  write(write: Write): Promise<Outcome>;

  /** Whether the key is still as it was seen, asked of the majority. */
  compare(key: string, seenAt: number): Promise<Outcome>;

  /**
   * At most `limit` keys with the prefix.
   * @param from the `next` of the page before
   * @param revision as they were then; by default as they are now, asked of the majority
   */
  page(prefix: string, limit: number, from?: string, revision?: number): Promise<Page>;

  /**
   * Tells of every change of keys with the prefix from this revision on, over one connection to one node, until that
   * ends. `ended` is called exactly once, unless the caller ends the watch; also when the node does not establish it in
   * time. Nothing is tried again. Nothing is told before this has returned, nor after the caller has ended the watch.
   * @param avoiding the endpoint of a node that is to be asked only where there is no other
   * @returns ends the watch
   * @throws RangeError for an empty prefix, or a `from` that is not a whole number above 0
   */
  watch(prefix: string, from: number, listener: WatchListener, avoiding?: string): () => void;

  /**
   * Asks the majority, by way of another node than the one that is watched where there are several.
   * @param prefix of keys that the login may read
   */
  state(prefix: string): Promise<NodeState>;

  /** What became of the keys with the prefix since that revision, asked as `state` is. Costs a look at each of them. */
  census(prefix: string, since: number): Promise<Census>;

  /** Ends all that is under way. */
  close(): void;
}
