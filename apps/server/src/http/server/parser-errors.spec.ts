import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { InMemoryTargetGroupStore } from '@target-eye/domain/testing';
import { type Api, useApis } from '../../../test/support/api.js';
import { json } from '../../../test/support/content.js';
import { loggedBy } from '../../../test/support/logged.js';
import { parseAnswer } from '../../../test/support/raw-request.js';
import { expectFailure } from '../../../test/support/refusal.js';
import { useTemporaryDirectory } from '../../../test/support/temporary-directory.js';
import { until } from '../../../test/support/until.js';

const open = useApis();
const home = useTemporaryDirectory();
const sockets: Socket[] = [];

afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
});

interface Client {
  readonly socket: Socket;
  readonly text: () => string;
  /** Resolves when the service has closed the connection on its side, not only its half: a write finds nobody. */
  readonly dropped: () => Promise<void>;
}

/** Sends this, never ends the connection, and goes on with a byte now and then. */
function connectTo(at: { readonly port: number } | { readonly path: string }, bytes: string, drop = ''): Client {
  const socket = connect({ ...at, allowHalfOpen: true });
  let [text, isBroken] = ['', false];
  socket.on('data', (chunk: Buffer) => (text += chunk.toString()));
  socket.on('error', () => (isBroken = true)).on('close', () => (isBroken = true));
  socket.write(bytes);
  sockets.push(socket);
  return {
    socket,
    text: () => text,
    dropped: () =>
      until('the service has closed the connection', () => {
        socket.write(drop === '' ? 'x' : drop);
        return isBroken;
      }),
  };
}

function statusesOf(text: string): readonly number[] {
  return text
    .split(/(?=HTTP\/1\.1 \d)/)
    .map(parseAnswer)
    .map(({ status }) => status);
}

const SLOW_BODY = 'PUT /a/b HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9999\r\n\r\n{';
const SLOW_AFTER_ANSWER = 'GET /a/b HTTP/1.1\r\nHost: x\r\nContent-Length: 9999\r\n\r\n{';

const BROKEN_CHUNK = 'HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n';

// cspell:ignore frob
const REFUSED = [
  ['CONNECT', 'CONNECT h:80 HTTP/1.1\r\nHost: x\r\n\r\n', [405]],
  ['CONNECT with much behind it', `CONNECT h:80 HTTP/1.1\r\nHost: x\r\n\r\n${'x'.repeat(100_000)}`, [405]],
  ['a method that nobody knows', 'FROB /a/b HTTP/1.1\r\nHost: x\r\n\r\n', [405]],
  ['garbage', '\x16\x03\x01\r\n\r\n', [400]],
  ['headers that are too long', `GET /a/b HTTP/1.1\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`, [431]],
  ['headers without an end', 'GET /a/b HTTP/1.1\r\nX: ', [400]],
  ['nothing', '', [400]],
  ['a body without an end', SLOW_BODY, [400]],
  ['a body that is no HTTP', `PUT /a/b ${BROKEN_CHUNK}`, [400]],
  ['a body that is no HTTP and that nobody wanted', `GET /a/b ${BROKEN_CHUNK}`, [400]],
  ['a body without an end that nobody wanted', SLOW_AFTER_ANSWER, [200]],
  ['a body without an end behind a request', `GET /a/b HTTP/1.1\r\nHost: x\r\n\r\n${SLOW_BODY}`, [200, 400]],
  [
    'a body that is no HTTP behind an answer that ends the connection',
    `PATCH /a/b HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n\r\nPUT /a/b ${BROKEN_CHUNK}`,
    [405],
  ],
  ['garbage behind a request', 'GET /a/b HTTP/1.1\r\nHost: x\r\n\r\n\x16\x03\x01\r\n\r\n', [200, 400]],
] as const;

describe.each(REFUSED)('%s', (_, bytes, statuses) => {
  test.each(['TCP', 'a Unix socket'])(
    'is answered once, and the connection is closed at once, over %s',
    async (over) => {
      const path = join(home(), 'socket');
      const api = await open({
        settings: { read_timeout: 300 },
        ...(over !== 'TCP' && { http: { endpoints: [{ address: { path }, scheme: 'http' }] } }),
      });
      const client = connectTo(over === 'TCP' ? { port: api.port } : { path }, bytes);
      await until(
        'all is answered',
        () => client.text().endsWith('\n') && statusesOf(client.text()).length === statuses.length,
      );
      await client.dropped();
      expect(statusesOf(client.text())).toEqual(statuses);
      expect(loggedBy(api).filter(({ level }) => level === 'error')).toEqual([]);
    },
  );
});

