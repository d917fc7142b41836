import type { ReloadEvents, ReloadOutcome } from './reload-events.js';

interface Log {
  info(message: string, details: object): unknown;
  error(message: string, details: object): unknown;
}

/** Writes into the log what became of reloads. */
export class ReloadLog implements Omit<ReloadEvents, 'loaded'> {
  constructor(private readonly log: Log) {}

  reloaded(file: string): void {
    this.log.info('reloaded', { file });
  }

  failed(file: string, error: unknown): void {
    this.log.error('cannot be reloaded; what was read before stays in force', { file, error: messageOf(error) });
  }

  finished(by: string, who: object, outcomes: readonly ReloadOutcome[]): void {
    const failed = outcomes.filter(({ error }) => error !== undefined);
    const files = outcomes.flatMap(({ what, error }) => (error === undefined ? what : []));
    if (failed.length === 0) this.log.info('reload', { by, ...who, outcome: 'succeeded', files });
    else
      this.log.error('reload', {
        by,
        ...who,
        outcome: 'failed',
        files,
        failed: failed.map(({ what }) => what),
        error: failed.map(({ error }) => messageOf(error)).join('; '),
      });
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
