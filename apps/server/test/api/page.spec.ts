import { createHash } from 'node:crypto';
import { hashSync } from 'bcrypt';
import { AccessControl } from '../../src/access/access-control.js';
import { parsePattern } from '../../src/access/group-pattern.js';
import { VERSION } from '../../src/version.js';
import { useApis } from '../support/api.js';
import { PAGE, SCRIPT } from '../support/page.js';
import { type Content, sendBytes } from '../support/raw-request.js';
import { expectFailure } from '../support/refusal.js';

const open = useApis();

/** As browsers send it when somebody opens a URL. */
const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8';
const HTML = { headers: { Accept: BROWSER } };
const FILE = `/-/ui/${SCRIPT}`;
const [html, script] = [PAGE.html, PAGE.assets.get(SCRIPT)].map((file) => file?.coded.identity.bytes.toString());

const closed = new AccessControl({
  users: () => new Map([['anna', 'x']]),
  rules: () => undefined,
  readsWithoutLogin: false,
});

describe('/', () => {
  test.each([
    ['a browser', BROWSER],
    ['who wants HTML', 'text/html'],
    ['who would rather have HTML', 'application/json;q=0.5, text/html;q=0.6'],
  ])('is the page for %s', async (_, accept) => {
    const api = await open();
    const answer = await api.send('GET', '/', { headers: { Accept: accept } });
    expect(answer).toMatchObject({ status: 200, text: html });
    expect(answer.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-cache',
      vary: 'Accept, Accept-Encoding',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
    });
  });

  test.each([
    ['curl', '*/*'],
    ['who says nothing', undefined],
    ['who wants JSON', 'application/json'],
    ['who does not care', 'application/json, text/html'],
    ['who wants something else', 'image/png'],
    ['who does not want HTML', 'text/html;q=0, */*'],
  ])('says where things are to %s', async (_, accept) => {
    const api = await open({ rootPath: '/metrics/target-eye' });
    const answer = await api.send('GET', '/metrics/target-eye/', {
      headers: { ...(accept !== undefined && { Accept: accept }) },
    });
    expect(answer).toMatchObject({ status: 200, headers: { 'content-type': 'application/json' } });
    expect(answer.headers).toMatchObject({ 'cache-control': 'no-cache', vary: 'Accept, Accept-Encoding' });
    expect(JSON.parse(answer.text)).toEqual({
      message: expect.stringContaining('Target-eye') as string,
      groups: '/metrics/target-eye/api/v1/groups',
      group: '/metrics/target-eye/<application>/<environment>',
      http_sd: '/metrics/target-eye/http_sd',
      status: '/metrics/target-eye/api/v1/status',
      description: '/metrics/target-eye/openapi.json',
      page: { build: PAGE.build },
    });
  });

  test('what it names is there', async () => {
    const api = await open();
    const { groups, http_sd, description } = JSON.parse((await api.send('GET', '/')).text) as Record<string, string>;
    for (const path of [groups, http_sd, description])
      expect([path, (await api.send('GET', String(path))).status]).toEqual([path, 200]);
  });

  test('is not sent again to who has it, each in its own form', async () => {
    const api = await open();
    const sent = [
      {},
      { Accept: BROWSER },
      { Accept: BROWSER, 'Accept-Encoding': 'gzip' },
      { Accept: BROWSER, 'Accept-Encoding': 'gzip, br' },
    ];
    const tags: (string | undefined)[] = [];
    for (const headers of sent) {
      const { etag = '' } = (await api.send('HEAD', '/', { headers })).headers;
      const known = await api.send('GET', '/', { headers: { ...headers, 'If-None-Match': etag } });
      expect(known).toMatchObject({ status: 304, text: '', headers: { etag, 'cache-control': 'no-cache' } });
      expect(known.headers['vary']).toBe('Accept, Accept-Encoding');
      tags.push(etag);
    }
    expect(new Set(tags).size).toBe(sent.length);
  });

  test('has no parameters and minds none, because a page may be opened with some', async () => {
    const api = await open();
    expect(await api.send('GET', '/?utm_source=mail&x=%', HTML)).toMatchObject({ status: 200, text: html });
    expect((await api.send('GET', '/?x=y')).status).toBe(200);
  });

  test('is for HTTP/1.0 too', async () => {
    const { port } = await open();
    const answer = await sendBytes(port, 'GET / HTTP/1.0\r\nAccept: text/html\r\n\r\n');
    expect(answer).toMatchObject({ status: 200, text: html });
  });
});

