import { type Api, shownAt, useApis } from '../../../test/support/api.js';
import { form } from '../../../test/support/content.js';
import { loggedBy } from '../../../test/support/logged.js';
import { sendBytes } from '../../../test/support/raw-request.js';
import { expectFailure, expectRefused } from '../../../test/support/refusal.js';

const open = useApis();
const GROUP = form('targets=h:1');

describe('a target in absolute form means what its path means', () => {
  test.each([
    'http://host/target-eye/p/q',
    'https://host/target-eye/p/q',
    'HTTP://HOST:80/target-eye/p/q',
    'http://127.0.0.1:8000/target-eye/p/q',
    'http://[::1]:8000/target-eye/p/q',
    'http://a_b-c.%41/target-eye/p/q',
    'http://host:/target-eye/p/q',
  ])('under a prefix: %s', async (target) => {
    const api = await open({ rootPath: '/target-eye' });
    expect((await api.send('PUT', target, GROUP)).status).toBe(200);
    expect((await shownAt(api, '/target-eye/p/q'))?.targets).toEqual(['h:1']);
    expect(loggedBy(api).at(-1)?.['group']).toBe('p/q');
  });

  test.each(['/-/healthy', '/metrics'])('%s is there', async (path) => {
    const api = await open({ rootPath: '/target-eye' });
    expect((await api.send('GET', `http://host/target-eye${path}`)).status).toBe(200);
  });

  test.each(['/a\\b', '/a\\b/c', '/a"|<>/`{}^', '/a;b:c/d,e=f', '/../b', '/%2e/@', '//a/b', '/a/b/', '/', ''])(
    'byte for byte: %j',
    async (path) => {
      const api = await open();
      const origin = await api.send('PUT', path === '' ? '/' : path, GROUP);
      const absolute = await api.send('PUT', `http://host${path}`, GROUP);
      expect([absolute.status, absolute.text]).toEqual([origin.status, origin.text]);
    },
  );

  test('with its query', async () => {
    const api = await open();
    expect((await api.send('GET', 'http://host/a/b?x')).status).toBe(200);
    for (const target of ['http://host/a/b?targets=x', 'http://host/a/b?'])
      await expectRefused(api, 'DELETE', target, {}, { code: 'query_not_understood' });
    expect((await api.send('GET', 'http://host?/a/b')).text).toBe((await api.send('GET', '/?/a/b')).text);
  });

  test('a raw # is refused', async () => {
    expectFailure(await (await open()).send('GET', 'http://host/a/b#c'), { code: 'bad_request', says: '"/a/b#c"' });
  });
});

describe('the host of a target in absolute form counts, not the Host header', () => {
  const ask = (api: Api, target: string, headers: Readonly<Record<string, string>>) =>
    api.send('PUT', target, { ...GROUP, headers: { ...GROUP.headers, ...headers } });

  test('against the server names', async () => {
    const api = await open({ serverNames: ['own.test'] });
    expect((await ask(api, 'http://own.test:8000/a/b', { Host: 'other.test' })).status).toBe(200);
    expectFailure(await ask(api, 'http://other.test/a/b', { Host: 'own.test' }), {
      code: 'host_unknown',
      says: '"other.test"',
    });
  });

  test('against the origin of a page', async () => {
    const api = await open();
    const origin = { Origin: 'http://own.test' };
    expect((await ask(api, 'http://own.test/a/b', { ...origin, Host: 'other.test' })).status).toBe(200);
    expectFailure(await ask(api, 'http://other.test/a/b', { ...origin, Host: 'own.test' }), {
      status: 403,
      code: 'cross_site',
    });
  });

  test('which has to be there once all the same', async () => {
    const { port } = await open();
    for (const hosts of ['', 'Host: host\r\nHost: host\r\n'])
      expectFailure(await sendBytes(port, `GET http://host/a/b HTTP/1.1\r\n${hosts}Connection: close\r\n\r\n`), {
        code: 'bad_request',
        says: 'Host header',
      });
    expect((await sendBytes(port, 'GET http://host/a/b HTTP/1.0\r\n\r\n')).status).toBe(200);
  });
});

describe('what is no URL of this service is refused', () => {
  test.each([
    ['ftp://host/a/b', '"ftp://"'],
    ['http:///a/b', 'the host ""'],
    ['http://', 'the host ""'],
    ['http://:80/a/b', 'the host ":80"'],
    ['http://[::1/a/b', 'the host "[::1"'],
    ['http://[fe80::1%25eth0]/a/b', 'the host "[fe80::1%25eth0]"'],
    ['http://host:x/a/b', 'the host "host:x"'],
    ['http://%zz/a/b', 'the host "%zz"'],
  ])('%s', async (target, says) => {
    const api = await open();
    await expectRefused(api, 'PUT', target, GROUP, { code: 'bad_request', says });
    expectFailure(await api.send('PUT', target, GROUP), { code: 'bad_request', says });
    expect(await shownAt(api, '/a/b')).toBeUndefined();
  });

  test('a login in front of the host, of which nothing is said', async () => {
    const api = await open();
    const answer = await api.send('PUT', 'http://ops:hunter2@host/a/b', GROUP);
    expectFailure(answer, { code: 'bad_request', says: 'before the host "host"' });
    for (const text of [answer.text, ...api.logged]) expect(text).not.toMatch(/ops|hunter2/);
    expect(await shownAt(api, '/a/b')).toBeUndefined();
  });
});
