import { AskFailure } from './ask-failure.js';

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the connection was refused',
  ENOTFOUND: 'there is no host of that name',
  EAI_AGAIN: 'the name of its host could not be looked up',
  EHOSTUNREACH: 'there is no way to its host',
  ENETUNREACH: 'there is no way to its network',
};

/** What a server says in TLS that wants another certificate of the client, or one at all. */
const CERTIFICATE_ALERT = /^ERR_SSL_.*ALERT_(?:CERTIFICATE_REQUIRED|BAD_CERTIFICATE|UNKNOWN_CA|CERTIFICATE_EXPIRED)$/;

/** What Node says of a certificate that it does not accept. */
const CERTIFICATE = /CERT|ISSUER|SIGNATURE|ERR_TLS_/;

/** Why there is no answer. @param hasBegun whether the headers of the answer had come */
export function failureOf(error: unknown, hasBegun: boolean): AskFailure {
  const { code = '', message = '' } = error as Partial<NodeJS.ErrnoException>;
  if (code.startsWith('HPE_')) return new AskFailure('not_prometheus', 'it does not answer in HTTP');
  if (code === 'Z_DATA_ERROR')
    return new AskFailure('not_prometheus', 'its answer is not the gzip that it is said to be');
  if (hasBegun) return new AskFailure('unreachable', 'its answer ended in the middle');
  if (CERTIFICATE_ALERT.test(code))
    return new AskFailure('unauthorized', `it wants another certificate to be shown (${code})`);
  if (code.startsWith('ERR_SSL_') || code === 'EPROTO')
    return new AskFailure('unreachable', `TLS cannot be agreed on (${code})`);
  if (CERTIFICATE.test(code)) return new AskFailure('unreachable', `its certificate is not accepted (${code})`);
  const reason = REASONS[code] ?? (code === 'ECONNRESET' ? 'the connection was closed without an answer' : undefined);
  return new AskFailure('unreachable', reason ?? `it cannot be asked (${code === '' ? message : code})`);
}