describe('a file of the page', () => {
  test('may be kept forever, because its name changes with it', async () => {
    const api = await open();
    const answer = await api.send('GET', FILE);
    expect(answer).toMatchObject({ status: 200, text: script });
    expect(answer.headers).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
      vary: 'Accept-Encoding',
    });
    const style = await api.send('GET', '/-/ui/main-0123abcd.css');
    expect(style.headers['content-type']).toBe('text/css; charset=utf-8');
    const { etag = '' } = answer.headers;
    const known = await api.send('GET', FILE, { headers: { 'If-None-Match': etag } });
    expect(known).toMatchObject({ status: 304, text: '', headers: { vary: 'Accept-Encoding' } });
  });

  test.each([
    ['gzip, deflate, br, zstd', 'br'],
    ['br;q=0.1, gzip', 'br'],
    ['gzip, deflate', 'gzip'],
    ['GZIP', 'gzip'],
    ['br;q=0, *', 'gzip'],
    ['*', 'br'],
    ['deflate', null],
    ['identity', null],
    ['gzip;q=0', null],
    ['*;q=0', null],
    ['', null],
  ])('for Accept-Encoding: %s is %s', async (accepted, coding) => {
    const { port } = await open();
    for (const [path, text] of [
      ['/', html],
      [FILE, script],
    ]) {
      const headers = { Accept: BROWSER, 'Accept-Encoding': accepted, Connection: 'close' };
      const answer = await fetch(`http://127.0.0.1:${String(port)}${String(path)}`, { headers });
      expect(answer.headers.get('Content-Encoding')).toBe(coding);
      expect(await answer.text()).toBe(text);
    }
  });

  test.each(['main-0123abcd.js.br', 'main-ffffffff.js', 'index.html', 'page.json', '..', '%2e%2e%2Fmain.js', 'x'])(
    '%s is none, whoever asks',
    async (name) => {
      const api = await open({ access: closed });
      for (const method of ['GET', 'POST'])
        expectFailure(await api.send(method, `/-/ui/${name}`), { status: 404, code: 'not_found' });
    },
  );
});

describe('the policy for the page', () => {
  const POLICY =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'";
  const OTHERS = "default-src 'none'; frame-ancestors 'none'";
  const policyOf = async (path: string, headers?: ReadonlyMap<string, string>) => {
    const api = await open(headers && { headers: () => headers });
    return (await api.send('GET', path, HTML)).headers['content-security-policy'];
  };

  test('lets it load its own files and speak to its own service', async () => {
    expect([await policyOf('/'), await policyOf(FILE)]).toEqual([POLICY, POLICY]);
    expect([await policyOf('/a/b'), await policyOf('/-/ui/x.js')]).toEqual([OTHERS, OTHERS]);
  });

  test('gives way to one that is configured, as what is said of caches does', async () => {
    const own = "default-src 'self'; frame-ancestors https://portal.example.org";
    const headers = new Map([
      ['content-security-policy', own],
      ['Cache-Control', 'private'],
    ]);
    expect([await policyOf('/', headers), await policyOf(FILE, headers)]).toEqual([own, own]);
    const api = await open({ headers: () => headers });
    for (const path of ['/', FILE])
      expect((await api.send('GET', path, HTML)).headers['cache-control']).toBe('private');
  });
});

