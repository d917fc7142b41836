import type { RateLimit } from '../../net/rate-limit.js';
import { type Api, useApis } from '../../../test/support/api.js';
import { form } from '../../../test/support/content.js';
import { eventOf, loggedBy } from '../../../test/support/logged.js';
import type { Content } from '../../../test/support/raw-request.js';
import { expectFailure } from '../../../test/support/refusal.js';

const open = useApis();
const HOUR = 3_600_000;

const limiting = (requests: number, milliseconds = HOUR) => ({
  rateLimit: (): RateLimit | undefined => ({ requests, milliseconds }),
  events: { rateLimited: jest.fn() },
});

const by = (client: string): Content => ({ headers: { 'X-Forwarded-For': client } });

/** The statuses of requests one after another. */
async function statuses(
  api: Api,
  path: string,
  contents: readonly (Content | undefined)[],
): Promise<readonly number[]> {
  const all: number[] = [];
  for (const content of contents) all.push((await api.send('GET', path, content)).status);
  return all;
}

const times = (count: number, content?: Content): readonly (Content | undefined)[] =>
  Array.from({ length: count }, () => content);

test('requests beyond the limit are refused with the time to wait', async () => {
  const options = limiting(2);
  const api = await open(options);
  expect(await statuses(api, '/a/b', times(2))).toEqual([200, 200]);
  expect(options.events.rateLimited).not.toHaveBeenCalled();

  const answer = await api.send('GET', '/a/b');
  expectFailure(answer, { status: 429, code: 'too_many_requests', path: '' });
  const wait = answer.headers['retry-after'] ?? '';
  expect(answer.text).toContain(`the client 127.0.0.1 sent more than 2 requests in 3600 s; try again in ${wait} s`);
  // Of the hour some seconds may have passed.
  expect(wait).toMatch(/^3[56]\d\d$/);
  expect(options.events.rateLimited).toHaveBeenCalledTimes(1);
  expect(Object.keys(answer.headers).filter((name) => name.includes('ratelimit'))).toEqual([]);
});

test('one is to wait for a second at least, and may go on then', async () => {
  const api = await open(limiting(1, 300));
  expect((await api.send('GET', '/a/b')).status).toBe(200);
  let answer = await api.send('GET', '/a/b');
  expect(answer.headers['retry-after']).toBe('1');
  for (let attempt = 0; attempt < 100 && answer.status === 429; attempt++) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    answer = await api.send('GET', '/a/b');
  }
  expect(answer.status).toBe(200);
});

test('a change beyond it changes nothing; every URL and verb counts', async () => {
  const api = await open(limiting(2));
  await api.send('PUT', '/a/b', form('targets=h:1'));
  await api.send('GET', '/nowhere');
  expectFailure(await api.send('DELETE', '/a/b'), { status: 429, code: 'too_many_requests' });
});

test('whoever watches over the service is never refused', async () => {
  const api = await open(limiting(1));
  expect(await statuses(api, '/a/b', times(2))).toEqual([200, 429]);
  expect(await statuses(api, '/-/healthy', times(3))).toEqual([200, 200, 200]);
  expect(await statuses(api, '/-/ready', times(3))).toEqual([200, 200, 200]);
});

test('scrapes are counted on their own', async () => {
  const api = await open(limiting(1));
  await statuses(api, '/a/b', times(2));
  const [first, second] = await statuses(api, '/metrics', times(2));
  expect(first).not.toBe(429);
  expect(second).toBe(429);
});

test('clients are told apart by address, those with IPv6 by their network', async () => {
  const api = await open({ ...limiting(1), trustedProxies: 'loopback' });
  const clients = [
    '192.0.2.1',
    '192.0.2.2',
    '192.0.2.1',
    '::ffff:192.0.2.2',
    '2001:db8:0:1::1',
    '2001:db8:0:2::1',
    '2001:db8:0:1:ffff::2',
    'fe80::1%eth0',
    'fe80::2%eth0',
  ];
  expect(await statuses(api, '/a/b', clients.map(by))).toEqual([200, 200, 429, 429, 200, 200, 429, 200, 429]);
});

test('who is not behind a trusted proxy is one client whatever it claims', async () => {
  const api = await open(limiting(1));
  expect(await statuses(api, '/a/b', [by('192.0.2.1'), by('192.0.2.2')])).toEqual([200, 429]);
});

test('another limit holds at once and begins anew, the same one goes on', async () => {
  let limit: RateLimit | undefined = { requests: 1, milliseconds: HOUR };
  const api = await open({ rateLimit: () => limit });
  expect(await statuses(api, '/a/b', times(2))).toEqual([200, 429]);
  limit = { ...limit };
  expect(await statuses(api, '/a/b', times(1))).toEqual([429]);
  limit = { requests: 2, milliseconds: HOUR };
  expect(await statuses(api, '/a/b', times(3))).toEqual([200, 200, 429]);
  limit = undefined;
  expect(await statuses(api, '/a/b', times(3))).toEqual([200, 200, 200]);
});

test('the log names each client that is refused once in a window', async () => {
  const api = await open(limiting(1));
  await statuses(api, '/a/b', times(4));
  await api.send('PUT', '/a/b', form('targets=h:1'));
  expect(eventOf(api, 'rate limited')).toEqual({ level: 'warn', source: '127.0.0.1', requests: 1, seconds: 3600 });
  expect(loggedBy(api).filter(({ code }) => code === 'too_many_requests')).toHaveLength(4);
  expect(loggedBy(api).filter(({ level, code }) => code === 'too_many_requests' && level !== 'debug')).toEqual([]);
});

test('requests that are refused before the limit count, and are told once that there are too many', async () => {
  const options = limiting(2);
  const api = await open(options);
  expect(await statuses(api, 'http://[::1/a/b', times(4))).toEqual([400, 400, 429, 429]);
  expect(await statuses(api, '/a/b', times(1))).toEqual([429]);
  expect(options.events.rateLimited).toHaveBeenCalledTimes(3);
});
