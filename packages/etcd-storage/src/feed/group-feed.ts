import type { Cancel, Clock } from '@target-eye/domain';
import type { Etcd, KeyEvent, NodeState } from '../client/etcd.js';
import { EtcdError } from '../client/etcd-error.js';
import type { ClusterEvents, ResyncReason } from '../cluster-events.js';
import { BackOff } from './back-off.js';
import type { FeedListener } from './feed-listener.js';
import { Hearing } from './hearing.js';
import { readWhole } from './whole.js';

/** What a feed is made of. */
export interface FeedParts {
  readonly etcd: Etcd;
  /** What the keys begin with that are told of; ends in `/`. */
  readonly prefix: string;
  readonly clock: Clock;
  /** From 0 to below 1. */
  readonly random: () => number;
  readonly events: ClusterEvents;
}

/** Somebody waits until a revision has been told. */
interface Wait {
  readonly revision: number;
  readonly resolve: () => void;
  readonly reject: (reason: Error) => void;
}

/** What has been told: all of this cluster up to this revision. */
interface Position {
  readonly clusterId: string;
  revision: number;
}

/**
 * Tells one listener of all keys with a prefix and of every change of them, whoever makes it, for as long as it is not
 * closed: nodes may come and go. While the cluster cannot be heard it tells nothing, and goes on where it was when it is
 * back.
 */
export class GroupFeed {
  private position: Position | undefined;
  private isWatching = false;
  private isClosed = false;
  private end: Cancel = () => undefined;
  private readonly waits = new Set<Wait>();
  private readonly backOff: BackOff;
  private readonly hearing: Hearing;

  constructor(private readonly parts: FeedParts) {
    this.backOff = new BackOff(parts.random);
    this.hearing = new Hearing(parts.clock, parts.events);
  }

  /** The revision up to which everything has been told; 0 before the first `synced`. */
  get revision(): number {
    return this.position?.revision ?? 0;
  }

  /** When the cluster last answered or told something, in seconds since the epoch; `undefined` until it has. */
  get lastHeard(): number | undefined {
    return this.hearing.last;
  }

  /**
   * Whether what has been told is what there is, as far as can be known: all was told once, changes are watched, and the
   * last look at another node did not fail.
   */
  get isLive(): boolean {
    return this.isWatching;
  }

  /** Begins to tell; to be called once. The listener is told nothing before this has returned. */
  start(listener: FeedListener): void {
    void this.follow(listener);
  }

  /**
   * Resolves when everything up to this revision has been told, at once where it has been. For the revision of a change
   * of these keys that is when the listener has been told of it.
   * @throws EtcdError `unreachable` when the feed is closed, or the cluster went back in time
   */
  caughtUp(revision: number): Promise<void> {
    if (this.revision >= revision) return Promise.resolve();
    if (this.isClosed) return Promise.reject(notTold('the service is stopping'));
    return new Promise((resolve, reject) => {
      this.waits.add({ revision, resolve, reject });
    });
  }

  /** Tells nothing more, and leaves nothing under way. The cluster's client is not closed. */
  close(): void {
    this.isClosed = true;
    this.isWatching = false;
    this.end();
    this.giveUp('the service is stopping');
  }

  private async follow(listener: FeedListener): Promise<void> {
    await Promise.resolve();
    let reason: ResyncReason | undefined = 'start';
    while (!this.isClosed) {
      try {
        this.position = reason === undefined ? this.position : await this.sync(reason, listener);
        if (this.position === undefined) return;
        reason = await this.watch(this.position, listener);
      } catch (error) {
        if (!(error instanceof EtcdError)) throw error;
        this.hearing.failed(error.message);
      }
      await this.pause();
    }
  }

  private async sync(reason: ResyncReason, listener: FeedListener): Promise<Position | undefined> {
    const { etcd, prefix, events } = this.parts;
    const { entries, revision, clusterId } = await readWhole(etcd, prefix);
    if (this.isClosed) return undefined;
    this.hearing.heard();
    this.position = { clusterId, revision };
    listener.synced(entries, revision);
    events.resynchronized(reason);
    if (reason === 'start' || reason === 'compacted') this.resolveWaits();
    else this.giveUp('the cluster is not the one it was: it was restored from a backup');
    return this.position;
  }

  /** Resolves when the watch is over, with the reason why all must be read anew where that is so. */
  private watch(position: Position, listener: FeedListener): Promise<ResyncReason | undefined> {
    return new Promise((resolve) => {
      const over = (reason: ResyncReason | undefined): void => {
        this.isWatching = false;
        if (reason === undefined) this.parts.events.watchRestarted('ended');
        resolve(reason);
      };
      const end = this.parts.etcd.watch(this.parts.prefix, position.revision + 1, {
        started: ({ clusterId, endpoint }: NodeState) => {
          if (clusterId !== position.clusterId) {
            end();
            over('other_cluster');
            return;
          }
          this.hearing.watched(endpoint);
          this.backOff.reset();
          this.isWatching = true;
        },
        changed: (changes: readonly KeyEvent[]) => {
          this.hearing.heard();
          listener.changed(changes);
          this.reached(position, changes.at(-1)?.revision ?? position.revision);
        },
        reached: (revision: number) => {
          this.hearing.heard();
          this.reached(position, revision);
        },
        ended: ({ reason, isCompacted }) => {
          if (!this.isWatching && !isCompacted) this.hearing.failed(reason);
          over(isCompacted ? 'compacted' : undefined);
        },
      });
      this.end = end;
    });
  }

  private reached(position: Position, revision: number): void {
    position.revision = Math.max(position.revision, revision);
    this.resolveWaits();
  }

  private async pause(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.end = this.parts.clock.after(this.backOff.next(), resolve);
    });
  }

  private resolveWaits(): void {
    for (const wait of this.waits) {
      if (wait.revision > this.revision) continue;
      this.waits.delete(wait);
      wait.resolve();
    }
  }

  private giveUp(why: string): void {
    for (const { reject } of this.waits) reject(notTold(why));
    this.waits.clear();
  }
}

function notTold(why: string): EtcdError {
  return new EtcdError('unreachable', why, true);
}
