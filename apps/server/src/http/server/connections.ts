import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { TLSSocket } from 'node:tls';
import { ReadAhead } from './read-ahead.js';

/** A request that is not answered yet, and how to serve it. */
interface InFlight {
  readonly response: ServerResponse;
  readonly serve: () => void;
  /** Whether it is complete is known only when the parser has seen what follows it on the connection. */
  isInDoubt: boolean;
}

/** The state of a connection. */
interface Connection {
  /** The requests that are not answered yet, in their order; the first one is being served. */
  readonly inFlight: InFlight[];
  /** The answer to the latest request, even when it is finished. */
  latest: ServerResponse | undefined;
  /** Something arrived that is not a request; nothing after it is served. */
  isRefused: boolean;
  /** The certificate of the client no longer counts; nothing that still arrives is served. */
  isRetired: boolean;
}

/**
 * The connections of a server and the requests in flight on them, so that a stop cuts nobody off. Node's own
 * `closeIdleConnections` treats a connection as idle while its last answer is still being sent.
 */
export class Connections {
  private readonly connections = new Map<Socket, Connection>();
  private readonly transports = new Set<Socket>();
  private readonly retired = new WeakSet<Socket>();
  private readonly readAhead = new ReadAhead();
  private isClosing = false;

  /** Adds a connection that can carry requests; with TLS, after the handshake. */
  add(socket: Socket): void {
    this.connections.set(socket, { inFlight: [], latest: undefined, isRefused: false, isRetired: false });
    socket.once('close', () => {
      this.connections.delete(socket);
      this.readAhead.forget(socket);
    });
  }

  /** Adds the connection below TLS. */
  addTransport(socket: Socket): void {
    this.transports.add(socket);
    socket.once('close', () => this.transports.delete(socket));
  }

  /**
   * Serves a request when all earlier ones on its connection are answered, and never if one of them closed the
   * connection. Node serves both kinds, but a change must not run at the same time as requests that were sent before it,
   * nor when nobody can receive the answer (RFC 9112, sections 9.3.2 and 9.6).
   *
   * A DELETE that announces no body waits until the bytes that came with it are parsed. If they are not a request, they
   * are its body, which some clients do not announce (Node's own, for one), and the DELETE must not remove the group.
   */
  begin(request: IncomingMessage, response: ServerResponse, serve: () => void): void {
    const { socket } = request;
    const connection = this.connections.get(socket);
    if (connection === undefined || connection.isRefused || connection.isRetired || socket.destroyed) return;
    const turn = { response, serve, isInDoubt: request.method === 'DELETE' && !speaksOfBody(request) };
    connection.inFlight.push(turn);
    connection.latest = response;
    response.on('close', () => {
      this.end(socket, connection, response);
    });
    if (connection.inFlight.length > 1 && !this.readAhead.take(request)) socket.destroy();
    else if (turn.isInDoubt)
      // By then the parser has gone through all that came together with the request.
      setImmediate(() => {
        turn.isInDoubt = false;
        this.serveFirst(socket, connection, turn);
      });
    else this.serveFirst(socket, connection, turn);
  }

  /**
   * Stops serving a connection. Calls `then` when every complete request on it is answered: with the answer to the
   * incomplete request, if there is one, and with whether the refused bytes are the unannounced body of a DELETE, which
   * was not served.
   * @returns `again` when the connection was refused before, `unknown` when it cannot carry requests; neither calls `then`
   */
  refuse(
    socket: Duplex,
    then: (unfinished: ServerResponse | undefined, isBody: boolean) => void,
  ): 'refused' | 'unknown' | 'again' {
    const connection = this.connections.get(socket as Socket);
    if (connection === undefined) return 'unknown';
    if (connection.isRefused) return 'again';
    connection.isRefused = true;
    const isBody = connection.inFlight.at(-1)?.isInDoubt === true;
    if (isBody) connection.inFlight.pop();
    const proceed = (): void => {
      const whole = connection.inFlight.find(({ response }) => response.req.complete);
      if (whole !== undefined) whole.response.once('close', proceed);
      else then(connection.latest?.req.complete === false ? connection.latest : undefined, isBody);
    };
    proceed();
    return 'refused';
  }

  /**
   * Closes the connections of clients with a certificate, so that it is verified again; a request that is being served
   * is answered first. For handshakes that have begun see `isRetired`.
   */
  retireCertificates(): void {
    for (const socket of this.transports) this.retired.add(socket);
    for (const [socket, connection] of this.connections) {
      if (!(socket instanceof TLSSocket) || socket.getPeerX509Certificate() === undefined) continue;
      connection.isRetired = true;
      connection.inFlight.splice(1);
      const [served] = connection.inFlight;
      if (served === undefined) socket.destroySoon();
      else
        served.response.once('close', () => {
          socket.destroySoon();
        });
    }
  }

  /** Whether the handshake of a connection had begun before `retireCertificates`. */
  isRetired(socket: TLSSocket): boolean {
    // The connection below TLS; Node's types do not know it.
    const { _parent: transport } = socket as TLSSocket & { readonly _parent?: Socket };
    return transport !== undefined && this.retired.has(transport);
  }

  /** Closes every connection as soon as no request is in flight on it. */
  closeIdle(): void {
    this.isClosing = true;
    for (const [socket, { inFlight }] of this.connections) if (inFlight.length === 0) socket.destroySoon();
  }

  destroyAll(): void {
    for (const socket of [...this.connections.keys(), ...this.transports]) socket.destroy();
  }

  private end(socket: Socket, connection: Connection, response: ServerResponse): void {
    const { inFlight } = connection;
    inFlight.splice(0, inFlight.findIndex((turn) => turn.response === response) + 1);
    const [next] = inFlight;
    if (next !== undefined) {
      this.readAhead.give(next.response.req);
      this.serveFirst(socket, connection, next);
    }
    if (this.isClosing) this.closeIdle();
  }

  /** Serves a request if it is its turn and it is whole. */
  private serveFirst(socket: Socket, { inFlight }: Connection, turn: InFlight): void {
    if (inFlight[0] === turn && !turn.isInDoubt && socket.writable) turn.serve();
  }
}

/** Names of headers that only a body has. */
const OF_BODIES = ['transfer-encoding', 'content-type', 'content-encoding'];

function speaksOfBody({ headers }: IncomingMessage): boolean {
  return (headers['content-length'] ?? '0') !== '0' || OF_BODIES.some((name) => headers[name] !== undefined);
}
