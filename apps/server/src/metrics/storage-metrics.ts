import { Counter, Histogram, type Registry } from 'prom-client';
import type { StorageEvents } from '@target-eye/file-sd-storage';

/** Counts what the storage does to the disk, and measures how long that takes. */
export class StorageMetrics implements StorageEvents {
  private readonly writes: Counter<'operation'>;
  private readonly fsyncs: Histogram<'of'>;
  private readonly batches: Histogram;

  constructor(registry: Registry) {
    const registers = [registry];
    this.writes = new Counter({
      name: 'target_eye_file_writes_total',
      help: 'Files that were put in place or removed; each makes Prometheus read the directory.',
      labelNames: ['operation'],
      registers,
    });
    this.fsyncs = new Histogram({
      name: 'target_eye_fsync_duration_seconds',
      help: 'How long it took until a file or the names in the directory were on the disk.',
      labelNames: ['of'],
      buckets: [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
      registers,
    });
    this.batches = new Histogram({
      name: 'target_eye_commit_batch_size',
      help: 'How many changes of one group shared one write.',
      buckets: [1, 2, 4, 8, 16, 32, 64, 128, 256],
      registers,
    });
    for (const operation of ['publish', 'remove']) this.writes.inc({ operation }, 0);
    for (const what of ['file', 'directory']) this.fsyncs.zero({ of: what });
  }

  fileWritten(operation: 'publish' | 'remove'): void {
    this.writes.inc({ operation });
  }

  fsynced(of: 'file' | 'directory', seconds: number): void {
    this.fsyncs.observe({ of }, seconds);
  }

  committed(changes: number): void {
    this.batches.observe(changes);
  }
}
