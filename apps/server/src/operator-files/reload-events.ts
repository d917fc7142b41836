/** What a reload that somebody asked for came to. */
export interface ReloadOutcome {
  /** As it is named in reports. */
  readonly what: string;
  /** Why the value in force stays; `undefined` when the new one counts. */
  readonly error: unknown;
}

/** What is told of files that are read again. Whoever listens must not throw. */
export interface ReloadEvents {
  /** The first reading, where there are files to follow. */
  loaded(what: string): void;
  reloaded(what: string): void;
  /** The value in force stays. */
  failed(what: string, error: unknown): void;
  /**
   * A reload that somebody asked for is done.
   * @param by what it was asked with
   * @param who asked, as the log says it
   */
  finished(by: string, who: object, outcomes: readonly ReloadOutcome[]): void;
}

/** The names of all events. */
export const RELOAD_EVENTS: Readonly<Record<keyof ReloadEvents, true>> = {
  loaded: true,
  reloaded: true,
  failed: true,
  finished: true,
};
