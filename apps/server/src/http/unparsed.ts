import { METHODS, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { failureOf } from './failure.js';
import { GROUP_METHODS, methodNotAllowed } from './method-not-allowed.js';
import { requestFault } from './request-error.js';

/** A request line with a method that Node's parser does not know. */
const REQUEST_LINE = /^([\w!#$%&'*+.^`|~-]+) \S+ HTTP\/1\.[01]\r?\n/;

type Headers = ReadonlyMap<string, string>;

/** Answers what Node's parser refuses. It never becomes a request, so the answer is written by hand. */
export function answerClientError(
  error: NodeJS.ErrnoException & { rawPacket?: Buffer },
  socket: Duplex,
  headers: Headers,
): void {
  if (error.code === 'ECONNRESET') return;
  // Nothing can be said before the handshake is over, and waiting for that would keep the connection for ever.
  if (error.code === 'ERR_TLS_HANDSHAKE_TIMEOUT') {
    socket.destroy();
    return;
  }
  const method = REQUEST_LINE.exec(error.rawPacket?.toString('latin1') ?? '')?.[1];
  // A method that Node knows is that of a request before the one that it refuses.
  if (error.code === 'HPE_INVALID_METHOD' && method !== undefined && !METHODS.includes(method))
    refuseMethod(method, socket, headers);
  else if (error.code === 'HPE_HEADER_OVERFLOW')
    write(socket, headers, requestFault('headers_too_large', 'the URL and the headers of the request are too long'));
  else write(socket, headers, requestFault('bad_request', describe(error.code)));
}

/** Answers CONNECT, which Node hands over as a bare socket. */
export function answerConnect(socket: Duplex, headers: Headers): void {
  refuseMethod('CONNECT', socket, headers);
}

function refuseMethod(method: string, socket: Duplex, headers: Headers): void {
  write(socket, new Map([...headers, ['Allow', GROUP_METHODS]]), methodNotAllowed(method, GROUP_METHODS));
}

function write(socket: Duplex, headers: Headers, error: Error): void {
  // An answer before this one may have ended the connection.
  if (!socket.writable) return;
  const { status, body } = failureOf(error);
  const lines = [
    `HTTP/1.1 ${String(status)} ${STATUS_CODES[status] ?? ''}`,
    'Content-Type: application/json',
    `Content-Length: ${String(Buffer.byteLength(body))}`,
    'Connection: close',
    ...[...headers].map(([name, value]) => `${name}: ${value}`),
  ];
  socket.end([...lines, '', body].join('\r\n'));
}

function describe(code: string | undefined): string {
  switch (code) {
    case 'HPE_INVALID_URL':
      return 'the URL of the request is not valid; percent-encode what is not ASCII';
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return 'the request did not arrive in time';
    default:
      return `the request is not valid HTTP (${code ?? 'unknown'})`;
  }
}
