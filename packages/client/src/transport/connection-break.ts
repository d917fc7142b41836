import type { Failure } from './error.js';

/** Codes of Node.js and undici for connections that were never made, so that nothing was sent. */
const NEVER_MADE: readonly string[] = [
  'EADDRNOTAVAIL',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'UND_ERR_CONNECT_TIMEOUT',
];

/** Codes of Node.js for certificates and protocols that do not fit, now or later (its documentation, "X509 certificate error codes"). */
const TLS = /^(?:CERT_|CRL_|DEPTH_ZERO_|ERR_SSL_|ERR_TLS_|HOSTNAME_MISMATCH|INVALID_CA|SELF_SIGNED_|UNABLE_TO_)/;

/** What an error of `fetch` means: it rejects with the same TypeError for all of them and hides the cause in it. */
export function breakOf(
  what: string,
  status: number | undefined,
  error: unknown,
): { readonly failure: Failure; readonly mayBeDone: boolean; readonly isTransient: boolean } {
  const causes = causesOf(error);
  const codes = causes.flatMap((cause) => ('code' in cause && typeof cause.code === 'string' ? [cause.code] : []));
  const reason = causes.findLast(({ message }) => message !== '')?.message ?? codes[0] ?? String(error);
  const isTls = codes.some((code) => TLS.test(code));
  const wasMade = !isTls && !codes.some((code) => NEVER_MADE.includes(code));
  const message = wasMade
    ? `the connection for ${what} broke before the answer was there as a whole: ${reason}`
    : `there is no connection for ${what}: ${reason}`;
  return {
    failure: { code: status === undefined ? 'connection_failed' : 'answer_cut', message, status, cause: error },
    mayBeDone: wasMade,
    isTransient: !isTls,
  };
}

/** The error and what caused it, from the outside in. */
function causesOf(error: unknown): readonly Error[] {
  const causes: Error[] = [];
  for (let cause = error; cause instanceof Error && causes.length < 10; cause = cause.cause) causes.push(cause);
  return causes;
}
