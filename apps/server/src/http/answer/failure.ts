import { type Fault, PreconditionFailed, RevisionPassed, summarize, TargetGroupError } from '@target-eye/domain';
import { type ErrorCode, retryAfter, statusOf } from '@target-eye/http-api';
import { entityTag } from '../request/conditions.js';
import { advised } from './advice.js';
import { NotUpError } from './not-up.js';
import { type FailureHeaders, RequestError, requestFault } from './request-error.js';

/** What a client gets to see of an error. */
export interface Failure {
  readonly status: number;
  readonly code: ErrorCode;
  readonly errors: readonly [Fault<ErrorCode>, ...Fault<ErrorCode>[]];
  /** JSON, one line. */
  readonly body: string;
  readonly headers: FailureHeaders;
}

/**
 * The answer to an error: what is wrong, and what can be done about it. Of an error that nobody foresaw only the code
 * `internal` gets out.
 * @param method of the request, where it got so far that it has one
 */
export function failureOf(error: unknown, method?: string): Failure {
  if (error instanceof NotUpError) return notUp(error);
  const known = knownError(error);
  const { code, total } = known;
  const [first, ...others] = known.faults;
  const errors = [withAdvice(first, method), ...others.map((fault) => withAdvice(fault, method))] as const;
  const seconds = retryAfter(code);
  return {
    status: statusOf(code, method),
    code,
    errors,
    body: `${JSON.stringify({ message: summarize(errors, total), code, errors })}\n`,
    headers: {
      ...(seconds !== undefined && { 'Retry-After': String(seconds) }),
      ...(known instanceof RequestError && known.headers),
      ...currentTag(known),
    },
  };
}

/** Nothing is wrong with the request; each fault is what became of a target. */
function notUp({ message, faults }: NotUpError): Failure {
  const code = 'not_up';
  return {
    status: statusOf(code, undefined),
    code,
    errors: [{ path: '', code, message }],
    body: `${JSON.stringify({ message, code, errors: faults })}\n`,
    headers: {},
  };
}

/** Of what is there now, for a change that was made for something else. */
function currentTag(error: Error): FailureHeaders {
  if (error instanceof RevisionPassed) return { ETag: entityTag(error.current) };
  return error instanceof PreconditionFailed && error.current !== undefined
    ? { ETag: entityTag(error.current.revision) }
    : {};
}

function withAdvice(fault: Fault<ErrorCode>, method: string | undefined): Fault<ErrorCode> {
  const { path, code } = fault;
  return { path, code, message: advised(fault, method) };
}

/** Whether the client made a mistake (`refused`) or the service could not do it (`failed`). */
export function outcomeOf({ status }: Failure): 'refused' | 'failed' {
  return status >= 500 ? 'failed' : 'refused';
}

function knownError(error: unknown): TargetGroupError | RequestError {
  if (error instanceof TargetGroupError || error instanceof RequestError) return error;
  return requestFault('internal', 'something went wrong inside the service; its log says what');
}
