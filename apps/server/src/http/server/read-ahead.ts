import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';

/** With so many waiting requests a connection is no longer read; it is read again when half of them are left. */
const MAX_WAITING = 16;

/** The memory of all waiting requests, in bytes. */
const MAX_BYTES = 64 * 1024 * 1024;

/** The memory of a request with its answer, and of each name and value of a header besides its text, in bytes. */
const REQUEST_BYTES = 2048;
const HEADER_BYTES = 64;

/** What Node reads from a connection at a time, in bytes: the texts of headers, and bodies that nobody has read yet. */
const READ_BYTES = 64 * 1024;

/**
 * Limits the memory of pipelined requests, which wait for the earlier ones on their connection. Node limits the answers
 * that wait, but here no answer exists before its request is served.
 */
export class ReadAhead {
  private readonly waiting = new Map<Socket, { count: number; bytes: number }>();
  private bytes = 0;

  /** @param maxBytes the memory of all waiting requests */
  constructor(private readonly maxBytes = MAX_BYTES) {}

  /**
   * Counts a request that has to wait, and stops reading its connection when there are many.
   * @returns whether there is room for it; if not, the caller has to close the connection
   */
  take(request: IncomingMessage): boolean {
    const { socket } = request;
    const held = this.waiting.get(socket) ?? { count: 0, bytes: 0 };
    const bytes = bytesOf(request) + (held.count === 0 ? READ_BYTES : 0);
    if (this.bytes + bytes > this.maxBytes) return false;
    this.bytes += bytes;
    this.waiting.set(socket, { count: held.count + 1, bytes: held.bytes + bytes });
    if (held.count + 1 === MAX_WAITING && !socket.listeners('resume').includes(pause)) {
      // Node resumes the socket whenever it reads the body of a request on it.
      socket.on('resume', pause);
      socket.pause();
    }
    return true;
  }

  /** Gives back the memory of a request that no longer waits. */
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

  /** Gives back the memory of all requests of a closed connection. */
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
