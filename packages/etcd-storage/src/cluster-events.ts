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
  | 'other_cluster'
  /** No watch tells what other nodes know, as where something between here and the nodes holds it back. */
  | 'untold';

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
  /** This node tells of every change from now on; before, the cluster was not heard for so many seconds, 0 where it was. */
  watched(endpoint: string, silence: number): void;
  /**
   * No node tells of changes any more, nor answers, for this reason; told once until `watched`.
   * @param isKnown whether it has ever been told which groups there are
   */
  lost(reason: string, isKnown: boolean): void;
  /** A change of a group was told so many seconds after it was made, by the clock of who made it. */
  changeTold(lag: number): void;
  /** So many changes of one group were made by one write. */
  committed(changes: number): void;
}

export const NO_CLUSTER_EVENTS: ClusterEvents = {
  operated: () => undefined,
  nodeLeft: () => undefined,
  resynchronized: () => undefined,
  watchRestarted: () => undefined,
  watched: () => undefined,
  lost: () => undefined,
  changeTold: () => undefined,
  committed: () => undefined,
};
