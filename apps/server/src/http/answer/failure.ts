import { type Fault, TargetGroupError, type TargetGroupErrorCode } from '@target-eye/domain';
import { RequestError, type RequestErrorCode, requestFault } from './request-error.js';

type ErrorCode = TargetGroupErrorCode | RequestErrorCode;

/** The one place where an error becomes an HTTP status. */
export const STATUS: Readonly<Record<ErrorCode, number>> = {
  invalid_name: 400,
  name_too_long: 400,
  invalid_target: 400,
  targets_empty: 400,
  target_repeated: 400,
  target_exists: 400,
  target_unknown: 400,
  invalid_label_name: 400,
  invalid_label_value: 400,
  label_refused: 400,
  label_required: 400,
  label_value_blank: 400,
  labels_empty: 400,
  labels_unchanged: 400,
  label_unknown: 400,
  label_value_differs: 400,
  labels_remain: 400,
  group_unknown: 400,
  nothing_given: 400,
  too_many_targets: 400,
  too_many_names: 400,
  bad_percent_encoding: 400,
  bad_request: 400,
  host_unknown: 400,
  query_not_understood: 400,
  content_type_missing: 400,
  content_type_unknown: 400,
  charset_unknown: 400,
  content_encoding_unknown: 400,
  body_malformed: 400,
  wrong_type: 400,
  unknown_key: 400,
  login_required: 401,
  login_failed: 401,
  cross_site: 403,
  not_permitted: 403,
  reload_needs_logins: 403,
  take_over_not_permitted: 403,
  target_not_allowed: 403,
  not_found: 404,
  method_not_allowed: 405,
  body_too_large: 413,
  body_too_complex: 413,
  too_many_logins: 429,
  too_many_requests: 429,
  too_many_bodies: 429,
  headers_too_large: 431,
  internal: 500,
  reload_failed: 500,
  unreadable: 500,
  not_ready: 503,
  storage_unavailable: 503,
  stopping: 503,
  target_not_checked: 503,
  storage_full: 507,
};

/** Transient refusals, answered with `Retry-After: 1`. */
export const BUSY: readonly ErrorCode[] = ['too_many_bodies', 'too_many_logins'];

/** What a client gets to see of an error. */
export interface Failure {
  readonly status: number;
  readonly code: ErrorCode;
  /** JSON, one line. */
  readonly body: string;
}

/** The answer to an error. Of an error that nobody foresaw only the code `internal` gets out. */
export function failureOf(error: unknown): Failure {
  const { code, message, faults } = known(error);
  return {
    status: STATUS[code],
    code,
    body: `${JSON.stringify({ message, code, errors: faults satisfies readonly Fault<ErrorCode>[] })}\n`,
  };
}

function known(error: unknown): TargetGroupError | RequestError {
  if (error instanceof TargetGroupError || error instanceof RequestError) return error;
  return requestFault('internal', 'something went wrong inside the service; its log says what');
}
