import { type Fault, summarize } from '@target-eye/domain';
import type { RequestErrorCode } from '@target-eye/http-api';

/** Headers that belong to a failure, such as what to log in with. */
export type FailureHeaders = Readonly<Record<string, string | readonly string[]>>;

/** A request that is refused by the HTTP adapter itself; shaped like the domain's error. */
export class RequestError extends Error {
  override readonly name = 'RequestError';
  readonly code: RequestErrorCode;

  /**
   * @param total how many faults there were, when not all of them are listed
   * @param headers what the answer has to say in headers
   */
  constructor(
    readonly faults: readonly [Fault<RequestErrorCode>, ...Fault<RequestErrorCode>[]],
    readonly total = faults.length,
    readonly headers: FailureHeaders = {},
  ) {
    super(summarize(faults, total));
    this.code = faults[0].code;
  }
}

/** An error with the single fault given, which concerns the request as a whole. */
export function requestFault(code: RequestErrorCode, message: string, headers: FailureHeaders = {}): RequestError {
  return new RequestError([{ path: '', code, message }], 1, headers);
}
