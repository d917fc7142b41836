import type { Failure } from './error.js';

/** A success. */
export interface Answer {
  readonly body: unknown;
  /** What stands between the quotation marks of the `ETag`. */
  readonly revision: string | undefined;
  readonly isDryRun: boolean;
  /** The header `Age`, in seconds. */
  readonly age: number | undefined;
}

/** What came of sending a request once. */
export type Attempt = { readonly answer: Answer } | Failed;

/** A request did not succeed. */
export interface Failed {
  readonly failure: Failure;
  /** Whether it may have been carried out, wholly or in part, although there is no answer that says so. */
  readonly mayBeDone: boolean;
  /** Whether the answer says that the change is stored, and that only what was waited for has not come about. */
  readonly isStored?: boolean;
  /** Whether the same request may succeed a little later. */
  readonly isTransient: boolean;
  /** Milliseconds to wait at least. */
  readonly retryAfter: number;
}
