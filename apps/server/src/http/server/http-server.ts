import {
  createServer as createHttpServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerOptions,
  type ServerResponse,
} from 'node:http';
import { Server as HttpsServer } from 'node:https';
import { type DropArgument, Server as NetServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { BindAddress } from '../../net/bind-address.js';
import { ConfigurationError } from '../../operator-files/configuration-error.js';
import { secureContextOptions } from '../../tls/secure-context.js';
import type { TlsSettings } from '../../tls/tls-settings.js';
import { MAX_HEADERS } from '../request/url-checks.js';
import { answerFailure } from '../answer/answer.js';
import type { AnswerHeaders } from '../answer/answer-headers.js';
import type { HttpEvents } from '../events/http-events.js';
import { Connections } from './connections.js';
import { failureOf } from '../answer/failure.js';
import type { Application } from './message-classes.js';
import { listen, type ListenAddress, type ListenSettings } from './listen.js';
import { requestFault } from '../answer/request-error.js';
import { type AnswerParts, beginExchange } from '../request/exchange.js';
import { asksForCertificate, createSecureServer, type SecureServing } from './secure-server.js';
import { UnreadAnswers, type UnreadBounds } from '../answer/unread-answers.js';
import { ParserErrors } from './parser-errors.js';

/** How long the server waits for what clients do, in milliseconds. */
export interface Waits {
  /** How often Node looks for requests that take too long to arrive. */
  readonly check: number;
  /**
   * How long a client that was refused may go on sending, so that it gets to read why: a connection that is closed while
   * bytes are on their way is reset, and what was sent to the client may be lost with it (RFC 9112, section 9.6).
   */
  readonly refused: number;
  /** How long idle connections stay open after `stop`, for requests that are already on their way to get an answer. */
  readonly idle: number;
}

const WAITS: Waits = { check: 1000, refused: 1000, idle: 250 };

/** Time for the URL and the headers, even where the whole request has longer: no honest client needs more than a moment. */
const HEADERS_MS = 20_000;

/** Where to listen, and whether with TLS. */
export interface Endpoint {
  readonly address: ListenAddress;
  readonly scheme: 'http' | 'https';
}

/** What TLS is served with, `undefined` for nothing; it may change while it is served. */
export interface TlsSource {
  readonly current: TlsSettings | undefined;
  /** The check refuses later settings by throwing, before any part of them counts. */
  onCheck(check: (tls: TlsSettings | undefined) => void): void;
  onChange(listener: (tls: TlsSettings | undefined) => void): void;
}

/** The settings of serving, by their names. Times are milliseconds; sizes are bytes. */
export interface ServingSettings extends ListenSettings {
  readonly keep_alive_timeout: number;
  /** In which a whole request must have arrived, 0 for no limit. */
  readonly read_timeout: number;
  readonly ssl_handshake_timeout: number;
  /** How long requests in flight may take to finish when the service stops. */
  readonly graceful_timeout: number;
  /** How long the URL and the headers of a request may be. */
  readonly h11_max_incomplete_size: number;
}

/** How to serve. */
export interface HttpOptions extends UnreadBounds {
  readonly settings: ServingSettings;
  readonly endpoints: readonly Endpoint[];
  readonly tls: TlsSource;
  /** On all endpoints together. */
  readonly maxConnections: number;
  readonly headers: AnswerHeaders;
  readonly events: HttpEvents;
}

/** Serves an application on all endpoints until it is stopped. */
export class HttpServer {
  private readonly servers: Server[] = [];
  private readonly connections = new Connections();
  private readonly parserErrors: ParserErrors;
  private readonly answers: AnswerParts;
  private readonly secure: SecureServing;
  private clientsNeed: readonly unknown[];
  private state: 'serving' | 'closing' | 'refusing' = 'serving';

  constructor(
    private readonly app: Application,
    private readonly options: HttpOptions,
    private readonly waits = WAITS,
  ) {
    options.tls.onCheck((tls) => {
      this.checkRenewal(tls);
    });
    this.answers = {
      headers: options.headers,
      unread: new UnreadAnswers(options, (peer) => {
        options.events.answerUnread(peer);
      }),
    };
    this.parserErrors = new ParserErrors(this.connections, options.headers, options.events, waits.refused);
    this.secure = {
      ...options,
      handshakeTimeout: options.settings.ssl_handshake_timeout,
      tls: () => options.tls.current,
      connections: this.connections,
      parserErrors: this.parserErrors,
    };
    this.clientsNeed = whatClientsNeed(options.tls.current);
    options.tls.onChange((tls) => {
      this.renew(tls);
    });
  }

  /**
   * @returns where it listens, with the ports that it got
   * @throws ConfigurationError when an address cannot be listened on
   */
  async listen(): Promise<readonly { readonly address: BindAddress; readonly scheme: 'http' | 'https' }[]> {
    const listening = [];
    for (const { address, scheme } of this.options.endpoints) {
      const server = this.createServer(scheme);
      // Before it listens: one that fails only then has to be closed, too, or it keeps the process alive.
      this.servers.push(server);
      listening.push({ address: await listen(server, address, this.options.settings), scheme });
    }
    return listening;
  }

  /**
   * Takes no more connections and refuses new requests; resolves when those in flight are answered or their time is
   * over. Where a service manager keeps the sockets open for the next process, requests on connections that were
   * already accepted are still served for a moment, so that a restart refuses nobody.
   */
  async stop(): Promise<void> {
    this.state = this.options.endpoints.some(({ address }) => 'fd' in address) ? 'closing' : 'refusing';
    const deadline = setTimeout(() => {
      this.connections.destroyAll();
    }, this.options.settings.graceful_timeout);
    const closed = Promise.all(this.servers.map(closeListener));
    await Promise.race([closed, sleep(this.waits.idle)]);
    this.state = 'refusing';
    this.connections.closeIdle();
    await closed;
    clearTimeout(deadline);
  }

  private createServer(scheme: 'http' | 'https'): Server {
    const { keep_alive_timeout, read_timeout, h11_max_incomplete_size } = this.options.settings;
    const options: ServerOptions = {
      ...this.app.messages,
      requireHostHeader: false,
      keepAliveTimeout: keep_alive_timeout,
      maxHeaderSize: h11_max_incomplete_size,
      requestTimeout: read_timeout,
      headersTimeout: read_timeout === 0 ? HEADERS_MS : Math.min(read_timeout, HEADERS_MS),
      connectionsCheckingInterval: this.waits.check,
    };
    const server =
      scheme === 'https'
        ? createSecureServer(options, this.handle, this.secure)
        : createHttpServer(options, this.handle);
    this.limit(server);
    // Node stops counting there; what it has seen by then is enough to refuse the request.
    server.maxHeadersCount = MAX_HEADERS + 1;
    server.on(scheme === 'https' ? 'secureConnection' : 'connection', (socket: Socket) => {
      this.connections.add(socket);
    });
    // An expectation that is not understood may be ignored (RFC 9110, section 10.1.1); Node would answer without JSON.
    server.on('checkExpectation', (request, response) => server.emit('request', request, response));
    // The body is asked for when it is read, so that a caller without the right to write does not send it.
    server.on('checkContinue', (request, response) => server.emit('request', request, response));
    server.on('clientError', this.parserErrors.clientError);
    server.on('connect', this.parserErrors.connect);
    return server;
  }

  private limit(server: Server): void {
    const { maxConnections, endpoints, settings, answerTimeout, events } = this.options;
    const limit = Math.max(1, Math.floor(maxConnections / endpoints.length));
    server.maxConnections = limit;
    // Without any progress; where idle connections stay open for ever, nothing else may end them.
    server.timeout = settings.keep_alive_timeout === 0 ? 0 : answerTimeout;
    server.on('drop', (dropped?: DropArgument) => {
      events.connectionDropped(dropped?.remoteAddress, limit);
    });
  }

  private checkRenewal(tls: TlsSettings | undefined): void {
    const { current } = this.options.tls;
    if ((tls === undefined) !== (current === undefined))
      throw new ConfigurationError('turning TLS on or off needs a restart');
    if (tls !== undefined && current !== undefined && asksForCertificate(tls) !== asksForCertificate(current))
      throw new ConfigurationError('asking clients for a certificate, or no longer asking, needs a restart');
  }

  /**
   * Serves new connections with another certificate; those that are open stay as they are, but for clients with a
   * certificate whose authority, or what is asked of it, may not be the same any more.
   */
  private renew(tls: TlsSettings | undefined): void {
    if (tls === undefined) return;
    for (const server of this.servers)
      if (server instanceof HttpsServer) server.setSecureContext(secureContextOptions(tls));
    if (!isDeepStrictEqual(whatClientsNeed(tls), this.clientsNeed)) this.connections.retireCertificates();
    this.clientsNeed = whatClientsNeed(tls);
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

/** What it depends on whether a client's certificate is accepted. */
function whatClientsNeed(tls: TlsSettings | undefined): readonly unknown[] {
  return [tls?.clientCa, tls?.clientAuth, tls?.clientAllowedSans];
}

/** Resolves when the server has no connection any more. Unlike Node's `Server.close` for HTTP it closes none itself. */
async function closeListener(server: Server): Promise<void> {
  await new Promise((resolve) => NetServer.prototype.close.call(server, resolve));
}
