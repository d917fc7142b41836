import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';

/** What an Authorization header says; `unknown` if it is not understood. */
export type Login =
  | { readonly scheme: 'Basic'; readonly user: string; readonly password: string }
  | { readonly scheme: 'Bearer'; readonly token: Buffer }
  | { readonly scheme: 'unknown' };

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Parses an Authorization header with the scheme Basic (RFC 7617, in UTF-8) or Bearer (RFC 6750). A header that is not
 * understood is not kept: it may be a token without its scheme.
 */
export function parseAuthorization(header: string): Login {
  const { scheme = '', credentials = '' } = /^(?<scheme>\w+) +(?<credentials>\S+) *$/.exec(header)?.groups ?? {};
  switch (scheme.toLowerCase()) {
    case 'basic':
      return parseBasic(credentials);
    case 'bearer':
      // Node reads headers as Latin-1, so this gives the bytes that were sent.
      return { scheme: 'Bearer', token: Buffer.from(credentials, 'latin1') };
    default:
      return { scheme: 'unknown' };
  }
}

function parseBasic(credentials: string): Login {
  const text = decode(credentials);
  const colon = text?.indexOf(':') ?? -1;
  if (text === undefined || colon === -1) return { scheme: 'unknown' };
  return { scheme: 'Basic', user: text.slice(0, colon), password: text.slice(colon + 1) };
}

function decode(base64: string): string | undefined {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) return undefined;
  try {
    return utf8.decode(Buffer.from(base64, 'base64'));
  } catch {
    return undefined;
  }
}

/**
 * The common names of the client's certificate. There are none unless the TLS socket has verified it, and none after it
 * has expired, which may happen while the connection is open.
 */
export function certificateNames(socket: Socket): readonly string[] {
  if (!(socket instanceof TLSSocket) || !socket.authorized) return [];
  // A resumed session may be authorized without a certificate; Node's types do not know.
  const { subject, valid_to: end = '' } = socket.getPeerCertificate() as {
    subject?: { CN?: string | readonly string[] };
    valid_to?: string;
  };
  return Date.parse(end) < Date.now() ? [] : [subject?.CN ?? []].flat();
}
