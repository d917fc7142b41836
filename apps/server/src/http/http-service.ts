import { createServer, type RequestListener, type Server } from 'node:http';
import { lstatSync, unlinkSync } from 'node:fs';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { type BindAddress, describeAddress } from '../configuration/bind-address.js';
import { ConfigurationError } from '../configuration/configuration-error.js';
import type { Logger } from '../logger.js';
import { answer } from './answer.js';
import { failureOf } from './failure.js';
import { requestFault } from './request-error.js';

/** How long requests in flight may take to finish after `stop`, within the 5 s that the whole stop may take. */
const GRACE_MS = 4000;

/** Serves an application on all addresses until it is stopped. */
export class HttpService {
  private readonly servers: Server[] = [];
  private isStopping = false;

  constructor(
    private readonly app: RequestListener,
    private readonly addresses: readonly BindAddress[],
    private readonly log: Logger,
  ) {}

  /** @throws ConfigurationError when an address cannot be listened on */
  async listen(): Promise<void> {
    for (const address of this.addresses) {
      const server = this.createServer();
      await listen(server, address);
      this.servers.push(server);
      this.log.info('listening', { address: describeAddress(actual(server, address)) });
    }
  }

  /** Takes no more connections and refuses new requests; resolves when those in flight are answered, or after 4 s. */
  async stop(): Promise<void> {
    this.isStopping = true;
    const closed = Promise.all(this.servers.map((server) => new Promise((resolve) => server.close(resolve))));
    const sweep = setInterval(() => {
      for (const server of this.servers) server.closeIdleConnections();
    }, 50);
    const deadline = setTimeout(() => {
      for (const server of this.servers) server.closeAllConnections();
    }, GRACE_MS);
    await closed;
    clearInterval(sweep);
    clearTimeout(deadline);
  }

  private createServer(): Server {
    const server = createServer({ requireHostHeader: false }, (request, response) => {
      if (this.isStopping) {
        response.setHeader('Connection', 'close');
        const { status, body } = failureOf(
          requestFault('stopping', 'the service is stopping and takes no more requests'),
        );
        answer(response, status, body);
      } else this.app(request, response);
    });
    // An expectation that is not understood may be ignored (RFC 9110, section 10.1.1); Node would answer without JSON.
    server.on('checkExpectation', (request, response) => server.emit('request', request, response));
    server.on('clientError', answerClientError);
    return server;
  }
}

/** What is not HTTP never becomes a request, so the answer is written by hand. */
function answerClientError(error: NodeJS.ErrnoException, socket: Socket | NodeJS.WritableStream): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return;
  const { body } = failureOf(requestFault('bad_request', describeClientError(error.code)));
  socket.end(
    [
      'HTTP/1.1 400 Bad Request',
      'Content-Type: application/json',
      `Content-Length: ${String(Buffer.byteLength(body))}`,
      'Connection: close',
      '',
      body,
    ].join('\r\n'),
  );
}

function describeClientError(code: string | undefined): string {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return 'the URL and the headers of the request are too long';
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return 'the request did not arrive in time';
    default:
      return `the request is not valid HTTP (${code ?? 'unknown'})`;
  }
}

async function listen(server: Server, address: BindAddress): Promise<void> {
  if ('path' in address) await removeStaleSocket(address.path);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(new ConfigurationError(`cannot listen on ${describeAddress(address)} (${error.code ?? error.message})`));
    });
    server.listen(address, resolve);
  });
}

/** A Unix socket that a crash left behind would be "in use" for ever. */
async function removeStaleSocket(path: string): Promise<void> {
  if (lstatSync(path, { throwIfNoEntry: false })?.isSocket() !== true) return;
  const isAlive = await new Promise<boolean>((resolve) => {
    const probe = connect(path);
    probe.once('connect', () => {
      probe.destroy();
      resolve(true);
    });
    probe.once('error', () => {
      resolve(false);
    });
  });
  if (!isAlive) unlinkSync(path);
}

function actual(server: Server, address: BindAddress): BindAddress {
  return 'path' in address ? address : { host: address.host, port: (server.address() as AddressInfo).port };
}
