import type { ReloadEvents, ReloadOutcome } from './reload-events.js';

/** Something that can be read or opened again; its reload gives `undefined` where there is nothing to read. */
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
   * @param by a signal or a URL, for the log
   * @param who who asked, in the words of the log
   */
  reload(by: string, who: object = {}): readonly ReloadOutcome[] {
    const outcomes = this.parts.flatMap((part) => part.reload() ?? []);
    this.events.finished(by, who, outcomes);
    return outcomes;
  }
}
