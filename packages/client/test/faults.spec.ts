import { createClient } from '@target-eye/client';
import { freePort } from '../../../apps/server/test/support/free-port.js';
import { message, useFaultyServices } from './support/faulty-service.js';
import { rejection } from './support/real-service.js';

const serve = useFaultyServices();

const KEY = { application: 'payments', environment: 'prod' };
const SECRET = 'te_very-secret';
const GROUP = '[{"targets":["h:1"],"labels":{"job":"payments","env":"prod"}}]';
const JSON_TYPE = { 'Content-Type': 'application/json' };
const WHOLE = message('200 OK', { ...JSON_TYPE, ETag: '"r1"', 'Content-Length': GROUP.length }, GROUP);

/** Waits for nothing, so that no test takes long. */
const client = (url: string) => createClient({ url, token: SECRET, retries: { firstPause: 1, attempts: 3 } });

const HALVES: readonly (readonly [string, string, string])[] = [
  ['nothing', '', 'connection_failed'],
  ['half of its headers', 'HTTP/1.1 200 OK\r\nContent-Ty', 'connection_failed'],
  ['half of a body with a length', WHOLE.slice(0, -20), 'answer_cut'],
  [
    'half of a body in chunks',
    message('200 OK', { ...JSON_TYPE, 'Transfer-Encoding': 'chunked' }, '4\r\n[{"t\r\n'),
    'answer_cut',
  ],
  ['half of a body without a length', message('200 OK', JSON_TYPE, GROUP.slice(0, -20)), 'answer_cut'],
  ['a page of a proxy', message('502 Bad Gateway', { 'Content-Type': 'text/html' }, '<html>'), 'answer_not_understood'],
];

test.each(HALVES)('a change that is answered with %s is sent again', async (_, half) => {
  const { url, received } = await serve((n) => (n < 2 ? half : WHOLE));
  expect(await client(url).replace(KEY, { targets: ['h:1'] })).toMatchObject({ revision: 'r1' });
  expect(received).toHaveLength(3);
});

test.each(HALVES)('a change that is answered with %s again and again has an unknown outcome', async (_, half, code) => {
  const { url, received } = await serve(() => half);
  const error = (await rejection(client(url).add(KEY, { targets: ['h:1'] }))) as Error;
  expect(error).toMatchObject({ code, outcome: 'unknown', attempts: 3 });
  const [, id] = /x-request-id: (\w+)/i.exec(received[0] ?? '') ?? [];
  expect(error).toMatchObject({ requestId: id });
  expect(`${error.stack ?? ''} ${JSON.stringify(error)} ${String(error.cause)}`).not.toContain(SECRET);
});

test('a change that may be done only once is not sent again', async () => {
  const { url, received } = await serve(() => '');
  const error = await rejection(client(url).add(KEY, { targets: ['h:1'] }, { idempotent: false }));
  expect(error).toMatchObject({ outcome: 'unknown', attempts: 1 });
  expect(received).toHaveLength(1);
});

test('where nobody listens, nothing was changed', async () => {
  const url = `http://127.0.0.1:${String(await freePort())}`;
  const error = await rejection(client(url).add(KEY, { targets: ['h:1'] }, { idempotent: false }));
  expect(error).toMatchObject({ code: 'connection_failed', outcome: 'unchanged', attempts: 3 });
  expect((error as Error).message).toMatch(/^there is no connection for POST http.*: connect ECONNREFUSED/);
});

test('credentials go nowhere else, whatever the answer says', async () => {
  const elsewhere = await serve(() => WHOLE);
  const { url, received } = await serve(() => message('307 Temporary Redirect', { Location: `${elsewhere.url}/a/b` }));
  expect(await rejection(client(url).show(KEY))).toMatchObject({ code: 'redirected', status: 307, attempts: 1 });
  expect(received[0]).toMatch(new RegExp(`authorization: Bearer ${SECRET}`, 'i'));
  expect(elsewhere.received).toEqual([]);
});

test('an abort ends a request that waits for its answer', async () => {
  const controller = new AbortController();
  const { url } = await serve(() => {
    controller.abort('enough');
    return undefined;
  });
  expect(await rejection(client(url).replace(KEY, {}, { signal: controller.signal }))).toBe('enough');
});

test('an answer that does not come is waited for no longer than is said', async () => {
  const { url } = await serve(() => undefined);
  const impatient = createClient({ url, timeout: 50, retries: false });
  expect(await rejection(impatient.show(KEY))).toMatchObject({ code: 'timeout', status: undefined });
});

test('an answer that stops in the middle is waited for no longer than is said', async () => {
  const impatient = createClient({
    url: 'http://target-eye.test',
    timeout: 50,
    retries: false,
    fetch: (_, { signal }) => {
      const stream = new ReadableStream({
        start: (controller) => {
          signal.addEventListener('abort', () => {
            controller.error(signal.reason);
          });
        },
      });
      return Promise.resolve(new Response(stream, { headers: JSON_TYPE }));
    },
  });
  expect(await rejection(impatient.show(KEY))).toMatchObject({ code: 'timeout', status: 200 });
});
