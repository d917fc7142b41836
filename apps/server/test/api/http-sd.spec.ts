import { gunzipSync } from 'node:zlib';
import { type GroupKey, groupKey, type Problem, type Snapshot } from '@target-eye/domain';
import { InMemoryTargetGroupStore } from '@target-eye/domain/testing';
import { type Api, useApis } from '../support/api.js';
import { json } from '../support/content.js';
import { expectFailure } from '../support/refusal.js';

const open = useApis();
const shop = groupKey('shop', 'prod');

const discovered = async (api: Api, query = ''): Promise<unknown> => {
  const answer = await api.send('GET', `/http_sd${query}`);
  expect(answer).toMatchObject({ status: 200, headers: { 'content-type': 'application/json' } });
  return JSON.parse(answer.text);
};

/** A group as Prometheus gets it. */
const shown = ({ application, environment }: GroupKey, targets: readonly string[], labels: object = {}) => ({
  targets,
  labels: {
    ...labels,
    __meta_target_eye_application: application,
    __meta_target_eye_environment: environment,
  },
});

/** A store that cannot read one of its groups. */
class PartlyUnreadableStore extends InMemoryTargetGroupStore {
  unreadable: Snapshot['unreadable'] = [];

  override async snapshot(): Promise<Snapshot> {
    const snapshot = await super.snapshot();
    return { ...snapshot, unreadable: this.unreadable };
  }
}

test('without a group there is an empty list', async () => {
  const api = await open();
  expect((await api.send('GET', '/http_sd')).text).toBe('[]\n');
});

test('every group is there with its labels and its names, in the order of the list', async () => {
  const api = await open();
  await api.send('PUT', '/shop/prod', json({ targets: ['b:1', 'a:1'], labels: { team: 'x' } }));
  await api.send('PUT', '/a%2Fb/%C3%BC', json({ targets: ['[::1]:9100'], labels: { text: '"\n' } }));
  expect(await discovered(api)).toEqual([
    shown(groupKey('a/b', 'ü'), ['[::1]:9100'], { job: 'a/b', env: 'ü', text: '"\n' }),
    shown(shop, ['b:1', 'a:1'], { job: 'shop', env: 'prod', team: 'x' }),
  ]);
});

test('a group cannot pass itself off as another', async () => {
  const api = await open();
  const labels = { __meta_target_eye_application: 'other', __meta_target_eye_zone: 'z' };
  await api.send('PUT', '/shop/prod', json({ targets: ['h:1'], labels }));
  expect(await discovered(api)).toEqual([
    shown(shop, ['h:1'], { job: 'shop', env: 'prod', __meta_target_eye_zone: 'z' }),
  ]);
});

test('the bytes are the same as long as the groups are, whatever the order of labels was', async () => {
  const store = new InMemoryTargetGroupStore();
  const api = await open({ store });
  await store.replace(shop, { targets: ['h:1'], labels: { a: '1', b: '2' } });
  const first = await api.send('GET', '/http_sd');
  await store.replace(shop, { targets: ['h:2'], labels: {} });
  const second = await api.send('GET', '/http_sd');
  await store.replace(shop, { targets: ['h:1'], labels: { b: '2', a: '1' } });
  expect((await api.send('GET', '/http_sd')).text).toBe(first.text);
  await store.update(shop, () => undefined);
  await store.replace(shop, { targets: ['h:1'], labels: { a: '1', b: '2' } });
  const last = await api.send('GET', '/http_sd');
  expect(last.text).toBe(first.text);
  expect(last.headers['etag']).toBe(first.headers['etag']);
  expect(second.headers['etag']).not.toBe(first.headers['etag']);
});

test('each change is seen by whoever asks after it', async () => {
  const api = await open();
  for (let round = 0; round < 20; round += 1) {
    await api.send('PUT', `/shop/${String(round % 3)}`, json({ targets: [`h:${String(round + 1)}`] }));
    const lists = await Promise.all([discovered(api), discovered(api), discovered(api, '?application=*')]);
    for (const list of lists) expect(JSON.stringify(list)).toContain(`h:${String(round + 1)}"`);
  }
});

test.each([
  ['?application=s*', ['shop']],
  ['?environment=test&environment=dev', ['web']],
  ['?target=10.1.1.1', ['shop', 'web']],
  ['?target=10.1.1.1:9100', ['shop']],
  ['?label=team=x&label=env!=test', ['shop']],
  ['?label=team=y', []],
])('%s', async (query, expected) => {
  const api = await open();
  await api.send('PUT', '/shop/prod', json({ targets: ['10.1.1.1:9100'], labels: { team: 'x' } }));
  await api.send('PUT', '/web/test', json({ targets: ['10.1.1.1'], labels: { team: 'x' } }));
  const groups = (await discovered(api, query)) as readonly ReturnType<typeof shown>[];
  expect(groups.map(({ labels }) => labels.__meta_target_eye_application)).toEqual(expected);
});

