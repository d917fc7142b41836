import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { Agent, get as httpsGet } from 'node:https';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect as connectTls } from 'node:tls';
import type { IncomingMessage } from 'node:http';
import { createAuthority } from '../support/certificates.js';
import { json } from '../support/content.js';
import { freePort } from '../support/free-port.js';
import { describeWith } from '../support/needs.js';
import { type QuietServer, startQuietServer } from '../support/quiet-server.js';
import { sendPatiently, sendRequest } from '../support/raw-request.js';
import { until } from '../support/until.js';

/** What a container of 512 MiB leaves for the heap. */
const SMALL_HEAP = { NODE_OPTIONS: '--max-old-space-size=256' };

/** What the answers and the requests that wait may take together beside what the process has anyway, in MiB. */
const GROWTH = 250;

const home = mkdtempSync(join(tmpdir(), 'target-eye-'));
const sockets: Socket[] = [];
let directories = 0;

const start = (environment: Readonly<Record<string, string>> = {}): Promise<QuietServer> =>
  startQuietServer(join(home, String(directories++)), { ...SMALL_HEAP, ...environment });

afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
});

afterAll(() => {
  rmSync(home, { recursive: true, force: true });
});

/** Sends this on a connection, and reads nothing. */
function sendUnread(portOrPath: number | string, bytes: string | Buffer): Socket {
  const socket = connect(typeof portOrPath === 'number' ? { port: portOrPath } : { path: portOrPath }).on(
    'error',
    () => undefined,
  );
  socket.write(bytes);
  sockets.push(socket);
  return socket;
}

/** A group whose answer has about 7 MB. */
const LARGE = json({ targets: ['h:1'], labels: { long: 'x'.repeat(7_000_000) } });

/** Expects that an honest client is served, that the service took not much more memory, and that it has no defect. */
async function expectLittleGrowth(server: QuietServer, before: number): Promise<void> {
  expect((await sendRequest(server.port, 'GET', '/honest/prod')).status).toBe(200);
  expect(server.memory().now - before).toBeLessThan(GROWTH);
  expect(server.output()).toBe('');
}

const FORM = 'Content-Type: application/x-www-form-urlencoded';
const GET = 'GET /shop/prod HTTP/1.1\r\nHost: x\r\n\r\n';

test('requests behind one another whose answers are not read are read only as far as they can be kept', async () => {
  const server = await start();
  // Not so long that Node.js itself would wait until it is read.
  await sendRequest(server.port, 'PUT', '/shop/prod', json({ targets: ['h:1'], labels: { long: 'x'.repeat(10_000) } }));
  const before = server.memory().now;
  const attacker = sendUnread(server.port, '');
  const flood = Buffer.from(GET.repeat(1000));
  let taken = 0;
  const send = (): void => {
    attacker.write(flood, (error) => {
      if (error) return;
      taken += flood.length;
      send();
    });
  };
  send();
  for (let last = -1; server.isRunning() && taken > last;) {
    last = taken;
    await sleep(1000);
  }
  expect(server.isRunning()).toBe(true);
  await expectLittleGrowth(server, before);
});

test('requests behind one another are all answered where the answers are read', async () => {
  const server = await start();
  const count = 4000;
  const socket = connect(server.port, '127.0.0.1');
  socket.end(GET.repeat(count));
  expect([...(await text(socket)).matchAll(/HTTP\/1\.1 200/g)]).toHaveLength(count);
});

test('answers to changes that are not read are not kept for ever', async () => {
  const server = await start();
  await sendPatiently(server.port, 'PUT', '/shop/prod', LARGE);
  const before = server.memory().now;
  for (let index = 0; index < 45; index++) {
    const body = `targets=more-${String(index)}:1`;
    const socket = sendUnread(
      server.port,
      `POST /shop/prod HTTP/1.1\r\nHost: x\r\n${FORM}\r\nContent-Length: ${String(body.length)}\r\n\r\n${body}`,
    );
    await until('it is answered', () => socket.bytesRead > 0);
  }
  await expectLittleGrowth(server, before);
});

test('refusals that are not read are not kept for ever', async () => {
  const path = join(home, 'socket');
  const server = await start({ BIND: `unix:${path}` });
  // Each fault quotes its value twice, and escapes it: the answer has a megabyte.
  const body = `targets=${Array(1000).fill('%01'.repeat(60)).join(',')}`;
  const request = `PUT /shop/prod HTTP/1.1\r\nHost: x\r\n${FORM}\r\nContent-Length: ${String(body.length)}\r\n\r\n${body}`;
  const refused = async (isRead: boolean): Promise<void> => {
    const some = Array.from({ length: 50 }, () => sendUnread(path, request));
    if (isRead) for (const socket of some) socket.resume();
    await until('they are answered', () => some.every(({ bytesRead, destroyed }) => bytesRead > 0 || destroyed));
  };
  await refused(true);
  const before = server.memory().now;
  for (let round = 0; round < 6; round++) await refused(false);
  await expectLittleGrowth(server, before);
});

describeWith(['openssl'])('over TLS', () => {
  test('a large answer that 80 clients do not read is not kept 80 times, and others read it', async () => {
    const authority = createAuthority(home);
    const { cert, key } = authority.issue('server', 'localhost');
    const port = await freePort();
    const server = await start({ CERTFILE: cert, KEYFILE: key, BIND: `127.0.0.1:${String(port)}` });
    await sendPatiently(server.port, 'PUT', '/shop/prod', LARGE);
    const ca = readFileSync(authority.ca);
    const before = server.memory().now;
    const attackers = Array.from({ length: 80 }, () => {
      const socket = connectTls({ port, ca, servername: 'localhost' }).on('error', () => undefined);
      socket.pause().write(GET);
      sockets.push(socket);
      return socket;
    });
    await until('all are being answered', () => attackers.every(({ bytesRead }) => bytesRead > 10_000));
    for (let index = 0; index < 3; index++) {
      const response = await new Promise<IncomingMessage>((resolve, reject) => {
        const options = { port, ca, servername: 'localhost', agent: new Agent(), path: '/shop/prod' };
        httpsGet(options, resolve).once('error', reject);
      });
      expect((await text(response)).length).toBe(Number(response.headers['content-length']));
    }
    await expectLittleGrowth(server, before);
  });
});
