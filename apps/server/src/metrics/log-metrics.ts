import { Counter, type Registry } from 'prom-client';

/** What a log says about itself. */
export interface LineCounts {
  /** How many lines have been lost. */
  readonly dropped: number;
}

/** Registers how many lines each log has lost. */
export function registerLogMetrics(registry: Registry, logs: Readonly<Record<string, LineCounts>>): void {
  new Counter({
    name: 'target_eye_log_lines_dropped_total',
    help: 'Log lines that were lost because nobody read the log or the disk did not take them.',
    labelNames: ['log'],
    registers: [registry],
    collect() {
      this.reset();
      for (const [log, { dropped }] of Object.entries(logs)) this.inc({ log }, dropped);
    },
  });
}
