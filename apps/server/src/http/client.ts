import type { IncomingMessage } from 'node:http';

/** Who sent a request, as logs name it: the address, or `unix` for a Unix socket. */
export function clientOf(request: IncomingMessage): string {
  return request.socket.remoteAddress ?? 'unix';
}
