import { once } from 'node:events';
import fs, { existsSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { encodeFileSd, groupKey } from '@target-eye/domain';
import { InMemoryTargetGroupStore } from '@target-eye/domain/testing';
import { type Api, shownAt, useApis } from '../../../test/support/api.js';
import { form } from '../../../test/support/content.js';
import { parseAnswer, sendBytes } from '../../../test/support/raw-request.js';
import { expectFailure } from '../../../test/support/refusal.js';
import { useTemporaryDirectory } from '../../../test/support/temporary-directory.js';
import { AnswerHeaders } from '../answer/answer-headers.js';

const open = useApis();
const GET = 'GET /shop/prod HTTP/1.1\r\nHost: x\r\n\r\n';

test('while it stops, requests in flight are answered and new ones get a 503', async () => {
  const store = new InMemoryTargetGroupStore();
  const [asked, release] = [gate(), gate()];
  jest.spyOn(store, 'find').mockImplementation(async () => {
    asked.open();
    await release.opened;
    return undefined;
  });
  const api = await open({ store });
  const socket = connect(api.port, '127.0.0.1');
  const received: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => received.push(chunk));

  socket.write(GET);
  await asked.opened;
  const stopped = api.stop();
  socket.write(GET, () => setTimeout(release.open, 100));
  await once(socket, 'close');
  await stopped;

  const [first = '', second = ''] = Buffer.concat(received)
    .toString()
    .split(/(?=HTTP\/1\.1 )/g);
  expect(parseAnswer(first)).toMatchObject({ status: 200, text: '[]\n' });
  expectFailure(parseAnswer(second), { status: 503, code: 'stopping' });
  expect(parseAnswer(second).headers).toHaveProperty('x-request-id');
});

test('while it stops, an answer that the client is slow to read is sent to its end', async () => {
  const store = new InMemoryTargetGroupStore();
  const targets = Array.from({ length: 500_000 }, (_, index) => `host-${String(index)}:9100`);
  const group = { targets, labels: { job: 'shop', env: 'prod' } };
  await store.replace(groupKey('shop', 'prod'), group);
  const api = await open({ store });
  const socket = connect(api.port, '127.0.0.1');
  socket.write(GET);
  await once(socket, 'readable');
  const stopped = api.stop();
  await new Promise((resolve) => setTimeout(resolve, 600));
  const received: Buffer[] = [];
  for await (const chunk of socket) received.push(chunk as Buffer);
  await stopped;
  expect(parseAnswer(Buffer.concat(received).toString()).text).toBe(encodeFileSd(group));
});

// cspell:ignore frob
test.each(['CONNECT', 'FROB', 'get'])(
  'the method %s, which Node hands over in another way, is not allowed',
  async (method) => {
    const api = await open();
    const answer = await sendBytes(api.port, `${method} /a/b HTTP/1.1\r\nHost: x\r\n\r\n`);
    expectFailure(answer, { status: 405, code: 'method_not_allowed', says: method });
    expect(answer.headers['allow']).toBe('GET, HEAD, PUT, POST, DELETE');
  },
);

test.each([
  ['garbage', 'GARB\x01GE\r\n\r\n', 400],
  ['a method that nobody knows', 'FROB /a/b HTTP/1.1\r\nHost: x\r\n\r\n', 400],
  ['CONNECT', 'CONNECT a:1 HTTP/1.1\r\nHost: x\r\n\r\n', 405],
])('%s behind a request on the same connection is answered after it', async (_, second, status) => {
  const store = new InMemoryTargetGroupStore();
  const release = gate();
  jest.spyOn(store, 'find').mockImplementation(async () => {
    await release.opened;
    return undefined;
  });
  const api = await open({ store });
  setTimeout(release.open, 100);
  const socket = connect(api.port, '127.0.0.1');
  socket.write(GET + second);
  const received: Buffer[] = [];
  for await (const chunk of socket) received.push(chunk as Buffer);
  const answers = Buffer.concat(received)
    .toString()
    .split(/(?=HTTP\/1\.1 )/g)
    .map(parseAnswer);
  expect(answers.map((answer) => answer.status)).toEqual([200, status]);
});

test('a body that breaks off being HTTP is refused, though its request is never complete', async () => {
  const head = 'PUT /a/b HTTP/1.1\r\nHost: x\r\nContent-Type: text/yaml\r\nTransfer-Encoding: chunked\r\n\r\n';
  const answer = await sendBytes((await open()).port, `${head}3\r\nabc\r\nZZ\r\n\r\n`);
  expectFailure(answer, { code: 'bad_request' });
});

