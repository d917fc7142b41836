import { type Fault, TargetGroupError } from '@target-eye/domain';
import { type ErrorCode, ERRORS } from '@target-eye/http-api';
import { type FailureHeaders, RequestError, requestFault } from './request-error.js';

/** Over in a moment, so the answer has `Retry-After: 1`. */
const BUSY: readonly ErrorCode[] = ['too_many_bodies', 'too_many_logins'];

/** What a client gets to see of an error. */
export interface Failure {
  readonly status: number;
  readonly code: ErrorCode;
  /** JSON, one line. */
  readonly body: string;
  readonly headers: FailureHeaders;
}

/** The answer to an error. Of an error that nobody foresaw only the code `internal` gets out. */
export function failureOf(error: unknown): Failure {
  const { code, message, faults, headers } = known(error);
  return {
    status: ERRORS[code].status,
    code,
    body: `${JSON.stringify({ message, code, errors: faults satisfies readonly Fault<ErrorCode>[] })}\n`,
    headers: BUSY.includes(code) ? { 'Retry-After': '1', ...headers } : headers,
  };
}

type Known = Pick<RequestError, 'message' | 'headers'> & {
  readonly code: ErrorCode;
  readonly faults: readonly Fault<ErrorCode>[];
};

function known(error: unknown): Known {
  if (error instanceof RequestError) return error;
  if (error instanceof TargetGroupError)
    return { code: error.code, message: error.message, faults: error.faults, headers: {} };
  return requestFault('internal', 'something went wrong inside the service; its log says what');
}