test('a change whose body does not come in time is over, and has its line, though its client stays', async () => {
  const api = await open({ settings: { read_timeout: 300 } });
  const { text } = connectTo(api, SLOW_BODY);
  await until('it is answered', () => text().endsWith('}\n'));
  const lines = () => loggedBy(api).filter(({ message, outcome }) => message === 'change' && outcome === 'refused');
  await until('it has its line', () => lines().length === 1);
  expectFailure(parseAnswer(text()), { code: 'bad_request', says: 'in time' });
});

test('requests that wait behind one whose client left are forgotten', async () => {
  const store = new InMemoryTargetGroupStore();
  let end = (): void => undefined;
  const slow = new Promise<undefined>(
    (resolve) =>
      (end = () => {
        resolve(undefined);
      }),
  );
  const find = jest.spyOn(store, 'find').mockReturnValue(slow);
  const api = await open({ store, settings: { graceful_timeout: 60_000 } });
  const { socket } = connectTo(api, 'GET /a/b HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(20));
  await until('the first one is served', () => find.mock.calls.length === 1);
  socket.resetAndDestroy();
  end();
  await api.stop();
  expect(find).toHaveBeenCalledTimes(1);
});

test('what was no request is told with its source, its status and the reason, one by one', async () => {
  const invalidRequest = jest.fn();
  const api: Api = await open({ settings: { read_timeout: 300 }, events: { invalidRequest } });
  for (const bytes of ['\x16\x03\x01\r\n\r\n', 'CONNECT h:80 HTTP/1.1\r\nHost: x\r\n\r\n', SLOW_BODY]) {
    const client = connectTo(api, bytes);
    await until('it is answered', () => client.text() !== '');
  }
  expect(invalidRequest.mock.calls).toEqual([
    ['127.0.0.1', { status: 400, reason: 'the request is not valid HTTP (HPE_INVALID_METHOD)' }],
    ['127.0.0.1', { status: 405, reason: expect.stringContaining('CONNECT') as string }],
  ]);
});

describe('a DELETE that announces no body, with something behind it,', () => {
  const remove = 'DELETE /a/b HTTP/1.1\r\nHost: x\r\n\r\n';
  const show = 'GET /a/b HTTP/1.1\r\nHost: x\r\n\r\n';

  test.each(['["h:1"]', '{"targets":["h:1"]}', 'targets=h:1', 'targets: [h:1]', '\r\n\r\ntargets=h:1'])(
    'that is no request removes nothing, and is told so: %j',
    async (body) => {
      const api = await open();
      await api.send('PUT', '/a/b', json({ targets: ['h:1', 'h:2'] }));
      const client = connectTo(api, `${remove}${body}`);
      await until('it is answered', () => client.text().endsWith('}\n'));
      expectFailure(parseAnswer(client.text()), { code: 'bad_request', says: 'announces no body' });
      const denied = connectTo(api, `${remove.trimEnd()}\r\nContent-Length: 0\r\n\r\n${body}`);
      await until('it is answered', () => denied.text().endsWith('}\n'));
      expect(statusesOf(denied.text())).toEqual([400]);
      const waiting = connectTo(api, `${show}${remove}${body}`);
      await until('both are answered', () => waiting.text().endsWith('}\n'));
      expect(statusesOf(waiting.text())).toEqual([200, 400]);
      expect((await api.send('GET', '/a/b')).text).toContain('"h:1","h:2"');
    },
  );

  test('that is a request is served, and so is that', async () => {
    const api = await open();
    await api.send('PUT', '/a/b', json({ targets: ['h:1'] }));
    const client = connectTo(api, `${show}${remove}${show}${remove}`);
    await until('all are answered', () => statusesOf(client.text()).length === 4);
    expect(statusesOf(client.text())).toEqual([200, 200, 200, 400]);
    expect(client.text()).toContain('group_unknown');
  });
});
