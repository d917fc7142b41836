import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect as connectTls } from 'node:tls';
import { createAuthority } from '../support/certificates.js';
import { json } from '../support/content.js';
import { snapshot } from '../support/directory-snapshot.js';
import { freePort } from '../support/free-port.js';
import { type QuietServer, startQuietServer } from '../support/quiet-server.js';
import { parseAnswer, sendBytes, sendRequest } from '../support/raw-request.js';
import { expectFailure } from '../support/refusal.js';
import { expectResponsive, expectUnharmed, quickest } from '../support/responsive.js';
import { until } from '../support/until.js';

/** What a request has to arrive whole here, in seconds, so that nobody waits long for it to be over. */
const READ_TIMEOUT = '3';

/** Not all descriptors of this process can be sockets. */
const MANY = Math.min(10_000, ownLimit() - 1000);

const home = mkdtempSync(join(tmpdir(), 'target-eye-'));
const directory = join(home, 'file_sd');
let server: QuietServer;
let idle: number;

beforeAll(async () => {
  server = await startQuietServer(directory, { READ_TIMEOUT, KEEP_ALIVE_TIMEOUT: '1' });
  await sendRequest(server.port, 'PUT', '/honest/prod', json({ targets: ['h:1'] }));
  idle = await quickest(server.port);
});

afterEach(async () => {
  await expectUnharmed(server, idle);
});

afterAll(() => {
  rmSync(home, { recursive: true, force: true });
});

/** A connection that sends this, and keeps what it gets until it is closed. */
class Attacker {
  readonly socket: Socket;
  private text = '';

  constructor(port: number, bytes = '') {
    this.socket = connect(port, '127.0.0.1');
    this.socket.on('error', () => undefined);
    this.socket.on('data', (chunk: Buffer) => {
      this.text += chunk.toString();
    });
    this.socket.write(bytes);
  }

  readonly connected = (): Promise<void> =>
    new Promise((resolve) => {
      for (const event of ['connect', 'close']) this.socket.once(event, resolve);
    });

  readonly closed = async (): Promise<string> => {
    if (!this.socket.closed) await new Promise((resolve) => this.socket.once('close', resolve));
    return this.text;
  };
}

const HEAD = 'PUT /shop/prod HTTP/1.1\r\nHost: x\r\n';
const SLOW = [
  { where: 'in the headers', begin: `${HEAD}X-Slow: `, drop: 'x' },
  { where: 'in a body', begin: `${HEAD}Content-Type: application/json\r\nContent-Length: 9999\r\n\r\n`, drop: 'x' },
  { where: 'in a body of chunks', begin: `${HEAD}Transfer-Encoding: chunked\r\n\r\n`, drop: '1\r\nx\r\n' },
];

test('who sends a byte a second is cut off, in headers and in bodies, and keeps nobody waiting', async () => {
  const before = snapshot(directory);
  const attackers = SLOW.flatMap(({ where, begin, drop }) =>
    Array.from({ length: 300 }, () => ({ where, drop, attacker: new Attacker(server.port, begin) })),
  );
  const drip = setInterval(() => {
    for (const { attacker, drop } of attackers) attacker.socket.write(drop);
  }, 1000);
  await expectResponsive(server.port, idle);
  const told = new Set<string>();
  for (const { where, attacker } of attackers) {
    const text = await attacker.closed();
    // Whoever was sending at this very moment may not get to read the answer.
    if (text === '') continue;
    expectFailure(parseAnswer(text), { code: 'bad_request', says: 'the request did not arrive in time' });
    told.add(where);
  }
  clearInterval(drip);
  expect([...told]).toEqual(SLOW.map(({ where }) => where));
  expect(snapshot(directory)).toEqual(before);
});

test(`${String(MANY)} connections on which nothing comes do not last, and changes can be stored among them`, async () => {
  const attackers: Attacker[] = [];
  while (attackers.length < MANY) {
    const some = Array.from({ length: 500 }, () => new Attacker(server.port));
    attackers.push(...some);
    await Promise.all(some.map(({ connected }) => connected()));
  }
  let status = 0;
  while (status !== 200) {
    status = await sendRequest(server.port, 'PUT', '/shop/prod', json({ targets: ['h:1'] }))
      .then((answer) => answer.status)
      .catch(() => 0);
    if (status !== 200) await sleep(100);
  }
  await Promise.all(attackers.map(({ closed }) => closed()));
});