test.each(['CONNECT', 'FROB'])('the answer to %s has a request id', async (method) => {
  const bytes = `${method} /a/b HTTP/1.1\r\nHost: x\r\nX-Request-Id: build-1\r\n\r\n`;
  const { headers } = await sendBytes((await open()).port, bytes);
  expect(headers['x-request-id']).toMatch(method === 'CONNECT' ? /^build-1$/ : /^[0-9a-f-]{36}$/);
});

test('after it stopped nobody listens', async () => {
  const api = await open();
  await api.stop();

  await expect(sendBytes(api.port, GET)).rejects.toThrow('ECONNREFUSED');
});

test('an expectation is met or ignored, and the answer is JSON', async () => {
  const api = await open();
  const request = (expectation: string): string =>
    `GET /shop/prod HTTP/1.1\r\nHost: x\r\nConnection: close\r\nExpect: ${expectation}\r\n\r\n`;

  expect(await sendBytes(api.port, request('nothing'))).toMatchObject({ status: 200, text: '[]\n' });
  expect((await sendBytes(api.port, request('100-continue'))).text).toContain('[]\n');
});

test('HTTP/1.0 without a Host is answered', async () => {
  const api = await open();

  expect(await sendBytes(api.port, 'GET /shop/prod HTTP/1.0\r\n\r\n')).toMatchObject({ status: 200, text: '[]\n' });
});

test.each([
  ['DELETE /shop/prod', '0.9'],
  ['DELETE /shop/prod HTTP/0.9', '0.9'],
  ['DELETE /shop/prod HTTP/2.0', '2.0'],
])('another version of HTTP is refused, also where none is named: %s', async (line, version) => {
  const api = await open();
  await api.send('PUT', '/shop/prod', form('targets=h:1'));

  expectFailure(await sendBytes(api.port, `${line}\r\nHost: x\r\n\r\n`), {
    code: 'bad_request',
    says: `HTTP/${version}`,
  });
  expect(await shownAt(api, '/shop/prod')).toBeDefined();
});

test('HTTP/1.0 gets no interim answer, whatever it expects', async () => {
  const api = await open();
  const head = 'Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 11\r\nExpect: 100-continue';
  const answer = await sendBytes(api.port, `PUT /shop/prod HTTP/1.0\r\n${head}\r\n\r\ntargets=h:1`);

  expect(answer.status).toBe(200);
  expect(answer.text).toContain('h:1');
});

interface Gate {
  readonly opened: Promise<void>;
  readonly open: () => void;
}

