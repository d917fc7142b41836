import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';

/** How many requests may wait on a connection before it is not read any more; it is read again when half are left. */
const MAX_WAITING = 16;

/** What all requests that wait may take together, in bytes. */
const MAX_BYTES = 64 * 1024 * 1024;

/** What a request and its answer take, and each name and value of a header beside its text, in bytes. */
const REQUEST_BYTES = 2048;
const HEADER_BYTES = 64;

/** What Node reads from a connection at once, in bytes: the texts of headers, and bodies that nobody asked for yet. */
const READ_BYTES = 64 * 1024;

/**
 * Bounds the memory of requests that are sent behind one another on a connection and wait for those before them. Node
 * bounds the answers that wait, and here there are none before the requests are served.
 */
export class ReadAhead {
  private readonly waiting = new Map<Socket, { count: number; bytes: number }>();
  private bytes = 0;

  /** @param maxBytes what all requests that wait may take together */
  constructor(private readonly maxBytes = MAX_BYTES) {}

  /**
   * Counts a request that has to wait, and stops reading its connection when there are many.
   * @returns whether there is room for it; if not, its connection is to be given up
   */
  take(request: IncomingMessage): boolean {
    const { socket } = request;
    const held = this.waiting.get(socket) ?? { count: 0, bytes: 0 };
    const bytes = bytesOf(request) + (held.count === 0 ? READ_BYTES : 0);
    if (this.bytes + bytes > this.maxBytes) return false;
    this.bytes += bytes;
    this.waiting.set(socket, { count: held.count + 1, bytes: held.bytes + bytes });
    if (held.count + 1 === MAX_WAITING && !socket.listeners('resume').includes(pause)) {
      // Node resumes the socket when it asks for the body of any request on it.
      socket.on('resume', pause);
      socket.pause();
    }
    return true;
  }

  /** To be called when a request does not have to wait any more. */
  give(request: IncomingMessage): void {
    const { socket } = request;
    const held = this.waiting.get(socket);
    if (held === undefined) return;
    if (held.count === 1) this.forget(socket);
    else {
      const bytes = bytesOf(request);
      this.bytes -= bytes;
      this.waiting.set(socket, { count: held.count - 1, bytes: held.bytes - bytes });
    }
    if (held.count - 1 === MAX_WAITING / 2 && socket.listeners('resume').includes(pause)) {
      socket.off('resume', pause);
      socket.resume();
    }
  }

  /** To be called when a connection is closed. */
  forget(socket: Socket): void {
    this.bytes -= this.waiting.get(socket)?.bytes ?? 0;
    this.waiting.delete(socket);
  }
}

function bytesOf({ rawHeaders }: IncomingMessage): number {
  return REQUEST_BYTES + HEADER_BYTES * rawHeaders.length;
}

function pause(this: Socket): void {
  this.pause();
}