describe('what the page has to know', () => {
  const token = (text: string) => ({ headers: { Authorization: `Bearer ${text}` } });
  const client = (name: string, text: string, patterns: readonly string[]) => ({
    name,
    tokenSha256: createHash('sha256').update(text).digest(),
    basicAuthUser: undefined,
    certificateCn: undefined,
    write: patterns.map(parsePattern),
  });
  const clients = [client('deploy', 'te_deploy', ['payments/*', 'a%2Fb/*']), client('prometheus', 'te_reads', [])];
  const access = (anonymous: 'read' | 'none', users: ReadonlyMap<string, string> = new Map()) =>
    new AccessControl({ users: () => users, rules: () => ({ anonymous, clients }), readsWithoutLogin: false });
  const aboutTo = async (control: AccessControl, content?: Content): Promise<unknown> => {
    const api = await open({ access: control });
    const { status, text } = await api.send('GET', '/-/ui/about', content);
    expect(status).toBe(200);
    return JSON.parse(text);
  };

  test('where nobody has to log in', async () => {
    const api = await open();
    const answer = await api.send('GET', '/-/ui/about');
    expect(answer).toMatchObject({ status: 200, headers: { 'cache-control': 'no-store' } });
    expect(JSON.parse(answer.text)).toEqual({
      version: VERSION,
      build: PAGE.build,
      caller: { kind: 'anonymous' },
      write: ['*/*'],
      logins: [],
      file_sd_directory: '/srv/file_sd',
      prometheus: ['http://localhost:9090'],
    });
  });

  test('for clients of the access file', async () => {
    expect(await aboutTo(access('none'), token('te_deploy'))).toMatchObject({
      caller: { kind: 'client', name: 'deploy' },
      write: ['payments/*', 'a%2Fb/*'],
      logins: ['Bearer'],
    });
    expect(await aboutTo(access('none'), token('te_reads'))).toMatchObject({
      caller: { kind: 'client', name: 'prometheus' },
      write: [],
    });
  });

  test('for everybody who may read', async () => {
    const users = new Map([['anna', hashSync('x', 4)]]);
    const unknown = { caller: { kind: 'anonymous' }, write: [] };
    expect(await aboutTo(access('read'))).toMatchObject({ ...unknown, logins: ['Bearer'] });
    const anna = { headers: { Authorization: `Basic ${Buffer.from('anna:x').toString('base64')}` } };
    const reading = new AccessControl({ users: () => users, rules: () => undefined, readsWithoutLogin: true });
    expect(await aboutTo(reading)).toMatchObject({ ...unknown, logins: ['Basic'] });
    expect(await aboutTo(reading, anna)).toMatchObject({ caller: { kind: 'user', name: 'anna' }, write: ['*/*'] });
    expect(await aboutTo(access('read', users), anna)).toMatchObject({
      caller: { kind: 'user', name: 'anna' },
      write: [],
    });
  });

  test('and for nobody else', async () => {
    const api = await open({ access: access('none') });
    expectFailure(await api.send('GET', '/-/ui/about'), { status: 401, code: 'login_required' });
  });
});

test('the page comes without a login, and what it shows does not', async () => {
  const api = await open({ access: closed });
  for (const path of ['/', FILE])
    for (const method of ['GET', 'HEAD']) expect((await api.send(method, path, HTML)).status).toBe(200);
  expect((await api.send('GET', '/')).status).toBe(200);
  expectFailure(await api.send('GET', '/api/v1/groups'), { status: 401, code: 'login_required' });
});

test('a login that is wrong does not keep the page from somebody who has to correct it', async () => {
  const api = await open({ access: closed });
  const headers = { Accept: BROWSER, Authorization: 'Bearer te_wrong' };
  expect((await api.send('GET', '/', { headers })).status).toBe(200);
});

test('the limit of requests is for the page too', async () => {
  const api = await open({ rateLimit: () => ({ requests: 2, milliseconds: 60_000 }) });
  expect((await api.send('GET', '/', HTML)).status).toBe(200);
  expect((await api.send('GET', FILE)).status).toBe(200);
  expectFailure(await api.send('GET', '/', HTML), { status: 429, code: 'too_many_requests' });
});

describe('the prefix of all URLs without a slash at its end', () => {
  test.each(['/target-eye', '/metrics/target-eye', '/a:b'])('%s leads to the page', async (rootPath) => {
    const api = await open({ rootPath });
    for (const method of ['GET', 'HEAD']) {
      const { status, headers } = await api.send(method, `${rootPath}?x=y`, HTML);
      expect(status).toBe(308);
      const location = new URL(String(headers['location']), `http://proxy.example${rootPath}`);
      expect(location.href).toBe(`http://proxy.example${rootPath}/`);
      expect((await api.send(method, location.pathname, HTML)).status).toBe(200);
    }
    expectFailure(await api.send('PUT', rootPath), { status: 404, code: 'not_found' });
  });
});

test.each(['/target-eye', '/target-eye/', '/target-eye/-/ui/main-0123abcd.js', '/target-eye/-/ui/about'])(
  'without a page %s is nothing, as it was before there was one',
  async (path) => {
    const api = await open({ page: undefined, rootPath: '/target-eye' });
    for (const method of ['GET', 'PUT'])
      expectFailure(await api.send(method, path, HTML), { status: 404, code: 'not_found' });
  },
);
