import { Counter, type Registry } from 'prom-client';

/** What a log says of itself. */
export interface LineCounts {
  /** Lines that were lost so far. */
  readonly dropped: number;
}

/** Registers what became of log lines; the logs by their names. */
export function registerLogMetrics(registry: Registry, logs: Readonly<Record<string, LineCounts>>): void {
  new Counter({
    name: 'target_eye_log_lines_dropped_total',
    help: 'Log lines that were lost, because nobody read the log or the disk did not take them.',
    labelNames: ['log'],
    registers: [registry],
    collect() {
      this.reset();
      for (const [log, { dropped }] of Object.entries(logs)) this.inc({ log }, dropped);
    },
  });
}
