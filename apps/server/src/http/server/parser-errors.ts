import { type IncomingMessage, METHODS, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { MAX_HEADERS } from '../request/url-checks.js';
import { answerFailure } from '../answer/answer.js';
import type { AnswerHeaders } from '../answer/answer-headers.js';
import type { HttpEvents } from '../events/http-events.js';
import type { Connections } from './connections.js';
import { failureOf } from '../answer/failure.js';
import { methodNotAllowed } from '../answer/method-not-allowed.js';
import { requestIdFor } from '../request/request-id.js';
import { requestFault } from '../answer/request-error.js';

/** A request line with a method that Node's parser does not know. */
const REQUEST_LINE = /^([\w!#$%&'*+.^`|~-]+) \S+ HTTP\/1\.[01]\r?\n/;

type ClientError = NodeJS.ErrnoException & { rawPacket?: Buffer };

/**
 * Answers what Node's parser refuses, CONNECT, and requests whose rest does not arrive. Earlier requests on the
 * connection are answered first; then it is closed, whatever the client does. No request is answered twice.
 */
export class ParserErrors {
  /**
   * @param events told of everything that is not a request
   * @param linger how long the client may go on sending, in milliseconds
   */
  constructor(
    private readonly connections: Connections,
    private readonly headers: AnswerHeaders,
    private readonly events: Pick<HttpEvents, 'invalidRequest'>,
    private readonly linger: number,
  ) {}

  /** Handles Node's event of this name, which it also emits for failed TLS handshakes. */
  readonly clientError = (error: ClientError, socket: Duplex): void => {
    const state = this.connections.refuse(socket, (unfinished, isBody) => {
      if (error.code === 'ECONNRESET') socket.destroy();
      else if (isBody) this.answer(socket, UNANNOUNCED);
      else if (unfinished === undefined) this.answer(socket, faultOf(error));
      // The answer before it ended the connection, so this request was never served.
      else if (!unfinished.headersSent && !socket.writable) socket.destroy();
      else {
        if (!unfinished.headersSent) this.answerUnfinished(unfinished, faultOf(error));
        // The reader of its body gets an error, and the connection is closed.
        if (unfinished.closed) unfinished.req.destroy();
        else unfinished.once('close', () => unfinished.req.destroy());
      }
    });
    // No answer can be sent before the handshake is over.
    if (state === 'unknown') socket.destroy();
  };

  /** Handles Node's event of this name, which hands over a bare socket. */
  readonly connect = ({ headers }: IncomingMessage, socket: Duplex): void => {
    // Node no longer listens for errors, and an error without a listener would end the process.
    socket.on('error', () => undefined);
    this.connections.refuse(socket, () => {
      this.answer(socket, methodNotAllowed('CONNECT'), headers['x-request-id']);
    });
  };

  /** Answers a client that speaks HTTP on a port with TLS. */
  readonly withoutTls = (socket: Socket): void => {
    const fault = requestFault('bad_request', 'this port is for HTTPS, and the request came without TLS; use https://');
    this.answer(socket, fault);
  };

  private answerUnfinished(response: ServerResponse, fault: Error): void {
    response.shouldKeepAlive = false;
    answerFailure(response, failureOf(fault));
  }

  /** Writes an answer to the bare socket, and closes it when the client does, or a moment later. */
  private answer(socket: Duplex, fault: Error, requestId?: string | readonly string[]): void {
    // An answer before this one may have ended the connection.
    if (!socket.writable) {
      socket.destroy();
      return;
    }
    const { status, body, headers } = failureOf(fault);
    this.events.invalidRequest((socket as Socket).remoteAddress, { status, reason: fault.message });
    const always = this.headers.all;
    const lines = [
      `HTTP/1.1 ${String(status)} ${STATUS_CODES[status] ?? ''}`,
      'Content-Type: application/json',
      `Content-Length: ${String(Buffer.byteLength(body))}`,
      'Connection: close',
      `X-Request-Id: ${requestIdFor(requestId)}`,
      ...Object.entries(headers).map(([name, value]) => `${name}: ${String(value)}`),
      ...always.flatMap((name, index) => (index % 2 === 0 ? `${name}: ${always[index + 1] ?? ''}` : [])),
    ];
    socket.resume().end([...lines, '', body].join('\r\n'));
    const lingering = setTimeout(() => socket.destroy(), this.linger);
    socket.once('close', () => {
      clearTimeout(lingering);
    });
  }
}

const UNANNOUNCED = requestFault(
  'bad_request',
  'the DELETE announces no body, and what follows it is not a request; send a Content-Length with the body. Nothing was removed',
);

function faultOf({ code, rawPacket }: ClientError): Error {
  const method = REQUEST_LINE.exec(rawPacket?.toString('latin1') ?? '')?.[1];
  // A method that Node knows belongs to an earlier request.
  if (code === 'HPE_INVALID_METHOD' && method !== undefined && !METHODS.includes(method))
    return methodNotAllowed(method);
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return requestFault(
        'headers_too_large',
        `the URL and the headers of the request are too long, or there are more than ${String(MAX_HEADERS)} headers`,
      );
    case 'HPE_INVALID_URL':
      return requestFault('bad_request', 'the URL of the request is not valid; percent-encode what is not ASCII');
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return requestFault('bad_request', 'the request did not arrive in time');
    default:
      return requestFault('bad_request', `the request is not valid HTTP (${code ?? 'unknown'})`);
  }
}
