import type { ServerResponse } from 'node:http';

/** How many bytes of an answer go to its connection at a time. Over TLS they are copied. */
const SLICE = 64 * 1024;

/** Limits on answers that clients have not read yet. Sizes are bytes, times are milliseconds. */
export interface UnreadBounds {
  /** The memory of all such answers. Bytes that several answers share count once. */
  readonly maxUnread: number;
  /** How long a client may take to read an answer. */
  readonly answerTimeout: number;
}

/** An answer that its client is still reading. */
interface Unread {
  readonly bytes: Buffer | undefined;
  /** What the connection holds of it. */
  readonly inSocket: number;
  readonly deadline: NodeJS.Timeout;
}

/**
 * Sends answers, and limits the memory of those that are not read. When it is used up, the connection that has read
 * nothing for the longest time is closed, so that the others go on. A connection that takes too long is closed, too.
 */
export class UnreadAnswers {
  /** In the order in which they last took something. */
  private readonly unread = new Map<ServerResponse, Unread>();
  private readonly holders = new Map<Buffer, number>();
  private used = 0;

  /** @param onGivenUp called with the address of each client whose connection is closed */
  constructor(
    private readonly bounds: UnreadBounds,
    private readonly onGivenUp: (address: string | undefined) => void,
  ) {}

  /** Ends an answer with this body, a slice at a time, so that only little is held by the connection. */
  send(response: ServerResponse, body: string | Buffer): void {
    if (typeof body === 'string' || body.length <= SLICE || response.req.method === 'HEAD') response.end(body);
    else this.sendSlices(response, body, 0);
    if (!isSent(response)) this.hold(response, body);
  }

  private sendSlices(response: ServerResponse, body: Buffer, offset: number): void {
    const end = offset + SLICE;
    if (end >= body.length) response.end(body.subarray(offset));
    else
      response.write(body.subarray(offset, end), (error) => {
        if (error) return;
        this.took(response);
        this.sendSlices(response, body, end);
      });
  }

  private hold(response: ServerResponse, body: string | Buffer): void {
    const bytes = typeof body === 'string' ? undefined : body;
    const inSocket = Math.min(Buffer.byteLength(body), SLICE);
    const deadline = setTimeout(() => {
      this.giveUp(response);
    }, this.bounds.answerTimeout);
    this.unread.set(response, { bytes, inSocket, deadline });
    this.used += inSocket;
    if (bytes !== undefined) {
      const holders = this.holders.get(bytes) ?? 0;
      if (holders === 0) this.used += bytes.length;
      this.holders.set(bytes, holders + 1);
    }
    response.once('close', () => {
      this.release(response);
    });
    for (const slowest of this.unread.keys()) {
      if (this.used <= this.bounds.maxUnread || slowest === response) break;
      this.giveUp(slowest);
    }
  }

  private took(response: ServerResponse): void {
    const unread = this.unread.get(response);
    if (unread === undefined) return;
    this.unread.delete(response);
    this.unread.set(response, unread);
  }

  private giveUp(response: ServerResponse): void {
    const { socket } = response.req;
    this.onGivenUp(socket.remoteAddress);
    this.release(response);
    socket.destroy();
  }

  private release(response: ServerResponse): void {
    const unread = this.unread.get(response);
    if (unread === undefined) return;
    const { bytes, inSocket, deadline } = unread;
    clearTimeout(deadline);
    this.unread.delete(response);
    this.used -= inSocket;
    if (bytes === undefined) return;
    const holders = (this.holders.get(bytes) ?? 0) - 1;
    if (holders > 0) this.holders.set(bytes, holders);
    else {
      this.holders.delete(bytes);
      this.used -= bytes.length;
    }
  }
}

/** Whether the system has all of an answer, as it has at once unless the client reads slowly. */
function isSent(response: ServerResponse): boolean {
  const isTaken = response.writableEnded && response.socket?.writableLength === 0;
  return isTaken || response.writableFinished || response.closed;
}
