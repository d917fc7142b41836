import type { Cancel, Clock } from '@target-eye/domain';
import type { KeyEvent, NodeState, WatchEnd } from '../client/etcd.js';
import { EtcdError } from '../client/etcd-error.js';
import type { BackOff } from './back-off.js';
import { check, type Look, type Told, type Verdict } from './check.js';
import type { FeedListener } from './feed-listener.js';
import type { Hearing } from './hearing.js';

/** How often it is looked whether what is told is all there is, in seconds. */
const LOOK_INTERVAL = 10;

const FIRST_LOOK: Look = { grace: 0, silence: 1, isOfHistory: true };
const ROUTINE: Look = { grace: 1, silence: 1, isOfHistory: false };
/** Where somebody waits. */
const HURRY: Look = { grace: 0, silence: 1, isOfHistory: false };

/** Why a session is over. */
export type SessionEnd = Exclude<Verdict, 'fresh'> | 'ended' | 'compacted';

/** What a session is made of. */
export interface SessionParts extends Told {
  readonly clock: Clock;
  readonly backOff: BackOff;
  readonly hearing: Hearing;
  readonly listener: FeedListener;
  /** The endpoint that is not to be watched where there is another. */
  readonly avoiding: string | undefined;
}

/** One watch, and the looks at other nodes that keep it honest, until either of them ends it. */
export class WatchSession {
  private watched: string | undefined;
  private isFresh = false;
  private isOver = false;
  private isHurrying = false;
  private endWatch: Cancel = () => undefined;
  private cancelLook: Cancel = () => undefined;
  private over: (end: SessionEnd) => void = () => undefined;

  constructor(private readonly parts: SessionParts) {}

  /** The node that has established the watch; `undefined` before. */
  get endpoint(): string | undefined {
    return this.watched;
  }

  /** The watch is established, and the last look found that everything has been told. */
  get isLive(): boolean {
    return this.isFresh;
  }

  /** Resolves when it is over; never after `close`. */
  run(): Promise<SessionEnd> {
    const { etcd, prefix, position, avoiding, hearing } = this.parts;
    return new Promise((resolve) => {
      this.over = (end) => {
        if (this.isOver) return;
        this.close();
        resolve(end);
      };
      const listener = {
        started: (node: NodeState): void => {
          this.started(node);
        },
        changed: (events: readonly KeyEvent[]): void => {
          this.changed(events);
        },
        ended: (end: WatchEnd): void => {
          if (this.isFresh) hearing.ended();
          else if (!end.isCompacted) hearing.failed(end);
          this.over(end.isCompacted ? 'compacted' : 'ended');
        },
      };
      this.endWatch = etcd.watch(prefix, position.revision + 1, listener, avoiding);
    });
  }

  /** Looks at once, because somebody waits for what is not told. */
  hurry(): void {
    if (this.watched === undefined || this.isHurrying) return;
    this.isHurrying = true;
    void this.look(HURRY).finally(() => {
      this.isHurrying = false;
    });
  }

  /** Ends the watch and all looks; nothing is told any more. */
  close(): void {
    this.isOver = true;
    this.isFresh = false;
    this.endWatch();
    this.cancelLook();
  }

  private started({ clusterId, endpoint }: NodeState): void {
    this.watched = endpoint;
    this.parts.hearing.heard();
    if (clusterId === this.parts.position.clusterId) void this.keepLooking(FIRST_LOOK);
    else this.over('other_cluster');
  }

  private changed(events: readonly KeyEvent[]): void {
    const { position, hearing, listener, waits } = this.parts;
    hearing.heard();
    position.told(events);
    listener.changed(events);
    waits.reached(position.revision);
  }

  private async keepLooking(how: Look): Promise<void> {
    const hasAnswered = await this.look(how);
    if (this.isOver) return;
    const next = hasAnswered ? ROUTINE : how;
    this.cancelLook = this.parts.clock.after(hasAnswered ? LOOK_INTERVAL : this.parts.backOff.next(), () => {
      void this.keepLooking(next);
    });
  }

  /** Whether the majority has answered. */
  private async look(how: Look): Promise<boolean> {
    try {
      const verdict = await check(this.parts, how);
      if (this.isOver) return true;
      this.parts.hearing.heard();
      if (verdict === 'fresh') this.freshened();
      else this.over(verdict);
      return true;
    } catch (error) {
      if (!(error instanceof EtcdError)) throw error;
      if (this.isOver) return false;
      this.isFresh = false;
      this.parts.hearing.failed(error);
      return false;
    }
  }

  private freshened(): void {
    this.parts.backOff.reset();
    if (this.isFresh || this.watched === undefined) return;
    this.isFresh = true;
    this.parts.hearing.watched(this.watched);
  }
}
