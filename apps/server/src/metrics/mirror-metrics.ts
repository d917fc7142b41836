import { Counter, Gauge, type Registry } from 'prom-client';
import type { Mirror, MirrorEvents } from '@target-eye/domain';

type Operation = Parameters<MirrorEvents['mirrored']>[0];

const OPERATIONS: readonly Operation[] = ['publish', 'remove', 'put_back'];

/** Counts what was done to keep the directory the same as what is stored. */
export class MirrorMetrics implements Pick<MirrorEvents, 'mirrored' | 'failed'> {
  private readonly writes: Counter<'operation'>;
  private readonly failures: Counter;

  constructor(private readonly registry: Registry) {
    this.writes = new Counter({
      name: 'target_eye_mirror_writes_total',
      help: 'Groups that were written to the directory, removed from it, or put back after somebody else changed them.',
      labelNames: ['operation'],
      registers: [registry],
    });
    this.failures = new Counter({
      name: 'target_eye_mirror_failures_total',
      help: 'Attempts to write to the directory that failed; they are repeated.',
      registers: [registry],
    });
    for (const operation of OPERATIONS) this.writes.inc({ operation }, 0);
  }

  mirrored(operation: Operation, groups: number): void {
    this.writes.inc({ operation }, groups);
  }

  failed(): void {
    this.failures.inc();
  }

  /** Adds whether the directory has what is stored. To be called once. */
  show(mirror: Pick<Mirror, 'problem'>): void {
    new Gauge({
      name: 'target_eye_mirror_in_sync',
      help: 'Whether the directory has the groups that are stored.',
      registers: [this.registry],
      collect() {
        this.set(mirror.problem() === undefined ? 1 : 0);
      },
    });
  }
}