function gate(): Gate {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

/** A connection that was closed may count for a moment longer. */
async function untilServed(api: Api): Promise<number> {
  for (;;) {
    const { status } = await api.send('GET', '/a/b');
    if (status === 200) return status;
    await sleep(10);
  }
}

describe('what is set', () => {
  test('as the Server header is sent, and none otherwise', async () => {
    const api = await open({ http: { headers: new AnswerHeaders(() => new Map(), 'target-eye/1.2.3') } });
    expect((await api.send('GET', '/a/b')).headers['server']).toBe('target-eye/1.2.3');
    expect((await (await open()).send('GET', '/a/b')).headers).not.toHaveProperty('server');
  });

  test('as the longest URL and headers is kept', async () => {
    const api = await open({ settings: { h11_max_incomplete_size: 2048 } });
    const request = (length: number) =>
      `GET /a/b HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX: ${'x'.repeat(length)}\r\n\r\n`;
    expect((await sendBytes(api.port, request(1500))).status).toBe(200);
    expectFailure(await sendBytes(api.port, request(2500)), {
      status: 431,
      code: 'headers_too_large',
      says: 'too long',
    });
  });

  test('as the time for an idle connection closes it', async () => {
    const api = await open({ settings: { keep_alive_timeout: 100 } });
    const socket = connect(api.port, '127.0.0.1');
    socket.write(GET);
    socket.resume();
    await once(socket, 'end');
    socket.destroy();
  });

  test.each([
    ['headers', 'GET /a/b HTTP/1.1\r\nHo'],
    ['a body', 'PUT /a/b HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{'],
  ])('as the time for a request ends one whose rest does not come: %s', async (_, bytes) => {
    const api = await open({ settings: { read_timeout: 200 } });
    expectFailure(await sendBytes(api.port, bytes), { code: 'bad_request', says: 'did not arrive in time' });
  });

  test('as the time for a request also ends a connection on which nothing comes', async () => {
    const api = await open({ settings: { read_timeout: 200 } });
    expectFailure(await sendBytes(api.port, ''), { code: 'bad_request', says: 'did not arrive in time' });
  });

  test('as the time for an answer ends a connection that does not read it', async () => {
    const store = new InMemoryTargetGroupStore();
    const labels = { job: 'a', env: 'b', long: 'x'.repeat(20_000_000) };
    await store.update({ application: 'shop', environment: 'prod' }, () => ({ targets: ['h:1'], labels }));
    const api = await open({ store, bounds: { answerTimeout: 200 } });
    const socket = connect(api.port, '127.0.0.1');
    let read = 0;
    socket.write(GET);
    await once(socket, 'readable');
    await sleep(1000);
    socket.on('data', (chunk: Buffer) => (read += chunk.length)).on('error', () => undefined);
    await once(socket, 'close');
    expect(read).toBeLessThan(20_000_000);
  });

  test('as the number of connections is kept, and those beyond it are dropped', async () => {
    const connectionDropped = jest.fn();
    const api = await open({ http: { maxConnections: 2 }, events: { connectionDropped } });
    const kept = [connect(api.port, '127.0.0.1'), connect(api.port, '127.0.0.1')];
    await Promise.all(kept.map((socket) => once(socket, 'connect')));
    const dropped = connect(api.port, '127.0.0.1').on('error', () => undefined);
    await new Promise((resolve) => dropped.once('close', resolve));
    expect(connectionDropped.mock.calls).toEqual([['127.0.0.1', 2]]);
    kept[0]?.destroy();
    await expect(untilServed(api)).resolves.toBe(200);
    kept[1]?.destroy();
  });

  test('as the time for requests in flight ends a stop', async () => {
    const api = await open({ settings: { graceful_timeout: 100 } });
    const socket = connect(api.port, '127.0.0.1');
    socket.write('PUT /a/b HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{');
    await once(socket, 'connect');
    socket.on('error', () => undefined).resume();
    const closed = new Promise((resolve) => socket.once('close', resolve));
    await api.stop();
    await closed;
  });
});

describe('a Unix socket', () => {
  const home = useTemporaryDirectory();

  test('has the mode and the owner that are set', async () => {
    const path = join(home(), 'socket');
    const [user, group] = process.getuid?.() === 0 ? [65_534, 65_533] : [process.getuid?.(), process.getgid?.()];
    const before = process.umask(0o022);
    await open({
      http: { endpoints: [{ address: { path }, scheme: 'http' }] },
      settings: { umask: 0o117, user, group },
    });
    const { mode, uid, gid } = statSync(path);
    expect([mode & 0o777, uid, gid, process.umask(before)]).toEqual([0o660, user, group, 0o022]);
  });

  test('that nobody can be given is an error that names it, and is closed with the others', async () => {
    const path = join(home(), 'socket');
    jest.spyOn(fs, 'chownSync').mockImplementation(() => {
      throw Object.assign(new Error(), { code: 'EPERM' });
    });
    const listening = open({ http: { endpoints: [{ address: { path }, scheme: 'http' }] }, settings: { user: 1 } });
    await expect(listening).rejects.toThrow(`the socket "${path}" cannot be given to user or group (EPERM)`);
    expect(existsSync(path)).toBe(false);
  });
});

describe('several requests that are sent at once', () => {
  const put = (target: string, headers = ''): string =>
    `PUT /shop/prod HTTP/1.1\r\nHost: x\r\n${headers}Content-Type: application/x-www-form-urlencoded\r\nContent-Length: ${String(8 + target.length)}\r\n\r\ntargets=${target}`;

  test('are served in this order', async () => {
    const api = await open();
    const requests = Array.from({ length: 20 }, (_, index) => put(`h:${String(index + 1)}`) + GET);
    const { text } = await sendBytes(api.port, requests.join('') + GET.replace('Host', 'Connection: close\r\nHost'));
    const shown = [...text.matchAll(/"h:(\d+)"/g)].map(([, number]) => Number(number));
    expect(shown).toEqual([...Array.from({ length: 20 }, (_, index) => [index + 1, index + 1]).flat(), 20]);
  });

  test.each([
    ['the client ends the connection', put('first:1', 'Connection: close\r\n')],
    ['the service ends it', `PATCH /shop/prod HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n\r\n`],
  ])('are not served after an answer with which %s', async (_, last) => {
    const api = await open();
    await sendBytes(api.port, last + put('second:1'));
    expect((await api.send('GET', '/shop/prod')).text).not.toContain('second');
  });
});
