import { readFileSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { once } from 'node:events';
import express, { type Express, type RequestHandler } from 'express';
import { ConfigurationError } from '../../operator-files/configuration-error.js';
import { withExchanges } from '../../../test/support/exchanges.js';
import { exchangeOf } from '../request/exchange.js';
import { requirePeer } from '../request/source.js';
import { observeRequests } from '../request/observe-requests.js';
import { checkAll } from '../request/url-checks.js';
import { HTTP_EVENTS, type HttpEvents } from './http-events.js';
import { joinEvents } from '../../composition/join-events.js';
import { openAccessLog } from './access-log.js';
import { accessLogFormat, ATOMS } from './access-log-format.js';
import { useTemporaryDirectory } from '../../../test/support/temporary-directory.js';

const home = useTemporaryDirectory();
const path = () => join(home(), 'access.log');
const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

async function serve(app: Express): Promise<Server> {
  const server = createServer(withExchanges(app)).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return server;
}

interface Sent {
  readonly format: string;
  /** The lines of the request without their ends. */
  readonly request?: readonly string[];
  readonly answer?: RequestHandler;
  readonly trust?: string;
}

const hello: RequestHandler = (_request, response) => {
  response.set({ 'Content-Length': '5', 'X-Of-Answer': 'here' }).end('hello');
};

/** Serves with an access log of this format, sends one request byte for byte, and gives the lines that were logged. */
async function logged({ format, request = ['GET / HTTP/1.1'], answer = hello, trust }: Sent): Promise<string> {
  const log = openAccessLog(path(), accessLogFormat(format));
  const app = express();
  if (trust !== undefined) app.set('trust proxy', trust);
  app.use(requirePeer, checkAll([observeRequests(joinEvents<HttpEvents>(HTTP_EVENTS, [log]))]));
  app.use(answer);
  const server = await serve(app);
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  socket.write([...request, 'Host: h', 'Connection: close', '', ''].join('\r\n'), 'latin1');
  socket.resume();
  await once(socket, 'close');
  await new Promise((resolve) => setImmediate(resolve));
  log.file.close();
  return readFileSync(path(), 'utf8');
}

test('no password of a URL in a header is written', async () => {
  const secret = 'https://me:s3cret@host/a@b?c=//d@e';
  const request = ['GET / HTTP/1.1', `Referer: ${secret}`, `User-Agent: bot (${secret})`, `X-From: ${secret}`];
  const shown = 'https://host/a@b?c=//e';
  expect(await logged({ format: '%(f)s %(a)s %({x-from}i)s', request })).toBe(`${shown} bot (${shown}) ${shown}\n`);
});

describe('an atom of the access log', () => {
  const request = [
    'PUT /payments/prod%20eu?x=1&y=%32 HTTP/1.1',
    'Referer: http://r/',
    'User-Agent: curl/8',
    'X-Mine: me',
  ];

  test.each([
    ['%(h)s', '127.0.0.1'],
    ['%(l)s', '-'],
    ['%(u)s', '-'],
    ['%(r)s', 'PUT /payments/prod%20eu HTTP/1.1'],
    ['%(R)s', 'PUT /payments/prod%20eu?x=1&y=%32 HTTP/1.1'],
    ['%(m)s', 'PUT'],
    ['%(U)s', '/payments/prod%20eu'],
    ['%(Uq)s', '/payments/prod%20eu?x=1&y=%32'],
    ['%(q)s', 'x=1&y=%32'],
    ['%(H)s', 'HTTP/1.1'],
    ['%(s)s', '200'],
    ['%(st)s', 'OK'],
    ['%(S)s', 'http'],
    ['%(b)s', '5'],
    ['%(B)s', '5'],
    ['%(f)s', 'http://r/'],
    ['%(a)s', 'curl/8'],
    ['%(p)s', `<${String(process.pid)}>`],
    ['%({x-mine}i)s', 'me'],
    ['%({X-MINE}i)s', 'me'],
    ['%({x-none}i)s', '-'],
    ['%({X-Of-Answer}o)s', 'here'],
    ['%({x-none}o)s', '-'],
    ['%%(h)s 100%%', '%(h)s 100%'],
    ['"%(m)s"\n%(s)s', '"PUT" 200'],
  ])('%s gives %s', async (format, expected) => {
    expect(await logged({ format, request })).toBe(`${expected}\n`);
  });

  test('t is the local time at which the request came, in the common log format', async () => {
    const before = Math.trunc(Date.now() / 1000) * 1000;
    const line = await logged({ format: '%(t)s' });
    const [, date, month = '', year, time, offset] =
      /^\[(\d\d)\/(\w{3})\/(\d{4}):(\d\d:\d\d:\d\d) ([+-]\d{4})\]\n$/.exec(line) ?? [];
    const at = Date.parse(`${String(date)} ${month} ${String(year)} ${String(time)} ${String(offset)}`);
    expect(at).toBeGreaterThanOrEqual(before);
    expect(at).toBeLessThanOrEqual(Date.now());
  });

  test('T, D and L are the same time in seconds, microseconds and seconds with a fraction', async () => {
    const answer: RequestHandler = (_request, response) => {
      setTimeout(() => response.end(), 1100);
    };
    const [T, D, L] = (await logged({ format: '%(T)s %(D)s %(L)s', answer })).split(' ').map(Number);
    expect(D).toBeGreaterThanOrEqual(1_099_000);
    expect(T).toBe(Math.trunc(Number(D) / 1_000_000));
    expect(Math.abs(Number(L) * 1_000_000 - Number(D))).toBeLessThanOrEqual(1);
  });

  test('u is the caller, with nothing in it that would look like the next field', async () => {
    const answer: RequestHandler = (_request, response) => {
      exchangeOf(response).caller = { kind: 'user', name: 'Zoë "x"' };
      response.end();
    };
    expect(await logged({ format: '%(u)s', answer })).toBe('Zo\\xc3\\xab\\x20\\"x\\"\n');
  });

  test('h is the client behind a proxy that is trusted, and only then', async () => {
    const request = ['GET / HTTP/1.1', 'X-Forwarded-For: 192.0.2.7'];
    expect(await logged({ format: '%(h)s', request })).toBe('127.0.0.1\n');
    expect(await logged({ format: '%(h)s', request, trust: 'loopback' })).toMatch(/\n192\.0\.2\.7\n$/);
  });
});

test('the bytes of a body that is not sent are not counted', async () => {
  const sent = await logged({ format: '%(b)s %(B)s', request: ['HEAD / HTTP/1.1'] });
  expect(sent).toBe('- 0\n');
});

test('a request that the client gives up is logged, without a status', async () => {
  const log = openAccessLog(path(), accessLogFormat('%(h)s %(r)s %(s)s %(st)s %(b)s'));
  const app = express();
  app.use(requirePeer, checkAll([observeRequests(joinEvents<HttpEvents>(HTTP_EVENTS, [log]))]));
  const server = await serve(app.use(() => undefined));
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  socket.write('GET /slow HTTP/1.1\r\nHost: h\r\n\r\n');
  const [, response] = (await once(server, 'request')) as [unknown, ServerResponse];
  socket.destroy();
  await once(response, 'close');
  expect(readFileSync(path(), 'utf8')).toBe('127.0.0.1 GET /slow HTTP/1.1 - - -\n');
});

test('no value of a request can end a line or a quotation', async () => {
  const line = await logged({
    format: '"%(r)s" "%(Uq)s" "%(a)s" "%(f)s"',
    request: ['GET /"?"\\ HTTP/1.1', 'User-Agent: a" 200 "\\ \x85\x9b', 'Referer: \t"b'],
  });
  expect(line).toBe('"GET /\\" HTTP/1.1" "/\\"?\\"\\\\" "a\\" 200 \\"\\\\ \\x85\\x9b" "\\"b"\n');
});

describe('a format', () => {
  test.each([
    ['%(x)s', /^%\(x\)s is not an atom; it must be one of h, l, u, .*, p, \{header\}i or \{header\}o$/],
    ['%(constructor)s', /is not an atom/],
    ['%({x}z)s', /is not an atom/],
    ['%({HOME}e)s', /^%\(\{HOME\}e\)s is not supported: environment variables may hold secrets/],
    ['%({Authorization}i)s', /holds secrets/],
    ['%({cookie}i)s', /holds secrets/],
    ['%(s)d', /^"%\(s\)d" is not understood; an atom is written as %\(h\)s/],
    ['%h', /^"%h" is not understood/],
    ['100%', /^"%" is not understood/],
  ])('%s is refused', (format, expected) => {
    const compile = () => accessLogFormat(format);
    expect(compile).toThrow(ConfigurationError);
    expect(compile).toThrow(expected);
  });
});

test('docs/logs.md has every atom, and no other', () => {
  const docs = readFileSync(join(__dirname, '..', '..', '..', '..', '..', 'docs', 'logs.md'), 'utf8');
  const rows = [...docs.matchAll(/^\| `%\((\w+)\)s` +\|/gm)].map(([, name]) => name);
  expect(rows).toEqual([...ATOMS.keys()]);
});
