import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer as createHttpServer, type RequestListener, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, createServer, type Server as TcpServer } from 'node:net';

/** A request of Prometheus as it came in. */
export interface Scrape {
  /** In milliseconds since the epoch. */
  readonly at: number;
  /** The port that it came from: every Prometheus keeps its connection. */
  readonly from: number;
}

/** A server on a port of its own that Prometheus scrapes. */
export interface Exporter {
  /** Host and port. */
  readonly address: string;
  readonly scrapes: readonly Scrape[];
  /** Answers in another way from now on. */
  readonly turn: (answer: RequestListener) => void;
}

/** What a scrape ends in when all is well. */
export const METRICS: RequestListener = (_, response) => {
  response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4' }).end('answers 1\n');
};

export const LOGIN_PAGE: RequestListener = (_, response) => {
  response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Log in</title>\n');
};

/** An answer of this status without metrics. */
export function refusing(status: number, headers: Readonly<Record<string, string>> = {}): RequestListener {
  return (_, response) => {
    response.writeHead(status, headers).end();
  };
}

const servers = new Set<Server | TcpServer>();

afterAll(() => {
  for (const server of servers) {
    server.close();
    if ('closeAllConnections' in server) server.closeAllConnections();
  }
});

/** Starts an exporter; with a certificate it answers by TLS only. A test file's end stops it. */
export async function startExporter(
  answer: RequestListener = METRICS,
  certificate?: { readonly cert: string; readonly key: string },
): Promise<Exporter> {
  let now = answer;
  const scrapes: Scrape[] = [];
  const listener: RequestListener = (request, response) => {
    scrapes.push({ at: Date.now(), from: request.socket.remotePort ?? 0 });
    now(request, response);
  };
  const server =
    certificate === undefined
      ? createHttpServer(listener)
      : createHttpsServer({ cert: readFileSync(certificate.cert), key: readFileSync(certificate.key) }, listener);
  // Longer than any interval, so that a Prometheus keeps its connection.
  server.keepAliveTimeout = 60_000;
  const address = await listen(server);
  return {
    address,
    scrapes,
    turn: (other) => {
      now = other;
    },
  };
}

/** The address of a server that takes connections and never says a word. */
export async function startSilent(): Promise<string> {
  return listen(
    createServer((socket) => {
      socket.on('error', () => socket.destroy());
      socket.unref();
    }),
  );
}

async function listen(server: Server | TcpServer): Promise<string> {
  servers.add(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `127.0.0.1:${String((server.address() as AddressInfo).port)}`;
}
