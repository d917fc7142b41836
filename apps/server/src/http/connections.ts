import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/**
 * The connections of a server and the requests in flight on them, so that a stop cuts nobody off. Node's own
 * `closeIdleConnections` takes a connection for idle while its last answer is still being sent.
 */
export class Connections {
  private readonly sockets = new Set<Socket>();
  private readonly inFlight = new Map<ServerResponse, Socket>();
  private isClosing = false;

  add(socket: Socket): void {
    this.sockets.add(socket);
    socket.once('close', () => this.sockets.delete(socket));
  }

  /** To be called for every request, before it is answered. */
  begin(request: IncomingMessage, response: ServerResponse): void {
    this.inFlight.set(response, request.socket);
    response.once('close', () => {
      this.inFlight.delete(response);
      if (this.isClosing) this.closeIdle();
    });
  }

  /** Closes every connection as soon as no request is in flight on it. */
  closeIdle(): void {
    this.isClosing = true;
    const busy = new Set(this.inFlight.values());
    for (const socket of this.sockets) if (!busy.has(socket)) socket.destroySoon();
  }

  destroyAll(): void {
    for (const socket of this.sockets) socket.destroy();
  }
}
