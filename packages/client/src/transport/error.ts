import type { BulkResult, ErrorCode, Fault, TargetFault } from '@target-eye/http-api';

/** Why a request fails without an answer of Target-eye. */
export type ClientErrorCode =
  /** No connection, or it broke. */
  | 'connection_failed'
  /** No whole answer within `timeout`. */
  | 'timeout'
  /** The answer ends in the middle. */
  | 'answer_cut'
  /** Something else than Target-eye answered, a proxy for example. */
  | 'answer_not_understood'
  /** The answer leads to another URL. Nothing was sent there, because it would get the credentials too. */
  | 'redirected'
  /** A URL cannot hold this name. */
  | 'name_not_sendable';

/**
 * What became of a change that failed. `unchanged`: nothing was changed. `unknown`: after the request was sent, the
 * connection broke, a proxy answered, or the disk did not confirm the change, and trying again has not settled it.
 * `partial`: of many groups some were changed; `result` says which. `stored`: the change is made, and only what was
 * waited for has not come about.
 */
export type Outcome = 'unchanged' | 'unknown' | 'partial' | 'stored';

/** What a `TargetEyeError` is made of. */
export interface Failure {
  readonly message: string;
  readonly fact?: string | undefined;
  readonly code: ErrorCode | ClientErrorCode;
  readonly status?: number | undefined;
  readonly faults?: readonly Fault[];
  readonly notUp?: readonly TargetFault[];
  readonly requestId?: string | undefined;
  readonly outcome?: Outcome;
  readonly attempts?: number;
  readonly revision?: string | undefined;
  readonly result?: BulkResult | undefined;
  readonly cause?: unknown;
}

/** Every failure of a request but an abort, which rejects with the reason of the signal. It never holds credentials. */
export class TargetEyeError extends Error {
  override readonly name = 'TargetEyeError';
  /**
   * The message without what it says in terms of this package or of `fetch`, for programs that have words of their own
   * for that: why there is no connection (`cause`), how else to reach a group (`name_not_sendable`), and the outcome.
   */
  readonly fact: string;
  /** The one of the answer, or why there is none. */
  readonly code: ErrorCode | ClientErrorCode;
  /** The status of the last answer, `undefined` where there was none. */
  readonly status: number | undefined;
  /** Everything that is wrong with the request, when the service said so. */
  readonly faults: readonly Fault[];
  /** For `not_up`: each target that is not up, and why. */
  readonly notUp: readonly TargetFault[];
  /** What the service's log calls the request, the same for every try. */
  readonly requestId: string | undefined;
  readonly outcome: Outcome;
  /** How often the request was sent. */
  readonly attempts: number;
  /** The revision that is there now, when a condition failed. */
  readonly revision: string | undefined;
  /** What became of each of many groups, where the work on them had begun. */
  readonly result: BulkResult | undefined;
  /** For `too_much_at_once`: how many targets would go. Given as `force`, it lets exactly that many go. */
  readonly force: number | undefined;

  constructor(failure: Failure) {
    super(failure.message, failure.cause === undefined ? undefined : { cause: failure.cause });
    this.fact = failure.fact ?? failure.message;
    this.code = failure.code;
    this.status = failure.status;
    this.faults = failure.faults ?? [];
    this.notUp = failure.notUp ?? [];
    this.requestId = failure.requestId;
    this.outcome = failure.outcome ?? 'unchanged';
    this.attempts = failure.attempts ?? 0;
    this.revision = failure.revision;
    this.result = failure.result;
    const force = failure.code === 'too_much_at_once' ? /\bforce=(\d+)/.exec(failure.message)?.[1] : undefined;
    this.force = force === undefined ? undefined : Number(force);
  }
}
