import { connect } from 'node:net';
import { once } from 'node:events';
import { InMemoryTargetGroupStore } from '@target-eye/domain/testing';
import { useApis } from '../../../test/support/api.js';
import { form } from '../../../test/support/content.js';
import type { Answer } from '../../../test/support/answer.js';
import { parseAnswer, sendBytes } from '../../../test/support/raw-request.js';
import { AnswerHeaders } from './answer-headers.js';

const open = useApis();
const HEADERS = {
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
};

// cspell:ignore frob
test('every answer has them', async () => {
  const api = await open();
  const answers: readonly Answer[] = [
    await api.send('GET', '/a/b'),
    await api.send('HEAD', '/a/b'),
    await api.send('PUT', '/a/b', form('targets=h:1')),
    await api.send('PUT', '/a/b', form('targets=h:0')),
    await api.send('GET', '/nowhere'),
    await api.send('PATCH', '/a/b'),
    await api.send('GET', '/-/healthy'),
    await sendBytes(api.port, 'nonsense\r\n\r\n'),
    await sendBytes(api.port, 'FROB /a/b HTTP/1.1\r\nHost: x\r\n\r\n'),
    await sendBytes(api.port, 'CONNECT x:1 HTTP/1.1\r\nHost: x\r\n\r\n'),
  ];
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 400, 404, 405, 200, 400, 405, 405]);
  for (const answer of answers) expect(answer.headers).toMatchObject(HEADERS);
});

test('also those while it stops', async () => {
  const store = new InMemoryTargetGroupStore();
  let [release, asked] = [(): void => undefined, (): void => undefined];
  const isAsked = new Promise<void>((resolve) => (asked = resolve));
  jest.spyOn(store, 'find').mockImplementation(async () => {
    asked();
    await new Promise<void>((resolve) => (release = resolve));
    return undefined;
  });
  const api = await open({ store });
  const socket = connect(api.port, '127.0.0.1');
  const received: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => received.push(chunk));
  socket.write('GET /a/b HTTP/1.1\r\nHost: x\r\n\r\n');
  await isAsked;
  const stopped = api.stop();
  socket.write('GET /a/b HTTP/1.1\r\nHost: x\r\n\r\n', () => setTimeout(release, 100));
  await once(socket, 'close');
  await stopped;
  const [, second = ''] = Buffer.concat(received)
    .toString()
    .split(/(?=HTTP\/1\.1 )/g);
  expect(parseAnswer(second)).toMatchObject({ status: 503, headers: HEADERS });
});

test('configured headers win, whatever the case of their names, and the latest ones count', async () => {
  let configured = new Map([
    ['x-frame-options', 'SAMEORIGIN'],
    ['Strict-Transport-Security', 'max-age=1'],
  ]);
  const api = await open({ headers: () => configured });
  for (const answer of [await api.send('GET', '/a/b'), await sendBytes(api.port, 'nonsense\r\n\r\n')])
    expect(answer.headers).toMatchObject({
      ...HEADERS,
      'x-frame-options': 'SAMEORIGIN',
      'strict-transport-security': 'max-age=1',
    });
  configured = new Map([['X-Frame-Options', 'x']]);
  const { headers } = await api.send('GET', '/a/b');
  expect(headers).toMatchObject({ ...HEADERS, 'x-frame-options': 'x' });
  expect(headers).not.toHaveProperty('strict-transport-security');
});

test('a header is never sent twice', () => {
  const names = new AnswerHeaders(() => new Map([['CACHE-CONTROL', 'x']])).all.filter((_, index) => index % 2 === 0);
  expect(names).toHaveLength(5);
  expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(5);
});
