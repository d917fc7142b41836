import type { PrometheusFacts } from '../scrapes/facts.js';

/** A Prometheus that is asked what became of the targets, only when somebody wants to know. */
export interface ObservedPrometheus {
  /** As it is set, without a user and password. */
  readonly url: string;

  /**
   * What it says, asked within the last `maxAge` seconds: what is known already if that is young enough, or else a new
   * question, one at a time, that all who ask meanwhile share. It never rejects: when Prometheus does not answer, the state
   * says so, at the latest after a minute, and typically after ten seconds.
   */
  facts(maxAge: number): Promise<PrometheusFacts>;

  /** What it said last, without asking; `undefined` before the first answer. */
  known(): PrometheusFacts | undefined;
}
