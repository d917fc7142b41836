/** The result of a reload that somebody asked for. */
export interface ReloadOutcome {
  /** As it is named in reports. */
  readonly what: string;
  /** Why the value before stays in force; `undefined` when the new one is in force. */
  readonly error: unknown;
}

/** What is reported of files that are read again. Listeners must not throw. */
export interface ReloadEvents {
  /** The first reading, if there are files to follow. */
  loaded(what: string): void;
  reloaded(what: string): void;
  /** The value in force stays. */
  failed(what: string, error: unknown): void;
  /**
   * A reload that somebody asked for is over.
   * @param by a signal or a URL
   * @param who who asked, in the words of the log
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
