import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a path of the page's origin answers instead of the service. */
export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/**
 * A page and the service behind one origin, as a proxy serves them: the service does not answer pages of other origins.
 * The service is below `/target-eye/`, and so is the page.
 */
export class PageServer {
  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  /** @param handlers by the path below `/target-eye` */
  static async start(servicePort: number, handlers: Readonly<Record<string, Handler>>): Promise<PageServer> {
    const server = createServer((incoming, outgoing) => {
      const path = (incoming.url ?? '').replace(/^\/target-eye/, '');
      const handler = handlers[path.split('?')[0] ?? ''];
      if (handler !== undefined) handler(incoming, outgoing);
      else passOn(incoming, outgoing, servicePort, path);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new PageServer(server, `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/target-eye/`);
  }

  stop(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
}

function passOn(incoming: IncomingMessage, outgoing: ServerResponse, port: number, path: string): void {
  const { method, headers } = incoming;
  const upstream = request({ host: '127.0.0.1', port, method, path, headers }, (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(outgoing);
  });
  incoming.pipe(upstream);
}
