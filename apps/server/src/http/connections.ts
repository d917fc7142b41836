import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/**
 * The connections of a server and the requests in flight on them, so that a stop cuts nobody off. Node's own
 * `closeIdleConnections` takes a connection for idle while its last answer is still being sent.
 */
export class Connections {
  private readonly sockets = new Set<Socket>();
  private readonly transports = new Set<Socket>();
  private readonly inFlight = new Map<ServerResponse, Socket>();
  private readonly latest = new WeakMap<Socket, ServerResponse>();
  private isClosing = false;

  /** To be called for a connection that can carry requests: with TLS, after the handshake. */
  add(socket: Socket): void {
    track(this.sockets, socket);
  }

  /** To be called for the connection below TLS. */
  addTransport(socket: Socket): void {
    track(this.transports, socket);
  }

  /**
   * To be called for every request. It is served when all before it on its connection are answered, and never when one
   * of them ended the connection: requests that change something must not be served at the same time as others that
   * were sent before them, nor those that nobody can answer (RFC 9112, sections 9.3.2 and 9.6). Node does both.
   */
  begin(request: IncomingMessage, response: ServerResponse, serve: () => void): void {
    const { socket } = request;
    const before = this.latest.get(socket);
    this.latest.set(socket, response);
    this.inFlight.set(response, socket);
    response.on('close', () => {
      this.inFlight.delete(response);
      if (this.isClosing) this.closeIdle();
    });
    if (before === undefined || !this.inFlight.has(before)) serveWhere(socket, serve);
    else
      before.once('close', () => {
        serveWhere(socket, serve);
      });
  }

  /** Calls back when every request that came in whole on a connection is answered; at once when there is none. */
  whenAnswered(socket: Duplex, then: () => void): void {
    const [first] = [...this.inFlight.keys()].filter(({ req }) => req.socket === socket && req.complete);
    if (first === undefined) then();
    else
      first.once('close', () => {
        this.whenAnswered(socket, then);
      });
  }

  /** Closes every connection as soon as no request is in flight on it. */
  closeIdle(): void {
    this.isClosing = true;
    const busy = new Set(this.inFlight.values());
    for (const socket of this.sockets) if (!busy.has(socket)) socket.destroySoon();
  }

  destroyAll(): void {
    for (const socket of [...this.sockets, ...this.transports]) socket.destroy();
  }
}

function serveWhere(socket: Socket, serve: () => void): void {
  if (socket.writable) serve();
}

function track(sockets: Set<Socket>, socket: Socket): void {
  sockets.add(socket);
  socket.once('close', () => sockets.delete(socket));
}
