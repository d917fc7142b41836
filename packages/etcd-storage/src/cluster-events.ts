import type { EtcdFailure } from './client/etcd-error.js';

/** What is asked of the cluster; `state` looks whether a watch is up to date, or who a node is. */
export type ClusterOperation = 'write' | 'compare' | 'page' | 'state' | 'login';

/** How it ended; `conflict` where somebody else has changed the key, `unconfirmed` where the change may have been made. */
export type ClusterOutcome = 'ok' | 'conflict' | 'unconfirmed' | EtcdFailure;

/** Why all groups were read anew. */
export type ResyncReason =
  /** Nothing was known yet. */
  | 'start'
  /** The history did not go back to what was known. */
  | 'compacted'
  /** The cluster has gone back in time: it was restored from a backup. */
  | 'restored'
  /** It is not the cluster that was known. */
  | 'other_cluster';

/** Why changes are watched anew, from where the watch was. */
export type WatchRestart =
  /** The node or the connection ended the watch. */
  | 'ended'
  /** Another node knew of changes that the watched one did not tell. */
  | 'behind';

/** Where the storage says what it does with the cluster. */
export interface ClusterEvents {
  /** An operation ended after so many seconds, with all its attempts. */
  operated(operation: ClusterOperation, outcome: ClusterOutcome, seconds: number): void;
  /** A node was left for another one, for this reason: a part of a sentence that begins with the node. */
  nodeLeft(endpoint: string, reason: string): void;
  /** All groups were read. */
  resynchronized(reason: ResyncReason): void;
  watchRestarted(reason: WatchRestart): void;
}

export const NO_CLUSTER_EVENTS: ClusterEvents = {
  operated: () => undefined,
  nodeLeft: () => undefined,
  resynchronized: () => undefined,
  watchRestarted: () => undefined,
};

/** Where the storage says what an operator should know. */
export interface ClusterLog {
  info(message: string, details: object): void;
  warn(message: string, details: object): void;
}
