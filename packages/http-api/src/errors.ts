import type { TargetGroupErrorCode } from '@target-eye/domain';

/** Why a request fails where neither the rules of target groups nor a policy nor the store has refused it. */
export type RequestErrorCode =
  | 'bad_percent_encoding'
  | 'bad_request'
  | 'headers_too_large'
  | 'host_unknown'
  | 'query_not_understood'
  | 'query_invalid'
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
  | 'too_many_waiting'
  | 'prometheus_not_set'
  | 'not_up'
  | 'not_found'
  | 'method_not_allowed'
  | 'not_ready'
  | 'reload_failed'
  | 'stopping'
  | 'internal';

/** The `code` of a failed request. */
export type ErrorCode = TargetGroupErrorCode | RequestErrorCode;

/** What a code means to a client. */
export interface ErrorMeaning {
  /** The HTTP status of the answer. */
  readonly status: number;
  /** The one of a GET or a HEAD where it is another: what its URL names is not there. */
  readonly statusOfReads?: 404;
  /** Whether the same request may succeed later, unchanged. */
  readonly isTransient?: true;
}

/** Every code that a failed request can have. */
export const ERRORS: Readonly<Record<ErrorCode, ErrorMeaning>> = {
  invalid_name: { status: 400 },
  name_too_long: { status: 400 },
  invalid_target: { status: 400 },
  targets_empty: { status: 400 },
  target_repeated: { status: 400 },
  target_exists: { status: 400 },
  target_unknown: { status: 400 },
  invalid_label_name: { status: 400 },
  invalid_label_value: { status: 400 },
  label_refused: { status: 400 },
  label_required: { status: 400 },
  label_value_blank: { status: 400 },
  labels_empty: { status: 400 },
  labels_unchanged: { status: 400 },
  label_unknown: { status: 400 },
  label_value_differs: { status: 400 },
  labels_remain: { status: 400 },
  group_unknown: { status: 400, statusOfReads: 404 },
  nothing_given: { status: 400 },
  too_many_targets: { status: 400 },
  too_many_names: { status: 400 },
  group_too_large: { status: 400 },
  groups_empty: { status: 400 },
  group_repeated: { status: 400 },
  group_outside_filter: { status: 400 },
  bad_percent_encoding: { status: 400 },
  bad_request: { status: 400 },
  host_unknown: { status: 400 },
  query_not_understood: { status: 400 },
  query_invalid: { status: 400 },
  content_type_missing: { status: 400 },
  content_type_unknown: { status: 400 },
  charset_unknown: { status: 400 },
  content_encoding_unknown: { status: 400 },
  body_malformed: { status: 400 },
  wrong_type: { status: 400 },
  unknown_key: { status: 400 },
  prometheus_not_set: { status: 400 },
  login_required: { status: 401 },
  login_failed: { status: 401 },
  cross_site: { status: 403 },
  not_permitted: { status: 403 },
  reload_needs_logins: { status: 403 },
  take_over_not_permitted: { status: 403 },
  target_not_allowed: { status: 403 },
  not_found: { status: 404 },
  method_not_allowed: { status: 405 },
  too_much_at_once: { status: 409 },
  precondition_failed: { status: 412 },
  body_too_large: { status: 413 },
  body_too_complex: { status: 413 },
  too_many_logins: { status: 429, isTransient: true },
  too_many_requests: { status: 429, isTransient: true },
  too_many_bodies: { status: 429, isTransient: true },
  too_many_waiting: { status: 429, isTransient: true },
  headers_too_large: { status: 431 },
  internal: { status: 500 },
  reload_failed: { status: 500 },
  unreadable: { status: 500 },
  not_ready: { status: 503, isTransient: true },
  storage_unavailable: { status: 503, isTransient: true },
  stopping: { status: 503, isTransient: true },
  target_not_checked: { status: 503, isTransient: true },
  not_up: { status: 504 },
  storage_full: { status: 507, isTransient: true },
};

/** The HTTP status of the answer to a request that fails with this code. */
export function statusOf(code: ErrorCode, method: string | undefined): number {
  const { status, statusOfReads } = ERRORS[code];
  return method === 'GET' || method === 'HEAD' ? (statusOfReads ?? status) : status;
}

/** Seconds until a transient failure may be over; who knows better says so. */
const RETRY_AFTER_SECONDS = 1;

/**
 * What the header `Retry-After` of an answer with this code says, in seconds, unless more is known (RFC 9110, section
 * 10.2.3); `undefined` where the same request fails again.
 */
export function retryAfter(code: ErrorCode): number | undefined {
  return ERRORS[code].isTransient === true ? RETRY_AFTER_SECONDS : undefined;
}
