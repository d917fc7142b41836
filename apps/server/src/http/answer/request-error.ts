import { type Fault, summarize } from '@target-eye/domain';

/** What can be wrong with a request before any rule of target groups is asked. */
export type RequestErrorCode =
  | 'bad_percent_encoding'
  | 'bad_request'
  | 'headers_too_large'
  | 'host_unknown'
  | 'query_not_understood'
  | 'content_type_missing'
  | 'content_type_unknown'
  | 'charset_unknown'
  | 'content_encoding_unknown'
  | 'body_malformed'
  | 'body_too_large'
  | 'body_too_complex'
  | 'too_many_targets'
  | 'too_many_logins'
  | 'wrong_type'
  | 'unknown_key'
  | 'login_required'
  | 'login_failed'
  | 'not_permitted'
  | 'reload_needs_logins'
  | 'cross_site'
  | 'too_many_requests'
  | 'too_many_bodies'
  | 'not_found'
  | 'method_not_allowed'
  | 'not_ready'
  | 'reload_failed'
  | 'stopping'
  | 'internal';

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
