import type { Clock } from '@target-eye/domain';
import type { Said } from '../client/describe-nodes.js';
import type { ClusterEvents } from '../cluster-events.js';

/** When the cluster was last heard; tells, once each time, when nobody is heard any more and when somebody is again. */
export class Hearing {
  private heardAt: number | undefined;
  private isLost = false;
  private lastFailure: Said | undefined;
  /** When the last watch that told everything ended. */
  private endedAt = 0;
  /** When it was last heard before it was lost. */
  private silentSince: number | undefined;

  constructor(
    private readonly clock: Clock,
    private readonly events: Pick<ClusterEvents, 'watched' | 'lost'>,
  ) {}

  /** In seconds since the epoch; `undefined` until the cluster was heard. */
  get last(): number | undefined {
    return this.heardAt;
  }

  /** Why the last attempt to hear the cluster failed, for everybody; `undefined` where all is told. */
  get whyNot(): string | undefined {
    return this.lastFailure?.general;
  }

  /** The cluster answered or told something. */
  heard(): void {
    this.heardAt = this.clock.now();
  }

  /** The node tells of every change from now on. */
  watched(endpoint: string): void {
    const { silentSince } = this;
    this.isLost = false;
    this.lastFailure = undefined;
    this.silentSince = undefined;
    this.heard();
    this.events.watched(endpoint, silentSince === undefined ? 0 : this.clock.now() - silentSince);
  }

  /** A watch ended that told everything until now, although it may have told nothing for a while. */
  ended(): void {
    this.endedAt = this.clock.now();
  }

  /** An attempt to hear the cluster failed. */
  failed(failure: Said): void {
    this.lastFailure = failure;
    if (this.isLost) return;
    this.isLost = true;
    this.silentSince = this.heardAt && Math.max(this.heardAt, this.endedAt);
    this.events.lost(failure.message, this.heardAt !== undefined);
  }
}
