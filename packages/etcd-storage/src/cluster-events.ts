import type { EtcdFailure } from './client/etcd-error.js';

/** What is asked of the cluster; `state` looks whether a watch is up to date, or who a node is. */
export type ClusterOperation = 'write' | 'compare' | 'page' | 'state' | 'login';

/** How it ended; `conflict` where somebody else has changed the key, `unconfirmed` where the change may have been made. */
export type ClusterOutcome = 'ok' | 'conflict' | 'unconfirmed' | EtcdFailure;

/** Where the storage says what it does with the cluster. */
export interface ClusterEvents {
  /** An operation ended after so many seconds, with all its attempts. */
  operated(operation: ClusterOperation, outcome: ClusterOutcome, seconds: number): void;
  /** A node was left for another one, for this reason: a part of a sentence that begins with the node. */
  nodeLeft(endpoint: string, reason: string): void;
}

export const NO_CLUSTER_EVENTS: ClusterEvents = {
  operated: () => undefined,
  nodeLeft: () => undefined,
};
