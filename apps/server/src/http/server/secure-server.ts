import type { RequestListener, ServerOptions } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { Socket } from 'node:net';
import { refusalOf, secureContextOptions } from '../../tls/secure-context.js';
import type { TlsSettings } from '../../tls/tls-settings.js';
import type { HttpEvents } from '../events/http-events.js';
import { asksForCertificate } from './certificates.js';
import type { Connections } from './connections.js';
import type { ParserErrors } from './parser-errors.js';

/** Node's default, which a `handshakeTimeout` of 0 means, in milliseconds. */
const DEFAULT_HANDSHAKE_MS = 120_000;

/** How TLS is served. */
export interface SecureServing {
  /** The current settings. */
  readonly tls: () => TlsSettings | undefined;
  readonly handshakeTimeout: number;
  readonly events: Pick<HttpEvents, 'clientTurnedAway'>;
  readonly connections: Connections;
  readonly parserErrors: ParserErrors;
}

/** A server with TLS. It turns clients away by their certificates, and answers those that come without TLS. */
export function createSecureServer(options: ServerOptions, handle: RequestListener, serving: SecureServing): Server {
  const { tls, handshakeTimeout, events, connections, parserErrors } = serving;
  const current = tls();
  if (current === undefined) throw new Error('TLS is to be served, but there is no certificate');
  const server = createServer(
    {
      ...options,
      ...secureContextOptions(current),
      requestCert: asksForCertificate(current),
      rejectUnauthorized: false,
      handshakeTimeout,
    },
    handle,
  );
  server.prependListener('secureConnection', (socket) => {
    const settings = tls();
    const reason = connections.isRetired(socket)
      ? 'the authorities for clients changed during its handshake'
      : settings && refusalOf(settings, socket);
    if (reason === undefined) return;
    events.clientTurnedAway(socket.remoteAddress, reason);
    socket.destroy();
  });
  const handshakes = server.listeners('connection') as ((this: Server, socket: Socket) => void)[];
  server.removeAllListeners('connection');
  server.on('connection', (socket: Socket) => {
    connections.addTransport(socket);
    whenSpoken(socket, handshakeTimeout || DEFAULT_HANDSHAKE_MS, (first) => {
      if (isLetter(first)) parserErrors.withoutTls(socket);
      else for (const handshake of handshakes) handshake.call(server, socket);
    });
  });
  return server;
}

/** Calls `then` with the first byte that a client sends, without consuming it; closes the connection if none arrives. */
function whenSpoken(socket: Socket, timeout: number, then: (first: number) => void): void {
  const deadline = setTimeout(() => socket.destroy(), timeout);
  socket.on('error', () => undefined);
  socket.once('close', () => {
    clearTimeout(deadline);
  });
  socket.once('readable', () => {
    clearTimeout(deadline);
    const bytes = socket.read() as Buffer | null;
    const [first] = bytes ?? [];
    if (bytes === null || first === undefined) socket.destroy();
    else {
      socket.unshift(bytes);
      then(first);
    }
  });
}

/** Every HTTP method begins with a letter, and no TLS record does (RFC 8446, section 5.1). */
function isLetter(byte: number): boolean {
  return /[A-Za-z]/.test(String.fromCharCode(byte));
}
