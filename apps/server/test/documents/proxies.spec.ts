import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { SETTINGS } from '../../src/settings/settings.js';
import { groupIn, shownAt } from '../support/api.js';
import { form, json } from '../support/content.js';
import { describeWith } from '../support/needs.js';
import { EXAMPLES, useProxiedService } from '../support/proxied-service.js';
import type { Answer } from '../support/answer.js';
import type { Content } from '../support/raw-request.js';
import { expectFailure } from '../support/refusal.js';
import { PROXY_NAME, type RunningProxy } from '../support/running-proxy.js';
import { until } from '../support/until.js';

const NAMES = [
  'a/b',
  '//',
  '%2F',
  'a b',
  'é',
  '日本',
  'a\\b',
  '?',
  '#',
  ';=,+&$',
  '"<>|',
  "~@:!*'()",
  '%',
  '-x',
  'a..',
];
const LIMIT = Number(SETTINGS.max_body_size.fallback);

const BROWSER: Content = { headers: { Accept: 'text/html,*/*;q=0.8' } };

/** Expects the page with all its files at a path, as the service sends them. */
async function expectPage(send: RunningProxy['send'], path: string): Promise<void> {
  const page = await send('GET', `${path}/`, BROWSER);
  expect(page).toMatchObject({ status: 200, headers: { 'content-type': 'text/html; charset=utf-8' } });
  expect(page.headers['content-security-policy']).toContain("require-trusted-types-for 'script'");
  const files = [...page.text.matchAll(/(?:href|src)="(-\/ui\/[^"]+)"/g)].map(([, file = '']) => file);
  expect(files.length).toBeGreaterThanOrEqual(3);
  for (const file of files) {
    const { status, headers } = await send('GET', `${path}/${file}`, { headers: { 'Accept-Encoding': 'gzip' } });
    expect([status, headers['content-encoding']]).toEqual([200, 'gzip']);
    expect(headers['cache-control']).toBe('public, max-age=31536000, immutable');
  }
  const known = { headers: { ...BROWSER.headers, 'If-None-Match': page.headers['etag'] ?? '' } };
  expect((await send('GET', `${path}/`, known)).status).toBe(304);
  expect(JSON.parse((await send('GET', `${path}/`)).text)).toMatchObject({ groups: `${path}/api/v1/groups` });
}

