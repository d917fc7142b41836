import { createServer as createHttpServer, type RequestListener, type Server, type ServerOptions } from 'node:http';
import type { DropArgument, Socket } from 'node:net';
import { MAX_HEADERS } from '../request/url-checks.js';
import type { Connections } from './connections.js';
import type { HttpOptions } from './http-options.js';
import type { Application } from './message-classes.js';
import type { ParserErrors } from './parser-errors.js';
import { createSecureServer } from './secure-server.js';

/** What the servers of all endpoints share. */
export interface ServerParts {
  readonly app: Application;
  readonly options: HttpOptions;
  readonly connections: Connections;
  readonly parserErrors: ParserErrors;
  readonly handle: RequestListener;
}

/** A Node server for one endpoint, which does not listen yet. */
export function createNodeServer(scheme: 'http' | 'https', parts: ServerParts): Server {
  const { options, connections, parserErrors, handle } = parts;
  const server =
    scheme === 'https'
      ? createSecureServer(optionsOf(parts), handle, {
          handshakeTimeout: options.settings.ssl_handshake_timeout,
          tls: () => options.tls.current,
          events: options.events,
          connections,
          parserErrors,
        })
      : createHttpServer(optionsOf(parts), handle);
  limit(server, options);
  server.on(scheme === 'https' ? 'secureConnection' : 'connection', (socket: Socket) => {
    connections.add(socket);
  });
  // An unknown expectation may be ignored (RFC 9110, section 10.1.1); Node would answer without JSON.
  server.on('checkExpectation', (request, response) => server.emit('request', request, response));
  // The reader of the body asks for it, so that a caller without the right to write need not send it.
  server.on('checkContinue', (request, response) => server.emit('request', request, response));
  server.on('clientError', parserErrors.clientError);
  server.on('connect', parserErrors.connect);
  return server;
}

function optionsOf({ app, options: { settings, bounds } }: ServerParts): ServerOptions {
  const { keep_alive_timeout, read_timeout, h11_max_incomplete_size } = settings;
  return {
    ...app.messages,
    requireHostHeader: false,
    keepAliveTimeout: keep_alive_timeout,
    maxHeaderSize: h11_max_incomplete_size,
    requestTimeout: read_timeout,
    headersTimeout: read_timeout === 0 ? bounds.headersTimeout : Math.min(read_timeout, bounds.headersTimeout),
    connectionsCheckingInterval: bounds.checkInterval,
  };
}

function limit(server: Server, { maxConnections, endpoints, settings, bounds, events }: HttpOptions): void {
  const connections = Math.max(1, Math.floor(maxConnections / endpoints.length));
  server.maxConnections = connections;
  // Without any progress. Where idle connections stay open for ever, this must not close them.
  server.timeout = settings.keep_alive_timeout === 0 ? 0 : bounds.answerTimeout;
  // Node drops further headers; one more than allowed is enough to refuse the request.
  server.maxHeadersCount = MAX_HEADERS + 1;
  server.on('drop', (dropped?: DropArgument) => {
    events.connectionDropped(dropped?.remoteAddress, connections);
  });
}
