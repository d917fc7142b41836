import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';

/** Something at a URL that is not a Target-eye, or one in trouble. */
export interface FaultyService {
  readonly url: string;
  /** What was received, one text for each connection. */
  readonly received: readonly string[];
}

/**
 * What a test serves answers the n-th connection with what `answer` gives, as soon as its headers are there, and closes
 * it; `undefined` for no answer and no end. All ends with the test.
 */
export function useFaultyServices(): (answer: (n: number) => string | undefined) => Promise<FaultyService> {
  const servers: Server[] = [];
  const sockets = new Set<Socket>();
  afterEach(() => {
    for (const socket of sockets) socket.destroy();
    for (const server of servers.splice(0)) server.close();
  });
  return async (answer) => {
    const received: string[] = [];
    const server = createServer((socket) => {
      const n = received.push('') - 1;
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('data', (chunk: Buffer) => {
        const all = (received[n] ?? '') + chunk.toString();
        received[n] = all;
        const text = all.includes('\r\n\r\n') ? answer(n) : undefined;
        if (text !== undefined) socket.end(text);
      });
    });
    servers.push(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return { url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`, received };
  };
}

/** An HTTP message. */
export function message(status: string, headers: Readonly<Record<string, string | number>>, body = ''): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${String(value)}\r\n`);
  return `HTTP/1.1 ${status}\r\n${lines.join('')}Connection: close\r\n\r\n${body}`;
}