test('with few descriptors connections are dropped, and no change fails for want of one', async () => {
  const few = await startQuietServer(join(home, 'few'), {}, 'ulimit -n 256');
  const attackers = Array.from({ length: 400 }, (_, index) => {
    const body = JSON.stringify({ targets: [`h:${String(index + 1)}`] });
    const head = `PUT /few/${String(index)} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nConnection: close\r\n`;
    return new Attacker(few.port, `${head}Content-Length: ${String(body.length)}\r\n\r\n${body}`);
  });
  const texts = await Promise.all(attackers.map(({ closed }) => closed()));
  const statuses = texts.filter((text) => text !== '').map((text) => parseAnswer(text).status);
  expect(new Set(statuses)).toEqual(new Set([200]));
  expect(snapshot(join(home, 'few')).size).toBeGreaterThanOrEqual(statuses.length);
  expect(few.output()).toBe('');
  expect(await few.stop()).toBe(0);
});

const LARGE = { status: 431, code: 'headers_too_large', says: 'too long' };

test.each([
  ['a URL of 100 KB', `PUT /${'x'.repeat(100_000)}/prod HTTP/1.1\r\nHost: x\r\n\r\n`, LARGE],
  ['a header of 100 KB', `PUT /shop/prod HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(100_000)}\r\n\r\n`, LARGE],
  ['20,000 headers', `PUT /shop/prod HTTP/1.1\r\nHost: x\r\n${'X: y\r\n'.repeat(20_000)}\r\n`, LARGE],
  [
    'headers without end',
    `PUT /shop/prod HTTP/1.1\r\nHost: x\r\n${'X: y\r\n'.repeat(90)}`,
    { code: 'bad_request', says: 'did not arrive in time' },
  ],
  [
    'a name of 8,000 bytes',
    `PUT /${'x'.repeat(8000)}/prod HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`,
    { code: 'name_too_long' },
  ],
])('a clear refusal, and nothing changes: %s', async (_, bytes, expected) => {
  const before = snapshot(directory);
  expectFailure(parseAnswer(await new Attacker(server.port, bytes).closed()), expected);
  expect(snapshot(directory)).toEqual(before);
});

test.each([
  ['behind a request', 'GET /shop/prod HTTP/1.1\r\nHost: x\r\n\r\n'],
  ['behind a request that ends the connection', 'GET /shop/prod HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'],
  ['alone', ''],
])('CONNECT from a client that resets the connection harms nobody: %s', async (_, before) => {
  for (let round = 0; round < 20; round++) {
    const { socket, connected, closed } = new Attacker(
      server.port,
      `${before}CONNECT a:1 HTTP/1.1\r\nHost: a:1\r\n\r\n`,
    );
    await connected();
    setTimeout(() => socket.resetAndDestroy(), round % 5);
    await closed();
  }
  expect(server.isRunning()).toBe(true);
});

test.each(['TCP', 'TLS', 'a Unix socket'])('what was refused leaves no descriptor open, over %s', async (over) => {
  const folder = mkdtempSync(join(home, 'refused-'));
  const path = join(folder, 'socket');
  const tlsPort = await freePort();
  const secure = (): Readonly<Record<string, string>> => {
    const { cert, key } = createAuthority(folder).issue('server', 'localhost');
    return { CERTFILE: cert, KEYFILE: key, BIND: `127.0.0.1:${String(tlsPort)}` };
  };
  const environment = { TCP: {}, TLS: over === 'TLS' ? secure() : {}, 'a Unix socket': { BIND: `unix:${path}` } }[over];
  const few = await startQuietServer(join(folder, 'file_sd'), environment, 'ulimit -n 400');
  const before = few.descriptors();
  const connectTo = (): Socket =>
    over === 'TLS'
      ? connectTls({ port: tlsPort, rejectUnauthorized: false })
      : connect(over === 'TCP' ? { port: few.port } : { path });
  for (const isPatient of [true, false])
    for (let round = 0; round < 3; round++) {
      const sockets = Array.from({ length: 30 }, () => connectTo().on('error', () => undefined));
      for (const socket of sockets) socket.write(`CONNECT h:80 HTTP/1.1\r\nHost: h\r\n\r\n${'x'.repeat(100_000)}`);
      await Promise.all(
        sockets.map((socket) => new Promise((resolve) => socket.once('readable', resolve).once('close', resolve))),
      );
      if (!isPatient) for (const socket of sockets) socket.destroy();
      await until('all are given back', () => few.descriptors() <= before + 1);
      for (const socket of sockets) socket.destroy();
    }
  expect((await sendRequest(few.port, 'GET', '/shop/prod')).status).toBe(200);
  expect(await few.stop()).toBe(0);
});

test('what is no HTTP is refused as well', async () => {
  expectFailure(await sendBytes(server.port, '\u0016\u0003\u0001\u0002\r\n\r\n'), { code: 'bad_request' });
});

function ownLimit(): number {
  return Number(/^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1] ?? 4096);
}
