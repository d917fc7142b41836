import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer, type ServerOptions } from 'node:https';
import { type AddressInfo, createServer as createTcpServer, type Server as TcpServer, type Socket } from 'node:net';

/** Servers in this process that are closed, with all their connections, after the test. */
export function useServers(): {
  /** Gives the base URL of one that answers like this; with certificates over TLS. */
  readonly serve: (answer: RequestListener, tls?: ServerOptions) => Promise<string>;
  /** Gives the base URL of one that does this with each connection. */
  readonly accept: (onConnection: (socket: Socket) => void) => Promise<string>;
} {
  const open: (Server | TcpServer)[] = [];
  const sockets = new Set<Socket>();
  afterEach(async () => {
    for (const socket of sockets) socket.destroy();
    sockets.clear();
    await Promise.all(open.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
  });
  const listen = async (server: Server | TcpServer, scheme: string): Promise<string> => {
    open.push(server);
    server.on('connection', (socket: Socket) => sockets.add(socket));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return `${scheme}://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  };
  return {
    serve: (answer, tls) =>
      tls === undefined ? listen(createServer(answer), 'http') : listen(createTlsServer(tls, answer), 'https'),
    accept: (onConnection) => {
      const server = createTcpServer((socket) => {
        // What the other side does to it is not the matter of a test.
        socket.on('error', () => undefined);
        onConnection(socket);
      });
      return listen(server, 'http');
    },
  };
}

export type Respond = (request: IncomingMessage, response: ServerResponse) => void;

/** Answers with JSON. */
export function json(value: unknown, status = 200): Respond {
  return (_request, response) => {
    response.writeHead(status, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify(value));
  };
}

/** Answers with a text of some kind. */
export function text(body: string, status = 200, kind = 'text/plain'): Respond {
  return (_request, response) => {
    response.writeHead(status, { 'Content-Type': kind });
    response.end(body);
  };
}

/** What the API of Prometheus answers when it succeeds. */
export function success(data: unknown): Respond {
  return json({ status: 'success', data });
}

/**
 * Answers by path and query, the first whose beginning fits; anything else does not exist.
 * @param asked gets the path and query of every request
 */
export function byPath(routes: Readonly<Record<string, Respond>>, asked: string[] = []): Respond {
  return (request, response) => {
    const url = request.url ?? '';
    asked.push(url);
    const [, respond = text('404 page not found', 404)] =
      Object.entries(routes).find(([path]) => url.startsWith(path)) ?? [];
    respond(request, response);
  };
}
