import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { failureOf } from './failure.js';
import { GROUP_METHODS, methodNotAllowed } from './method-not-allowed.js';
import { requestFault } from './request-error.js';

/** A request line with a method that Node's parser does not know. */
const REQUEST_LINE = /^([\w!#$%&'*+.^`|~-]+) \S+ HTTP\/1\.[01]\r?\n/;

/** Answers what Node's parser refuses. It never becomes a request, so the answer is written by hand. */
export function answerClientError(error: NodeJS.ErrnoException & { rawPacket?: Buffer }, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return;
  const method = REQUEST_LINE.exec(error.rawPacket?.toString('latin1') ?? '')?.[1];
  if (error.code === 'HPE_INVALID_METHOD' && method !== undefined) refuseMethod(method, socket);
  else write(socket, '400 Bad Request', [], requestFault('bad_request', describe(error.code)));
}

/** Answers CONNECT, which Node hands over as a bare socket. */
export function answerConnect(_request: IncomingMessage, socket: Duplex): void {
  refuseMethod('CONNECT', socket);
}

function refuseMethod(method: string, socket: Duplex): void {
  write(socket, '405 Method Not Allowed', [`Allow: ${GROUP_METHODS}`], methodNotAllowed(method, GROUP_METHODS));
}

function write(socket: Duplex, status: string, headers: readonly string[], error: Error): void {
  const { body } = failureOf(error);
  const length = `Content-Length: ${String(Buffer.byteLength(body))}`;
  const lines = [`HTTP/1.1 ${status}`, 'Content-Type: application/json', length, 'Connection: close', ...headers];
  socket.end([...lines, '', body].join('\r\n'));
}

function describe(code: string | undefined): string {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return 'the URL and the headers of the request are too long';
    case 'HPE_INVALID_URL':
      return 'the URL of the request is not valid; percent-encode what is not ASCII';
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return 'the request did not arrive in time';
    default:
      return `the request is not valid HTTP (${code ?? 'unknown'})`;
  }
}
