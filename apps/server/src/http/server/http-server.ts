import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import { Server as NetServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BindAddress } from '../../net/bind-address.js';
import { answerFailure } from '../answer/answer.js';
import { failureOf } from '../answer/failure.js';
import { requestFault } from '../answer/request-error.js';
import { UnreadAnswers } from '../answer/unread-answers.js';
import { type AnswerParts, beginExchange } from '../request/exchange.js';
import { followCertificate } from './certificates.js';
import { Connections } from './connections.js';
import type { HttpOptions } from './http-options.js';
import { listen } from './listen.js';
import type { Application } from './message-classes.js';
import { createNodeServer } from './node-server.js';
import { ParserErrors } from './parser-errors.js';

/** Serves an application on all endpoints until it is stopped. */
export class HttpServer {
  private readonly servers: Server[] = [];
  private readonly connections = new Connections();
  private readonly parserErrors: ParserErrors;
  private readonly answers: AnswerParts;
  private state: 'serving' | 'closing' | 'refusing' = 'serving';

  constructor(
    private readonly app: Application,
    private readonly options: HttpOptions,
  ) {
    const { headers, bounds, events, tls } = options;
    const unread = new UnreadAnswers(bounds, (peer) => {
      events.answerUnread(peer);
    });
    this.answers = { headers, unread };
    this.parserErrors = new ParserErrors(this.connections, headers, events, bounds.lingerAfterRefusal);
    followCertificate(tls, this.servers, this.connections);
  }

  /**
   * @returns where it listens, with the ports that it got
   * @throws ConfigurationError when an address cannot be listened on
   */
  async listen(): Promise<readonly { readonly address: BindAddress; readonly scheme: 'http' | 'https' }[]> {
    const listening = [];
    const { app, options, connections, parserErrors, handle } = this;
    for (const { address, scheme } of options.endpoints) {
      const server = createNodeServer(scheme, { app, options, connections, parserErrors, handle });
      // Before it listens: a server that cannot listen must be closed, too, or it keeps the process alive.
      this.servers.push(server);
      listening.push({ address: await listen(server, address, options.settings), scheme });
    }
    return listening;
  }

  /**
   * Accepts no more connections and refuses new requests. Resolves when the requests in flight are answered or their
   * time is over. If a service manager keeps the sockets open for the next process, requests on accepted connections
   * are served for a moment longer, so that a restart refuses nobody.
   */
  async stop(): Promise<void> {
    const { endpoints, settings, bounds } = this.options;
    this.state = endpoints.some(({ address }) => 'fd' in address) ? 'closing' : 'refusing';
    const deadline = setTimeout(() => {
      this.connections.destroyAll();
    }, settings.graceful_timeout);
    const closed = Promise.all(this.servers.map(closeListener));
    await Promise.race([closed, sleep(bounds.lingerAfterStop)]);
    this.state = 'refusing';
    this.connections.closeIdle();
    await closed;
    clearTimeout(deadline);
  }

  private readonly handle: RequestListener = (request, response) => {
    this.connections.begin(request, response, () => {
      this.serve(request, response);
    });
  };

  private serve(request: IncomingMessage, response: ServerResponse): void {
    beginExchange(request, response, this.answers);
    if (this.state !== 'serving') response.shouldKeepAlive = false;
    if (this.state === 'refusing') answerFailure(response, failureOf(STOPPING));
    else this.app.handle(request, response);
  }
}

const STOPPING = requestFault('stopping', 'the service is stopping and takes no more requests');

/** Resolves when the server has no connections left. Unlike Node's `Server.close` for HTTP it closes none itself. */
async function closeListener(server: Server): Promise<void> {
  await new Promise((resolve) => NetServer.prototype.close.call(server, resolve));
}