test.each(['?search=a', '?limit=1', '?after=x', '?x'])('%s is not understood', async (query) => {
  const api = await open();
  expectFailure(await api.send('GET', `/http_sd${query}`), { code: 'query_not_understood' });
});

test('a filter that does not fit is refused', async () => {
  const api = await open();
  expectFailure(await api.send('GET', '/http_sd?label=team'), { code: 'query_invalid', path: 'label' });
});

test('it can only be read', async () => {
  const api = await open();
  const answer = await api.send('POST', '/http_sd', json({}));
  expectFailure(answer, { status: 405, code: 'method_not_allowed' });
  expect(answer.headers['allow']).toBe('GET, HEAD');
  expect(await api.send('HEAD', '/http_sd')).toMatchObject({
    status: 200,
    text: '',
    headers: { 'content-length': '3', 'content-type': 'application/json' },
  });
});

test('the ETag is the revision of all groups, with a filter a hash, and answered with 304', async () => {
  const api = await open();
  await api.send('PUT', '/shop/prod', json({ targets: ['h:1'] }));
  const { headers, text } = await api.send('GET', '/http_sd');
  const list = JSON.parse((await api.send('GET', '/api/v1/groups')).text) as { readonly revision: string };
  expect(headers['etag']).toBe(`"${list.revision}"`);
  const filtered = await api.send('GET', '/http_sd?application=*');
  expect(filtered.text).toBe(text);
  expect(filtered.headers['etag']).toMatch(/^"[0-9a-f]{32}"$/);
  expect(filtered.headers['etag']).not.toBe(headers['etag']);
  for (const [query, tag] of [
    ['', headers['etag']],
    ['?application=*', filtered.headers['etag']],
  ]) {
    const known = { headers: { 'If-None-Match': String(tag) } };
    expect(await api.send('GET', `/http_sd${String(query)}`, known)).toMatchObject({ status: 304, text: '' });
    expect(await api.send('HEAD', `/http_sd${String(query)}`, known)).toMatchObject({ status: 304 });
  }
  await api.send('PUT', '/shop/prod', json({ targets: ['h:2'] }));
  const known = { headers: { 'If-None-Match': String(headers['etag']) } };
  expect(await api.send('GET', '/http_sd', known)).toMatchObject({ status: 200 });
});

describe('gzip', () => {
  const bytesOf = async (api: Api, encodings: string) => {
    const url = `http://127.0.0.1:${String(api.port)}/http_sd`;
    const { request } = await import('node:http');
    return new Promise<{ readonly headers: Readonly<Record<string, unknown>>; readonly bytes: Buffer }>((resolve) => {
      request(url, { headers: { 'Accept-Encoding': encodings } }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          resolve({ headers: response.headers, bytes: Buffer.concat(chunks) });
        });
      }).end();
    });
  };

  test.each([
    ['gzip', true],
    ['deflate, gzip;q=0.5', true],
    ['gzip;q=1.0, identity;q=0.5', true],
    ['x-gzip', true],
    ['deflate, X-GZIP;q=0.5', true],
    ['x-gzip;q=0', false],
    ['gzip;q=0, *', false],
    ['*', true],
    ['identity', false],
    ['', false],
    ['br, deflate', false],
    ['gzip;q=0', false],
    ['identity, gzip;q=0.5', false],
  ])('for Accept-Encoding: %s it is %s', async (encodings, isZipped) => {
    const api = await open();
    await api.send('PUT', '/shop/prod', json({ targets: ['h:1'] }));
    const plain = await api.send('GET', '/http_sd');
    expect(plain.headers).not.toHaveProperty('content-encoding');
    expect(plain.headers['vary']).toBe('Accept-Encoding');
    const { headers, bytes } = await bytesOf(api, encodings);
    expect(headers['content-encoding']).toBe(isZipped ? 'gzip' : undefined);
    expect((isZipped ? gunzipSync(bytes) : bytes).toString()).toBe(plain.text);
    expect(headers['vary']).toBe('Accept-Encoding');
    expect(headers['etag'] === plain.headers['etag']).toBe(!isZipped);
    const known = { headers: { 'Accept-Encoding': encodings, 'If-None-Match': String(headers['etag']) } };
    const again = await api.send('GET', '/http_sd', known);
    expect(again).toMatchObject({ status: 304, headers: { etag: headers['etag'], vary: 'Accept-Encoding' } });
  });
});