describe.each(['nginx', 'haproxy', 'apache2'] as const)('the example for %s', (kind) => {
  describeWith([kind, 'openssl'])('served', () => {
    const service = useProxiedService();
    const { server, prefix, tls } = EXAMPLES[kind];
    let served: RunningProxy;
    const send: RunningProxy['send'] = (...request) => served.send(...request);
    beforeAll(async () => {
      served = await service.proxy(kind, server);
    });

    test('lets every name through as it is', async () => {
      for (const name of NAMES) {
        const path = `/${encodeURIComponent(name)}/${encodeURIComponent(name)}`;
        expect(groupIn(await send('PUT', path, form('targets=h:1')))?.labels).toEqual({ job: name, env: name });
        expect((await send('GET', path)).text).toBe((await service.send('GET', path)).text);
      }
    });

    // Apache httpd takes several slashes at the beginning for one.
    test.each([...(kind === 'apache2' ? [] : ['//x/y']), '/x//y', '/x/y/', '/x%2Fy', '/x%2F/y/', '/./x/y'])(
      'makes nothing else of %s',
      async (path) => {
        expectFailure(await send('PUT', path, form('targets=h:1')), { status: 404, code: 'not_found' });
      },
    );

    test('serves the page', async () => {
      await expectPage(send, '');
    });

    test('passes on what a DELETE has in its body, and that it has none', async () => {
      await service.send('PUT', '/delete/body', form('targets=h:1,h:2'));
      expect(groupIn(await send('DELETE', '/delete/body', json({ targets: ['h:1'] })))?.targets).toEqual(['h:2']);
      const untyped = { body: '{"targets":["h:2"]}' };
      expectFailure(await send('DELETE', '/delete/body', untyped), { code: 'content_type_missing' });
      expect((await send('DELETE', '/delete/body')).status).toBe(200);
      expect(await shownAt(service, '/delete/body')).toBeUndefined();
    });

    test('takes a URL with its host in it', async () => {
      expect((await send('PUT', `http://${PROXY_NAME}/absolute%2Fform/x`, form('targets=h:1'))).status).toBe(200);
      expect((await shownAt(service, '/absolute%2Fform/x'))?.targets).toEqual(['h:1']);
    });

    test('tells who the client is, whatever the client says', async () => {
      const { headers, body = '' } = form('targets=h:1');
      const forged = { headers: { ...headers, 'X-Forwarded-For': '192.0.2.66' }, body };
      expect((await send('PUT', `/client/${kind}`, forged, '127.0.0.2')).status).toBe(200);
      const change = new RegExp(`msg=change .*source=(\\S+) .*group=client/${kind}`);
      await until('the change is logged', () => change.test(service.output()));
      expect(change.exec(service.output())?.[1]).toBe('127.0.0.2');
    });

    test('passes on the host', async () => {
      const { headers, body = '' } = form('targets=h:1');
      const from = (origin: string, host: string): Promise<Answer> =>
        send('PUT', '/own/page', { headers: { ...headers, Host: host, Origin: origin }, body });
      const own = `${PROXY_NAME}:${String(served.port)}`;
      expect((await from(`https://${own}`, own)).status).toBe(200);
      expectFailure(await from('https://evil.example', own), { status: 403, code: 'cross_site' });
      expectFailure(await from('https://evil.example', 'evil.example'), { code: 'host_unknown' });
    });

    test('takes bodies as long as the service does, and no longer ones', async () => {
      const { headers = {}, body = '' } = json({ targets: ['h:1'] });
      const padded = (length: number): Content => ({ headers, body: body.toString().padEnd(length) });
      expect((await send('PUT', '/large/body', padded(LIMIT))).status).toBe(200);
      expect((await send('PUT', '/large/body', padded(LIMIT + 1))).status).toBe(413);
    });

    test('waits longer than the service takes, and then answers for itself', async () => {
      const times = [...server.matchAll(/(?<=(?:read_timeout|timeout server) |timeout=)\d+/g)].map(([seconds]) =>
        Number(seconds),
      );
      expect(times).toHaveLength(1);
      expect(times[0]).toBeGreaterThan(Number(SETTINGS.read_timeout.fallback));
      const silent = createServer((socket) => socket.on('error', () => undefined)).listen(0, '127.0.0.1');
      await once(silent, 'listening');
      const quick = server.replace(/(?<=(?:read_timeout|timeout server) |timeout=)\d+/, '1');
      const impatient = await service.proxy(kind, quick, (silent.address() as AddressInfo).port);
      const { status, headers } = await impatient.send('GET', '/a/b');
      silent.close();
      expect([status, headers['content-type']]).toEqual([
        kind === 'apache2' ? 502 : 504,
        expect.stringContaining('text/html'),
      ]);
    });

    test('serves under a path of its own', async () => {
      const under = await service.another({ ROOT_PATH: '/target-eye' });
      const prefixed = await service.proxy(kind, prefix, under);
      for (const name of NAMES) {
        const path = `/target-eye/${encodeURIComponent(name)}/${encodeURIComponent(name)}`;
        expect(groupIn(await prefixed.send('PUT', path, form('targets=h:1')))?.labels).toEqual({
          job: name,
          env: name,
        });
      }
      expect((await prefixed.send('GET', '/a/b')).status).toBeGreaterThan(400);
      await expectPage((...request) => prefixed.send(...request), '/target-eye');
      const { status, headers } = await prefixed.send('GET', '/target-eye', BROWSER);
      expect([301, 308]).toContain(status);
      const own = `https://${PROXY_NAME}:${String(prefixed.port)}/target-eye`;
      expect(new URL(headers['location'] ?? '', own).href).toBe(`${own}/`);
      expect((await prefixed.send('GET', '/target-eyes', BROWSER)).status).toBeGreaterThan(400);
    });

    test('verifies the certificate of the service', async () => {
      const [CERTFILE, KEYFILE] = [join(service.home, 'fullchain.pem'), join(service.home, 'privkey.pem')];
      const secure = await service.another({ CERTFILE, KEYFILE });
      const verifying = await service.proxy(kind, tls, secure);
      expect((await verifying.send('PUT', '/a%2Fb/c', form('targets=h:1'))).status).toBe(200);
      const strangers = await service.proxy(kind, tls.replaceAll('/ca.pem', '/fullchain.pem'), secure);
      expect((await strangers.send('GET', '/a%2Fb/c')).status).toBeGreaterThanOrEqual(500);
    });
  });
});
