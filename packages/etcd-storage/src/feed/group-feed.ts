import type { Cancel, Clock } from '@target-eye/domain';
import type { Etcd } from '../client/etcd.js';
import { EtcdError } from '../client/etcd-error.js';
import type { ClusterEvents, ResyncReason } from '../cluster-events.js';
import { BackOff } from './back-off.js';
import { check, type Told } from './check.js';
import type { FeedListener } from './feed-listener.js';
import { Hearing } from './hearing.js';
import { Position } from './position.js';
import { Waits } from './waits.js';
import { WatchSession } from './watch-session.js';
import { readWhole } from './whole.js';

/** What a feed is made of. */
export interface FeedParts {
  readonly etcd: Etcd;
  /** What the keys begin with that are told of; ends in `/`. */
  readonly prefix: string;
  /** Where the cluster has its name. */
  readonly nameKey: string;
  readonly clock: Clock;
  /** From 0 to below 1. */
  readonly random: () => number;
  readonly events: ClusterEvents;
}

/**
 * So many watches one after another may tell nothing of what there is before everything is read anew; something between
 * here and the nodes may hold back what a watch tells.
 */
const MAX_SILENT_WATCHES = 3;

/**
 * Tells one listener of all keys with a prefix and of every change of them, whoever makes it, for as long as it is not
 * closed: nodes may come and go. While the cluster cannot be heard it tells nothing, and goes on where it was when it is
 * back.
 */
export class GroupFeed {
  private position: Position | undefined;
  private session: WatchSession | undefined;
  private isClosed = false;
  private cancelPause: Cancel = () => undefined;
  private avoiding: string | undefined;
  private silentWatches = 0;
  private readonly waits: Waits;
  private readonly backOff: BackOff;
  private readonly hearing: Hearing;

  constructor(private readonly parts: FeedParts) {
    this.waits = new Waits(parts.clock);
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

  /** Why the cluster could not be heard the last time, for everybody; `undefined` where that is over. */
  get whyNotHeard(): string | undefined {
    return this.hearing.whyNot;
  }

  /**
   * Whether what has been told is what there is, as far as can be known: all was told once, changes are watched, and the
   * last look at another node, at most a few seconds more than ten ago, found nothing that was not told.
   */
  get isLive(): boolean {
    return this.session?.isLive ?? false;
  }

  /** Begins to tell; to be called once. The listener is told nothing before this has returned. */
  start(listener: FeedListener): void {
    void this.follow(listener);
  }

  /**
   * Resolves when everything up to this revision has been told, at once where it has been. For the revision of a change
   * of these keys that is when the listener has been told of it. Where that takes more than a second, the feed looks for
   * itself whether the watch hangs, or whether the revision is one of other keys.
   * @throws EtcdError `unreachable` when the feed is closed, or the cluster goes back in time
   */
  async caughtUp(revision: number): Promise<void> {
    if (this.revision >= revision) return;
    if (this.isClosed) throw notTold('the service is stopping');
    await this.waits.until(revision, () => {
      this.session?.hurry();
    });
  }

  /** Tells nothing more, and leaves nothing under way. The cluster's client is not closed. */
  close(): void {
    this.isClosed = true;
    this.session?.close();
    this.cancelPause();
    this.waits.giveUp(notTold('the service is stopping'));
  }

  private async follow(listener: FeedListener): Promise<void> {
    await Promise.resolve();
    let reason: ResyncReason | undefined = 'start';
    while (!this.isClosed) {
      try {
        if (reason !== undefined) await this.sync(reason, listener);
        reason = undefined;
        reason = await this.watch(listener);
      } catch (error) {
        if (!(error instanceof EtcdError)) throw error;
        this.hearing.failed(error);
      }
      await this.pause();
    }
  }

  private async sync(reason: ResyncReason, listener: FeedListener): Promise<void> {
    const whole = await readWhole(this.parts.etcd, this.parts.prefix, this.parts.nameKey);
    if (this.isClosed) return;
    this.hearing.heard();
    this.position = new Position(whole);
    listener.synced(whole);
    this.parts.events.resynchronized(reason);
    if (reason === 'restored' || reason === 'other_cluster')
      this.waits.giveUp(notTold('the cluster is not what it was: it was restored from a backup'));
    this.waits.reached(whole.revision);
  }

  /** Resolves when the watch is over, with the reason why all must be read anew where that is so. */
  private async watch(listener: FeedListener): Promise<ResyncReason | undefined> {
    const { parts, position, waits, backOff, hearing, avoiding } = this;
    if (position === undefined || this.isClosed) return undefined;
    const told = { ...parts, position, waits };
    const session = new WatchSession({ ...told, backOff, hearing, listener, avoiding });
    this.session = session;
    const from = position.revision;
    const end = await session.run();
    this.avoiding = session.endpoint;
    if (end === 'compacted') return await resyncAfter(told);
    if (end !== 'ended' && end !== 'behind') return end;
    parts.events.watchRestarted(end);
    this.silentWatches = end === 'behind' && position.revision === from ? this.silentWatches + 1 : 0;
    if (this.silentWatches < MAX_SILENT_WATCHES) return undefined;
    this.silentWatches = 0;
    return 'untold';
  }

  private async pause(): Promise<void> {
    if (this.isClosed) return;
    await new Promise<void>((resolve) => {
      this.cancelPause = this.parts.clock.after(this.backOff.next(), resolve);
    });
  }
}

/** Why all must be read anew where the history is compacted, if it must: nothing may have changed in what is gone. */
async function resyncAfter(told: Told): Promise<ResyncReason | undefined> {
  const verdict = await check(told, { grace: 0, silence: 0, isOfHistory: true });
  if (verdict === 'fresh') return undefined;
  return verdict === 'behind' ? 'compacted' : verdict;
}

function notTold(why: string): EtcdError {
  return new EtcdError('unreachable', why, true);
}