test('a group that cannot be read is shown as it was last read', async () => {
  const store = new PartlyUnreadableStore();
  const [before, last, after] = [groupKey('a', 'a'), groupKey('b', 'b'), groupKey('c', 'c')];
  for (const key of [before, last, after]) await store.replace(key, { targets: ['h:1'], labels: {} });
  const lastRead = await store.find(last);
  await store.update(last, () => undefined);
  store.unreadable = [
    { name: 'b', key: last, reason: 'it is not JSON', lastRead },
    { name: '0', key: undefined, reason: 'it is not JSON' },
  ];
  const api = await open({ store });
  expect(await discovered(api)).toEqual([before, last, after].map((key) => shown(key, ['h:1'])));
  expect(await discovered(api, '?application=b')).toEqual([shown(last, ['h:1'])]);
  expect(JSON.parse((await api.send('GET', '/api/v1/groups?application=b&search=x')).text)).toMatchObject({
    groups: [],
    total: 2,
    unreadable: [{ application: 'b', environment: 'b', reason: 'it is not JSON' }],
  });
  expect(JSON.parse((await api.send('GET', '/api/v1/groups')).text)).toMatchObject({
    unreadable: [{ application: 'b', environment: 'b' }],
  });
});

test('while a group that is asked for was never read, there is an error and no list', async () => {
  const store = new PartlyUnreadableStore();
  await store.replace(shop, { targets: ['h:1'], labels: {} });
  store.unreadable = [
    { name: 'd', key: groupKey('d', 'prod'), reason: 'it is not JSON' },
    { name: '0', key: undefined, reason: 'it is not JSON' },
  ];
  const api = await open({ store });
  const { revision } = await store.snapshot();
  for (const query of ['', '?environment=prod', '?application=*', '?target=h:1', '?label=job=shop']) {
    const answer = await api.send('GET', `/http_sd${query}`, { headers: { 'If-None-Match': `"${revision}"` } });
    expectFailure(answer, {
      status: 503,
      code: 'storage_unavailable',
      says: 'it is not certain what the target groups are: "d/prod" could not be read since the start, because it is not JSON; a PUT of this group with both targets and labels repairs it and keeps the old bytes aside; a DELETE after that removes it',
    });
    expect(answer.headers).not.toHaveProperty('etag');
  }
  for (const query of ['?application=shop', '?application=s*&environment=prod'])
    expect(await discovered(api, query)).toEqual([shown(shop, ['h:1'])]);
  expect(await discovered(api, '?environment=test')).toEqual([]);
  store.unreadable = store.unreadable.slice(1);
  expect(await discovered(api)).toEqual([shown(shop, ['h:1'])]);
});

test.each(['http://x', 'a:b', 'a:99999', '10.0.0.1:', '[::*', '%00', 'h1,10.0.0.1'])(
  'what can be no target is refused: %s',
  async (target) => {
    const api = await open();
    for (const [method, path] of [
      ['GET', '/http_sd'],
      ['GET', '/api/v1/groups'],
      ['DELETE', '/api/v1/groups'],
      ['DELETE', '/api/v1/targets'],
    ] as const) {
      const answer = await api.send(method, `${path}?target=${target}`);
      expectFailure(answer, { status: 400, code: 'query_invalid', path: 'target', says: 'which is no target: ' });
    }
  },
);

test('while it is not certain what the groups are, there is an error and no list', async () => {
  let problem: Problem | undefined;
  const api = await open({ status: { problem: () => problem } });
  await api.send('PUT', '/shop/prod', json({ targets: ['h:1'] }));
  const { headers } = await api.send('GET', '/http_sd');
  problem = { code: 'lost', fact: 'the directory was removed' };
  for (const query of ['', '?application=shop']) {
    const answer = await api.send('GET', `/http_sd${query}`, {
      headers: { 'If-None-Match': String(headers['etag']), 'Accept-Encoding': 'gzip' },
    });
    expectFailure(answer, { status: 503, code: 'storage_unavailable', says: 'the directory was removed' });
    expect(answer.headers['retry-after']).toBe('1');
    for (const name of ['etag', 'vary', 'content-encoding']) expect(answer.headers).not.toHaveProperty(name);
  }
  expect(await api.send('GET', '/api/v1/groups')).toMatchObject({ status: 200 });
  for (const code of ['full', 'not_writable', 'not_confirmed'] as const) {
    problem = { code, fact: 'x' };
    expect(await discovered(api)).toHaveLength(1);
  }
  problem = undefined;
  expect(await discovered(api)).toHaveLength(1);
});
