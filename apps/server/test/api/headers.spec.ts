import { InMemoryPrometheus } from '@target-eye/domain/testing';
import { SYSTEM_CLOCK } from '../../src/turns/system-clock.js';
import { shownAt, useApis } from '../support/api.js';
import { json } from '../support/content.js';
import { parseAnswer, sendBytes } from '../support/raw-request.js';
import { expectFailure } from '../support/refusal.js';
import { AccessControl } from '../../src/access/access-control.js';

const open = useApis();
const BODY = '{"targets":["h:1"]}';
const FRAMING = `Content-Length: ${String(BODY.length)}\r\n`;
const TYPE = 'Content-Type: application/json\r\n';
const empty = (count: number): string => 'a:\r\n'.repeat(count);

/** A DELETE of one of two targets, with so many empty headers somewhere. */
const removal = (headers: string, body = BODY): string =>
  `DELETE /shop/prod HTTP/1.1\r\nHost: x\r\n${headers}\r\n${body}`;

/** Numbers around every limit that Node has of its own: 32 at a time, `maxHeadersCount`, and 2,000 names and values. */
const MANY = [100, 101, 128, 160, 991, 998, 999, 1000, 1001, 1024, 1999, 2000, 3000, 3900];

test.each(MANY)(
  'a request with %i headers before those that say what its body is never removes a group',
  async (count) => {
    const api = await open();
    for (const headers of [
      empty(count) + TYPE + FRAMING,
      FRAMING + empty(count) + TYPE,
      TYPE + empty(count) + FRAMING,
      TYPE + FRAMING + empty(count),
    ]) {
      await api.send('PUT', '/shop/prod', json({ targets: ['h:1', 'h:2'] }));
      const answer = await sendBytes(api.port, removal(`Connection: close\r\n${headers}`));
      expectFailure(answer, { status: 431, code: 'headers_too_large', says: 'more than 100 headers' });
      expect((await shownAt(api, '/shop/prod'))?.targets).toEqual(['h:1', 'h:2']);
    }
  },
);

test('a request with exactly 100 headers is served', async () => {
  const api = await open();
  await api.send('PUT', '/shop/prod', json({ targets: ['h:1', 'h:2'] }));
  const answer = await sendBytes(api.port, removal(`Connection: close\r\n${empty(96)}${TYPE}${FRAMING}`));
  expect(answer.status).toBe(200);
  expect((await shownAt(api, '/shop/prod'))?.targets).toEqual(['h:2']);
});

test('chunked bodies are no exception, nor is a request behind another or before one', async () => {
  const api = await open();
  await api.send('PUT', '/shop/prod', json({ targets: ['h:1', 'h:2'] }));
  const get = 'GET /shop/prod HTTP/1.1\r\nHost: x\r\n';
  const chunked = removal(
    `${empty(1000)}${TYPE}Transfer-Encoding: chunked\r\n`,
    `${BODY.length.toString(16)}\r\n${BODY}\r\n0\r\n\r\n`,
  );
  const { text } = await sendBytes(api.port, `${get}\r\n${chunked}${get}Connection: close\r\n\r\n`);
  const answers = text
    .split(/(?=HTTP\/1\.1 )/)
    .slice(1)
    .map(parseAnswer);
  // Newer versions of Node end the connection then.
  expect(answers.map(({ status }) => status)).toEqual([431, 200].slice(0, Math.max(1, answers.length)));
  expect((await shownAt(api, '/shop/prod'))?.targets).toEqual(['h:1', 'h:2']);
});

test('a login that is not seen lets nobody in, nor does a host that is not', async () => {
  const sources = { users: () => new Map([['ops', 'x']]), rules: () => undefined, readsWithoutLogin: true };
  const api = await open({ access: new AccessControl(sources), serverNames: ['own.test'] });
  const get = (headers: string): string => `GET /a/b HTTP/1.1\r\nConnection: close\r\n${headers}\r\n`;
  for (const headers of [
    `Host: own.test\r\n${empty(1000)}Authorization: Bearer x\r\n`,
    `Host: own.test\r\n${empty(1000)}Host: other.test\r\n`,
    `${empty(1000)}Host: own.test\r\n`,
  ])
    expectFailure(await sendBytes(api.port, get(headers)), { status: 431, code: 'headers_too_large' });
});

test('what stands behind the body decides nothing', async () => {
  const api = await open();
  await api.send('PUT', '/shop/prod', json({ targets: ['h:1', 'h:2'] }));
  const behind = `0\r\n${TYPE}${empty(90)}\r\n`;
  const head = 'Connection: close\r\nTransfer-Encoding: chunked\r\n';
  const untyped = await sendBytes(api.port, removal(head, `${BODY.length.toString(16)}\r\n${BODY}\r\n${behind}`));
  expectFailure(untyped, { code: 'content_type_missing' });
  const typed = await sendBytes(api.port, removal(head + TYPE, `${BODY.length.toString(16)}\r\n${BODY}\r\n${behind}`));
  expect(typed.status).toBe(200);
  expect((await shownAt(api, '/shop/prod'))?.targets).toEqual(['h:2']);
});

describe('Age', () => {
  const READS = [
    '/shop/prod',
    '/no/group',
    '/api/v1/groups',
    '/api/v1/groups?statuses=true',
    '/api/v1/groups/shop/prod',
    '/api/v1/groups/shop/prod/status',
    '/api/v1/status',
    '/http_sd',
    '/http_sd?application=shop',
  ];
  let age: number | undefined;
  const opened = async () => {
    age = undefined;
    const prometheus = [new InMemoryPrometheus(SYSTEM_CLOCK, () => ({ state: 'unreachable', reason: 'it is a test' }))];
    const api = await open({ prometheus, status: { age: () => age } });
    await api.send('PUT', '/shop/prod', json({ targets: ['h:1'] }));
    return api;
  };

  test('is in every answer that shows groups while it is not known what they are, and in no later one', async () => {
    const api = await opened();
    for (const path of READS) {
      const seen: unknown[] = [];
      for (age of [undefined, 0, 73, undefined]) {
        const { status, headers } = await api.send('GET', path);
        expect({ path, status }).toEqual({ path, status: 200 });
        seen.push(headers['age'], (await api.send('HEAD', path)).headers['age']);
        const { etag } = headers;
        if (etag === undefined || path.includes('statuses')) continue;
        const known = await api.send('GET', path, { headers: { 'If-None-Match': etag } });
        expect([path, known.status, known.headers['age']]).toEqual([path, 304, headers['age']]);
      }
      const ofNow = [undefined, undefined];
      expect([path, ...seen]).toEqual([path, ...ofNow, '0', '0', '73', '73', ...ofNow]);
    }
  });

  test('is in no answer that shows no group, and in none to a change, which a majority has agreed on', async () => {
    const api = await opened();
    age = 73;
    for (const path of ['/-/healthy', '/-/ready', '/openapi.json', '/api/v1/groups/no/group', '/http_sd?odd=1'])
      expect([path, (await api.send('GET', path)).headers['age']]).toEqual([path, undefined]);
    const answer = await api.send('PUT', '/shop/prod', json({ targets: ['h:2'] }));
    expect([answer.status, answer.headers['age']]).toEqual([200, undefined]);
  });
});
