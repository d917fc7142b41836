import type { ReloadOutcome } from './reloadable.js';

/** Something that is read or opened again when somebody asks; `undefined` where there is nothing to read. */
interface Reloadable {
  reload(): ReloadOutcome | undefined;
}

interface ReloadLog {
  info(message: string, details: object): unknown;
  error(message: string, details: object): unknown;
}

/** Reloads everything that can change while the service runs, and says in the log what it came to. */
export class Reloader {
  constructor(
    private readonly parts: readonly Reloadable[],
    private readonly log: ReloadLog,
  ) {}

  /**
   * Reloads every part, each as a whole or not at all.
   * @param by what it was asked with, for the log
   * @param who asked, as the log says it
   */
  reload(by: string, who: object = {}): readonly ReloadOutcome[] {
    const outcomes = this.parts.flatMap((part) => part.reload() ?? []);
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
        error: failed.map(({ error }) => (error instanceof Error ? error.message : String(error))).join('; '),
      });
    return outcomes;
  }
}
