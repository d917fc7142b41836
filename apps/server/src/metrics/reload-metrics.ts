import { Counter, Gauge, type Registry } from 'prom-client';
import type { ReloadEvents } from '../operator-files/reload-events.js';

/** Counts reloads. */
export class ReloadMetrics implements Omit<ReloadEvents, 'finished'> {
  private readonly reloads: Counter<'file' | 'result'>;
  private readonly isLastSuccessful: Gauge<'file'>;
  private readonly lastSuccess: Gauge<'file'>;

  constructor(registry: Registry) {
    const registers = [registry];
    this.reloads = new Counter({
      name: 'target_eye_reloads_total',
      help: 'Attempts to read changed files again.',
      labelNames: ['file', 'result'],
      registers,
    });
    this.isLastSuccessful = new Gauge({
      name: 'target_eye_last_reload_successful',
      help: 'Whether the last attempt to read a file worked; else what was read before is in force.',
      labelNames: ['file'],
      registers,
    });
    this.lastSuccess = new Gauge({
      name: 'target_eye_last_reload_success_timestamp_seconds',
      help: 'When what is in force was read.',
      labelNames: ['file'],
      registers,
    });
  }

  loaded(file: string): void {
    for (const result of ['success', 'failure']) this.reloads.inc({ file, result }, 0);
    this.succeeded(file);
  }

  reloaded(file: string): void {
    this.reloads.inc({ file, result: 'success' });
    this.succeeded(file);
  }

  failed(file: string): void {
    this.reloads.inc({ file, result: 'failure' });
    this.isLastSuccessful.set({ file }, 0);
  }

  private succeeded(file: string): void {
    this.isLastSuccessful.set({ file }, 1);
    this.lastSuccess.setToCurrentTime({ file });
  }
}
