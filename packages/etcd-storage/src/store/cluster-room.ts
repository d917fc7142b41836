import { randomUUID } from 'node:crypto';
import type { Cancel, Clock } from '@target-eye/domain';
import type { Etcd } from '../client/etcd.js';
import { EtcdError } from '../client/etcd-error.js';

/** How often a full cluster is asked whether it has room again, in seconds. */
const PROBE_SECONDS = 10;

/** At which no key was ever changed, so that what compares with it changes nothing. */
const NEVER = Number.MAX_SAFE_INTEGER;

/** Whether the cluster has room, as far as writes have shown. Once it is full, it is asked until it is not. */
export class ClusterRoom {
  private nextProbe: Cancel | undefined;
  private isClosed = false;

  /** @param prefix what the keys begin with that may be asked for */
  constructor(
    private readonly etcd: Etcd,
    private readonly prefix: string,
    private readonly clock: Clock,
  ) {}

  get isFull(): boolean {
    return this.nextProbe !== undefined;
  }

  /** A write was refused for want of room. */
  refused(): void {
    if (this.isClosed) return;
    this.nextProbe ??= this.clock.after(PROBE_SECONDS, () => void this.probe());
  }

  /** Something was written. */
  written(): void {
    this.nextProbe?.();
    this.nextProbe = undefined;
  }

  close(): void {
    this.isClosed = true;
    this.written();
  }

  /** etcd refuses whatever might take room before it compares anything. */
  private async probe(): Promise<void> {
    try {
      await this.etcd.write({ key: `${this.prefix}room`, seenAt: NEVER, value: randomUUID() });
      this.written();
    } catch (error) {
      if (!(error instanceof EtcdError)) throw error;
      this.nextProbe = undefined;
      this.refused();
    }
  }
}
