import { createHash } from 'node:crypto';
import { openApiDocument } from '@target-eye/http-api';
import { AccessControl } from '../../src/access/access-control.js';
import { VERSION } from '../../src/version.js';
import { useApis } from '../support/api.js';
import { expectFailure } from '../support/refusal.js';

const open = useApis();

test('GET shows the description, and HEAD its headers', async () => {
  const api = await open();
  const shown = await api.send('GET', '/openapi.json');
  expect(shown).toMatchObject({ status: 200, headers: { 'content-type': 'application/json' } });
  expect(JSON.parse(shown.text)).toEqual(openApiDocument());

  const { etag } = shown.headers;
  expect(etag).toBe(`"${createHash('sha256').update(shown.text).digest('hex').slice(0, 32)}"`);
  const head = await api.send('HEAD', '/openapi.json');
  expect(head).toMatchObject({ status: 200, text: '', headers: { etag } });
  expect(head.headers['content-length']).toBe(String(shown.text.length));
});

test('it describes this version of the service', () => {
  expect(openApiDocument().info.version).toBe(VERSION);
});

test('a client that has it gets no body', async () => {
  const api = await open();
  const { etag = '' } = (await api.send('GET', '/openapi.json')).headers;
  for (const known of [etag, `"x", W/${etag}`, '*']) {
    const answer = await api.send('GET', '/openapi.json', { headers: { 'If-None-Match': known } });
    expect(answer).toMatchObject({ status: 304, text: '', headers: { etag } });
  }
  const answer = await api.send('GET', '/openapi.json', { headers: { 'If-None-Match': '"x"' } });
  expect(answer).toMatchObject({ status: 200, headers: { etag } });
});

test('the server that it names has the prefix of all URLs', async () => {
  const api = await open({ rootPath: '/metrics/target-eye' });
  const { text } = await api.send('GET', '/metrics/target-eye/openapi.json');
  expect((JSON.parse(text) as ReturnType<typeof openApiDocument>).servers).toMatchObject([
    { url: '/metrics/target-eye' },
  ]);
  expect((await api.send('GET', '/openapi.json')).status).toBe(404);
});

test('who may not read a group may not read it either', async () => {
  const access = (readsWithoutLogin: boolean) =>
    new AccessControl({ users: () => new Map([['anna', 'x']]), rules: () => undefined, readsWithoutLogin });
  const closed = await open({ access: access(false) });
  expectFailure(await closed.send('GET', '/openapi.json'), { status: 401, code: 'login_required' });
  const readable = await open({ access: access(true) });
  expect((await readable.send('GET', '/openapi.json')).status).toBe(200);
});

test.each(['PUT', 'POST', 'DELETE', 'OPTIONS', 'PATCH'])('%s is not allowed', async (method) => {
  const answer = await (await open()).send(method, '/openapi.json');
  expectFailure(answer, { status: 405, code: 'method_not_allowed' });
  expect(answer.headers['allow']).toBe('GET, HEAD');
});

test('it has no parameters', async () => {
  const answer = await (await open()).send('GET', '/openapi.json?pretty=true');
  expectFailure(answer, { status: 400, code: 'query_not_understood', says: 'this URL has no parameters' });
});
