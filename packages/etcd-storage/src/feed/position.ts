import type { KeyEvent, KeyValue } from '../client/etcd.js';
import type { Whole } from './whole.js';

/** What has been told of a cluster: all up to a revision. */
export class Position {
  readonly clusterId: string;
  private upTo: number;
  private keys: number;
  private raftTerm: number;
  private put: KeyValue | undefined;

  constructor({ clusterId, raftTerm, revision, entries }: Whole) {
    this.clusterId = clusterId;
    this.raftTerm = raftTerm;
    this.upTo = revision;
    this.keys = entries.length;
    for (const entry of entries) if (entry.modRevision > (this.put?.modRevision ?? 0)) this.put = entry;
  }

  /** The revision up to which everything has been told. */
  get revision(): number {
    return this.upTo;
  }

  /** How many keys there were then. */
  get count(): number {
    return this.keys;
  }

  /** What was put last of all that has been told. */
  get lastPut(): KeyValue | undefined {
    return this.put;
  }

  /** Whether the majority, being in this raft term now, may be what it was: terms never go back but by a restored backup. */
  isContinuedBy(raftTerm: number): boolean {
    if (raftTerm < this.raftTerm) return false;
    this.raftTerm = raftTerm;
    return true;
  }

  /** These changes were told as well, in order. */
  told(events: readonly KeyEvent[]): void {
    for (const { current, revision } of events) {
      if (current === undefined) this.keys -= 1;
      else if (current.createRevision === revision) this.keys += 1;
      this.put = current ?? this.put;
      this.upTo = revision;
    }
  }

  /** Nothing has changed up to this revision. */
  reached(revision: number): void {
    this.upTo = Math.max(this.upTo, revision);
  }
}
