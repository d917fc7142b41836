import type { Failed } from './result.js';

/** Codes of Node.js and undici for connections that were never made, so that nothing was sent. */
const NEVER_MADE: readonly string[] = [
  'EADDRNOTAVAIL',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOENT',
  'ENOTFOUND',
  'UND_ERR_CONNECT_TIMEOUT',
];

/** Codes of Node.js for certificates and protocols that do not fit, now or later ("X509 certificate error codes"). */
const TLS = /^(?:CERT_|CRL_|DEPTH_ZERO_|ERR_SSL_|ERR_TLS_|HOSTNAME_MISMATCH|INVALID_CA|SELF_SIGNED_|UNABLE_TO_)/;

/** An answer was not there in time. */
export class Overdue extends Error {
  constructor(what: string, milliseconds: number) {
    super(`there is no whole answer to ${what} after ${String(milliseconds)} ms`);
  }
}

/**
 * What an error of `fetch` means: it rejects with the same TypeError for all of them and hides the cause in it.
 * @param status of the answer, where it had begun
 */
export function breakOf(what: string, status: number | undefined, error: unknown): Failed {
  if (error instanceof Overdue)
    return {
      failure: { code: 'timeout', message: error.message, status },
      mayBeDone: true,
      isTransient: true,
      retryAfter: 0,
    };
  const causes = causesOf(error);
  const codes = causes.flatMap(({ code }) => (typeof code === 'string' ? [code] : []));
  const reason = causes.findLast(({ message }) => message !== '')?.message ?? codes[0] ?? String(error);
  const isTls = codes.some((code) => TLS.test(code));
  const wasMade = !isTls && !codes.some((code) => NEVER_MADE.includes(code));
  const fact = wasMade
    ? `the connection for ${what} broke before the whole answer was there`
    : `there is no connection for ${what}`;
  const code = status === undefined ? 'connection_failed' : 'answer_cut';
  return {
    failure: { code, message: `${fact}: ${reason}`, fact, status, cause: error },
    mayBeDone: wasMade,
    isTransient: !isTls,
    retryAfter: 0,
  };
}

/** What an error has, also one of another realm, for which `instanceof Error` is false. */
interface ErrorLike {
  readonly message: string;
  readonly code?: unknown;
  readonly cause?: unknown;
}

const isErrorLike = (value: unknown): value is ErrorLike =>
  typeof value === 'object' && value !== null && 'message' in value && typeof value.message === 'string';

/** The error and what caused it, from the outside in. */
function causesOf(error: unknown): readonly ErrorLike[] {
  const causes: ErrorLike[] = [];
  for (let cause = error; isErrorLike(cause) && causes.length < 10; cause = cause.cause) causes.push(cause);
  return causes;
}
