import { createServer, type RequestListener, type Server } from 'node:http';
import { Server as NetServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BindAddress } from '../configuration/bind-address.js';
import { answer } from './answer.js';
import { Connections } from './connections.js';
import { failureOf } from './failure.js';
import { listen } from './listen.js';
import { requestFault } from './request-error.js';
import { answerClientError, answerConnect } from './unparsed.js';

/** How long idle connections stay open after `stop`, for requests that are already on their way to get an answer. */
const LINGER_MS = 250;

/** How long requests in flight may take to finish after `stop`, within the 5 s that the whole stop may take. */
const GRACE_MS = 4000;

/** Serves an application on all addresses until it is stopped. */
export class HttpService {
  private readonly servers: Server[] = [];
  private readonly connections = new Connections();
  private isStopping = false;

  constructor(
    private readonly app: RequestListener,
    private readonly addresses: readonly BindAddress[],
  ) {}

  /**
   * @returns where it listens, with the ports that it got
   * @throws ConfigurationError when an address cannot be listened on
   */
  async listen(): Promise<readonly BindAddress[]> {
    const actual: BindAddress[] = [];
    for (const address of this.addresses) {
      const server = this.createServer();
      actual.push(await listen(server, address));
      this.servers.push(server);
    }
    return actual;
  }

  /** Takes no more connections and refuses new requests; resolves when those in flight are answered, or after 4 s. */
  async stop(): Promise<void> {
    this.isStopping = true;
    const deadline = setTimeout(() => {
      this.connections.destroyAll();
    }, GRACE_MS);
    const closed = Promise.all(this.servers.map(closeListener));
    await Promise.race([closed, sleep(LINGER_MS)]);
    this.connections.closeIdle();
    await closed;
    clearTimeout(deadline);
  }

  private createServer(): Server {
    const server = createServer({ requireHostHeader: false }, (request, response) => {
      this.connections.begin(request, response);
      if (this.isStopping) {
        response.setHeader('Connection', 'close');
        const { status, body } = failureOf(
          requestFault('stopping', 'the service is stopping and takes no more requests'),
        );
        answer(response, status, body);
      } else this.app(request, response);
    });
    server.on('connection', (socket) => {
      this.connections.add(socket);
    });
    // An expectation that is not understood may be ignored (RFC 9110, section 10.1.1); Node would answer without JSON.
    server.on('checkExpectation', (request, response) => server.emit('request', request, response));
    server.on('clientError', answerClientError);
    server.on('connect', answerConnect);
    return server;
  }
}

/** Resolves when the server has no connection any more. Unlike Node's `Server.close` for HTTP it closes none itself. */
async function closeListener(server: Server): Promise<void> {
  await new Promise((resolve) => NetServer.prototype.close.call(server, resolve));
}
