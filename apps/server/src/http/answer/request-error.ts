import { type Fault, summarize } from '@target-eye/domain';
import type { RequestErrorCode } from '@target-eye/http-api';

/** A request that is refused by the HTTP adapter itself; shaped like the domain's error. */
export class RequestError extends Error {
  override readonly name = 'RequestError';
  readonly code: RequestErrorCode;

  /** @param total how many faults there were, when not all of them are listed */
  constructor(
    readonly faults: readonly [Fault<RequestErrorCode>, ...Fault<RequestErrorCode>[]],
    readonly total = faults.length,
  ) {
    super(summarize(faults, total));
    this.code = faults[0].code;
  }
}

/** An error with the single fault given, which concerns the request as a whole. */
export function requestFault(code: RequestErrorCode, message: string): RequestError {
  return new RequestError([{ path: '', code, message }]);
}
