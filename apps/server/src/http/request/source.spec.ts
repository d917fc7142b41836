import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { trustedProxies } from '../../net/trusted-proxies.js';
import { type Api, shownAt, useApis } from '../../../test/support/api.js';
import { form } from '../../../test/support/content.js';
import { eventOf, loggedBy } from '../../../test/support/logged.js';
import { trust } from './source.js';

const open = useApis();
const BODY = form('targets=h:1');

/** The source that the log names for a change with this header. */
async function sourceWith(api: Api, forwardedFor: string): Promise<unknown> {
  await api.send('PUT', '/a/b', { ...BODY, headers: { ...BODY.headers, 'X-Forwarded-For': forwardedFor } });
  return loggedBy(api).at(-1)?.['source'];
}

test('nobody is trusted by default', async () => {
  const api = await open();
  expect(await sourceWith(api, '192.0.2.1')).toBe('127.0.0.1');
});

test.each([
  ['192.0.2.1', '192.0.2.1'],
  ['2001:db8::1', '2001:db8::1'],
  ['192.0.2.1, 192.0.2.2', '192.0.2.2'],
  ['192.0.2.1, 10.0.0.5', '192.0.2.1'],
  ['192.0.2.1, 127.0.0.1, 10.0.0.5', '192.0.2.1'],
  ['192.0.2.1, ::ffff:10.0.0.5', '192.0.2.1'],
  ['127.0.0.1', '127.0.0.1'],
  ['192.0.2.1:4711', '192.0.2.1'],
  ['[2001:db8::1]:4711', '2001:db8::1'],
  ['[2001:db8::1]', '2001:db8::1'],
  ['192.0.2.1, 10.0.0.5:4711', '192.0.2.1'],
])('of a trusted proxy X-Forwarded-For: %s is %s', async (forwardedFor, source) => {
  const api = await open({ trustedProxies: 'loopback,10.0.0.0/24' });
  expect(await sourceWith(api, forwardedFor)).toBe(source);
});

test.each([
  'unknown',
  '',
  ',',
  ' , ,',
  '192.0.2.1 level=error',
  '999.1.1.1',
  '"quoted"',
  '[::1',
  '::%1',
  '[fe80::1%eth0]:4711',
  'é',
  'x'.repeat(9000),
])('garbage is never logged: %j', async (forwardedFor) => {
  const api = await open({ trustedProxies: 'loopback' });
  expect(await sourceWith(api, forwardedFor)).toBe('127.0.0.1');
});

test('the source is always an address', async () => {
  const api = await open({ trustedProxies: 'loopback' });
  await fc.assert(
    fc.asyncProperty(
      fc.string({ unit: fc.constantFrom('1', '.', ':', ',', ' ', 'a', '[', ']', '%') }),
      async (text) => {
        expect(await sourceWith(api, text)).toMatch(/^[0-9a-f.:]+$/);
      },
    ),
    { numRuns: 50 },
  );
});

test('other headers of proxies are not believed', async () => {
  const api = await open({ trustedProxies: 'loopback' });
  const headers = {
    ...BODY.headers,
    Host: 'own.test',
    Origin: 'http://other.test',
    'X-Forwarded-Host': 'other.test',
    'X-Forwarded-Proto': 'https',
    Forwarded: 'for=192.0.2.9;host=other.test',
    'X-Real-IP': '192.0.2.9',
  };
  expect((await api.send('PUT', '/a/b', { ...BODY, headers })).status).toBe(403);
  expect(eventOf(api, 'change')['source']).toBe('127.0.0.1');
});

test('peers on a Unix socket are trusted by name', () => {
  expect(trust(trustedProxies('unix'))(undefined, 0)).toBe(true);
  expect(trust(trustedProxies('loopback'))(undefined, 0)).toBe(false);
  expect(trust(trustedProxies('unix'))('127.0.0.1', 0)).toBe(false);
});

test('the zone of a peer does not count, and a hop before it has none', () => {
  const trusted = trust(trustedProxies('linklocal'));
  expect([trusted('fe80::1%eth0', 0), trusted('fe80::1', 1), trusted('fe80::1%eth0', 1)]).toEqual([true, true, false]);
});

test('a peer that resets its connection is not taken for one on a Unix socket', async () => {
  const api = await open({ trustedProxies: 'unix' });
  const body = 'targets=h:1';
  const request = [
    'PUT /a/b HTTP/1.1',
    'Host: x',
    'X-Forwarded-For: 192.0.2.1',
    'Content-Type: application/x-www-form-urlencoded',
    `Content-Length: ${String(body.length)}`,
    '',
    body,
  ].join('\r\n');
  const socket = connect(api.port, '127.0.0.1');
  await once(socket, 'connect');
  socket.write(request);
  socket.resetAndDestroy();
  await sleep(100);

  expect(loggedBy(api).filter(({ source }) => source !== '127.0.0.1')).toEqual([]);
  expect(await shownAt(api, '/a/b')).toBeUndefined();
});
