/** What the codes of Node.js and OpenSSL mean to somebody who wants to reach the service. */
const REASONS: readonly (readonly [code: RegExp, reason: string])[] = [
  [/^ECONNREFUSED$/, 'nothing listens there (connection refused)'],
  [/^(?:ENOTFOUND|EAI_AGAIN)$/, 'the name of the host is not known'],
  [/^(?:EHOSTUNREACH|ENETUNREACH)$/, 'there is no way to the host'],
  [/^(?:ECONNRESET|EPIPE)$/, 'the connection was closed'],
  [/^ETIMEDOUT$/, 'the host does not answer'],
  [
    /^(?:DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_)/,
    'its certificate is of no authority that is trusted; --ca-file names the one to trust',
  ],
  [/^CERT_HAS_EXPIRED$/, 'its certificate has expired'],
  [/^ERR_TLS_CERT_ALTNAME_INVALID$/, 'its certificate is for another name'],
  [/^ERR_SSL_(?:WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG)$|^EPROTO$/, 'it does not speak TLS there; try http://'],
  [/^ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED$/, 'it wants a client certificate; see --cert and --key'],
  [/^ERR_SSL_.*ALERT/, 'it refused the TLS connection'],
  [/^ERR_SSL_/, 'no TLS connection comes about'],
];

/** Why there is no connection, in words, with the code where that says more; the message of the error for what is not known. */
export function reasonOf(error: unknown): string {
  const causes = causesOf(error);
  const codes = causes.flatMap(({ code }) => (typeof code === 'string' ? [code] : []));
  for (const [pattern, reason] of REASONS) if (codes.some((code) => pattern.test(code))) return reason;
  return causes.find(({ message }) => message !== '')?.message ?? codes[0] ?? String(error);
}

interface Cause {
  readonly message: string;
  readonly code?: unknown;
  readonly cause?: unknown;
}

/** The error and what caused it, from the inside out. */
function causesOf(error: unknown): readonly Cause[] {
  return isCause(error) ? [...causesOf(error.cause), error] : [];
}

function isCause(error: unknown): error is Cause {
  return typeof error === 'object' && error !== null && 'message' in error && typeof error.message === 'string';
}
