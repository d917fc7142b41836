import type { ReloadEvents, ReloadOutcome } from './reload-events.js';

/** Something that is read or opened again when somebody asks; `undefined` where there is nothing to read. */
interface Part {
  reload(): ReloadOutcome | undefined;
}

/** Reloads everything that can change while the service runs. */
export class Reloader {
  constructor(
    private readonly parts: readonly Part[],
    private readonly events: Pick<ReloadEvents, 'finished'>,
  ) {}

  /**
   * Reloads every part, each as a whole or not at all.
   * @param by what it was asked with, for the log
   * @param who asked, as the log says it
   */
  reload(by: string, who: object = {}): readonly ReloadOutcome[] {
    const outcomes = this.parts.flatMap((part) => part.reload() ?? []);
    this.events.finished(by, who, outcomes);
    return outcomes;
  }
}
