import type { Clock } from '@target-eye/domain';
import type { ClusterEvents } from '../cluster-events.js';

/** When the cluster was last heard; tells, once each time, when nobody is heard any more and when somebody is again. */
export class Hearing {
  private heardAt: number | undefined;
  private isLost = false;
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

  /** The cluster answered or told something. */
  heard(): void {
    this.heardAt = this.clock.now();
  }

  /** The node tells of every change from now on. */
  watched(endpoint: string): void {
    const { silentSince } = this;
    this.isLost = false;
    this.silentSince = undefined;
    this.heard();
    this.events.watched(endpoint, silentSince === undefined ? 0 : this.clock.now() - silentSince);
  }

  /** An attempt to hear the cluster failed. */
  failed(reason: string): void {
    if (this.isLost) return;
    this.isLost = true;
    this.silentSince = this.heardAt;
    this.events.lost(reason);
  }
}
