import { groupKey } from '@target-eye/domain';
import { InMemoryTargetGroupStore } from '@target-eye/domain/testing';
import { useApis } from '../support/api.js';
import { json } from '../support/content.js';
import type { Answer } from '../support/answer.js';
import { expectFailure } from '../support/refusal.js';

const open = useApis();
const URL_OF_LIST = '/api/v1/groups';

interface Page {
  readonly groups: readonly {
    readonly application: string;
    readonly environment: string;
    readonly changed_at: string;
  }[];
  readonly matched: number;
  readonly total: number;
  readonly revision: string;
  readonly next?: string;
}

const pageIn = ({ status, text }: Answer): Page => {
  expect({ status, text }).toMatchObject({ status: 200 });
  return JSON.parse(text) as Page;
};
const namesIn = (answer: Answer) => pageIn(answer).groups.map((group) => `${group.application}/${group.environment}`);

/** An API with the groups of these names, each with its name as a target and a label. */
async function apiWith(...names: readonly string[]) {
  const store = new InMemoryTargetGroupStore();
  for (const name of names) {
    const [application = '', environment = ''] = name.split('/');
    const labels = { job: application, env: environment, team: application.toUpperCase() };
    await store.replace(groupKey(application, environment), { targets: [`${application}.example.org:9100`], labels });
  }
  const api = await open({ store });
  const list = (query = '', headers = {}) => api.send('GET', `${URL_OF_LIST}${query}`, { headers });
  return { store, api, list };
}

describe('the list of groups', () => {
  test('is empty at first', async () => {
    const { list } = await apiWith();
    const answer = await list();
    expect(JSON.parse(answer.text)).toEqual({
      groups: [],
      matched: 0,
      total: 0,
      revision: '0'.repeat(32),
      unreadable: [],
    });
    expect(answer.headers['content-type']).toBe('application/json');
    expect(answer.headers['etag']).toBe(`"${'0'.repeat(32)}"`);
  });

  test('shows each group with its revision and when it changed', async () => {
    const { list, store } = await apiWith('shop/prod');
    const stored = await store.find(groupKey('shop', 'prod'));
    const { changedAt = 0, revision } = stored ?? {};
    expect(pageIn(await list())).toEqual({
      groups: [
        {
          application: 'shop',
          environment: 'prod',
          targets: ['shop.example.org:9100'],
          labels: { job: 'shop', env: 'prod', team: 'SHOP' },
          revision,
          changed_at: new Date(changedAt * 1000).toISOString(),
        },
      ],
      matched: 1,
      total: 1,
      revision: (await store.snapshot()).revision,
      unreadable: [],
    });
    expect((await list()).text).toMatch(/"changed_at":"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"/);
  });

  test('is ordered by application, then environment, by code points', async () => {
    const names = ['A/b', 'a/B', 'a/b', 'b/a', '\uffee/a', '😀/a'];
    const { list } = await apiWith(...names.toReversed());
    expect(namesIn(await list())).toEqual(names);
  });

  test.each([
    ['?application=a*', ['a/prod', 'ab/test']],
    ['?application=a&application=b', ['a/prod', 'b/prod']],
    ['?environment=prod&application=a*', ['a/prod']],
    ['?target=B.example.org', ['b/prod']],
    ['?target=*:9100&environment=test', ['ab/test']],
    ['?target=b.example.org:80', []],
    ['?label=team=A*', ['a/prod', 'ab/test']],
    ['?label=team!=A*&label=zone=', ['b/prod']],
    ['?search=team%3DaB', ['ab/test']],
    ['?search=EXAMPLE.org', ['a/prod', 'ab/test', 'b/prod']],
  ])('%s', async (query, expected) => {
    const { list } = await apiWith('a/prod', 'ab/test', 'b/prod');
    const answer = await list(query);
    expect(namesIn(answer)).toEqual(expected);
    expect(pageIn(answer)).toMatchObject({ matched: expected.length, total: 3 });
  });

  test('reads the patterns of a filter as the URL has them once decoded', async () => {
    const { list } = await apiWith('%2A/x', '*/x', '50%/x', 'a/x');
    expect(namesIn(await list('?application=%252A'))).toEqual(['%2A/x']);
    expect(namesIn(await list('?application=50%25'))).toEqual(['50%/x']);
    expect(namesIn(await list('?application=%2A'))).toHaveLength(4);
  });

  test('has pages, and a place where the next one begins', async () => {
    const { list, store } = await apiWith('a/a', 'b/a', 'b/b', 'c/ü', 'd/a');
    const first = pageIn(await list('?limit=2'));
    expect(first).toMatchObject({ matched: 5, total: 5 });
    expect(first.next).toMatch(/^[\w-]+$/);
    await store.update(groupKey('b', 'a'), () => undefined);
    const second = pageIn(await list(`?limit=2&after=${String(first.next)}`));
    expect(second.groups.map(({ application }) => application)).toEqual(['b', 'c']);
    const third = pageIn(await list(`?limit=2&after=${String(second.next)}`));
    expect(third.groups.map(({ application }) => application)).toEqual(['d']);
    expect(third).not.toHaveProperty('next');
    expect(namesIn(await list(`?after=${String(first.next)}&application=d`))).toEqual(['d/a']);
  });

  test('has 1,000 groups on a page where nothing else is asked for, and at most 10,000', async () => {
    const { list } = await apiWith(...Array.from({ length: 1001 }, (_, index) => `a/${String(index)}`));
    expect(pageIn(await list()).groups).toHaveLength(1000);
    expect(pageIn(await list('?limit=10000')).groups).toHaveLength(1001);
  });

  test.each([
    ['?limit=0', 'limit'],
    ['?limit=10001', 'limit'],
    ['?limit=x', 'limit'],
    ['?after=x', 'after'],
    [`?after=${Buffer.from('["a"]').toString('base64url')}`, 'after'],
    [`?after=${Buffer.from('["a","b"]').toString('base64')}=`, 'after'],
    ['?after=', 'after'],
    [`?after=${Buffer.from('null').toString('base64url')}`, 'after'],
    ['?label=team', 'label'],
    ['?target=http://x', 'target'],
    [`?label=job=${'*a'.repeat(3000)}`, 'label'],
    ['?application=', 'application'],
  ])('%s does not fit', async (query, path) => {
    const { list } = await apiWith();
    expectFailure(await list(query), { code: 'query_invalid', path });
  });

  test('names the parameters that it has', async () => {
    const { list } = await apiWith();
    const answer = await list('?app=a');
    expectFailure(answer, { status: 400, code: 'query_not_understood' });
    expect(answer.text).toContain('application, environment, target, label, search, limit, after');
  });

  test('is only read here', async () => {
    const { api } = await apiWith('a/a');
    const answer = await api.send('POST', URL_OF_LIST, json({}));
    expectFailure(answer, { status: 405, code: 'method_not_allowed' });
    expect(answer.headers['allow']).toContain('GET, HEAD');
    const head = await api.send('HEAD', URL_OF_LIST);
    const get = await api.send('GET', URL_OF_LIST);
    expect(head).toMatchObject({ status: 200, text: '' });
    expect(head.headers['content-length']).toBe(get.headers['content-length']);
    expect(head.headers['etag']).toBe(get.headers['etag']);
  });
});

describe('the ETag of the list', () => {
  test('is the revision of all groups, and is answered with 304', async () => {
    const { list, store, api } = await apiWith('a/a');
    const { headers, text } = await list();
    const tag = String(headers['etag']);
    expect(tag).toBe(`"${pageIn({ status: 200, headers, text }).revision}"`);
    for (const known of [tag, `"x", W/${tag}`, '*']) {
      const answer = await list('', { 'If-None-Match': known });
      expect(answer).toMatchObject({ status: 304, text: '', headers: { etag: tag } });
    }
    expect(await api.send('HEAD', URL_OF_LIST, { headers: { 'If-None-Match': tag } })).toMatchObject({ status: 304 });
    await store.replace(groupKey('b', 'b'), { targets: ['h:1'], labels: {} });
    expect(await list('', { 'If-None-Match': tag })).toMatchObject({ status: 200 });
  });

  test('is another one for every filter and page, and the same for the same', async () => {
    const { list } = await apiWith('a/a', 'b/b');
    const queries = ['', '?application=a', '?application=*', '?limit=1', '?limit=2', '?search=a'];
    const tagsOf = async () => Promise.all(queries.map(async (query) => (await list(query)).headers['etag']));
    const tags = await tagsOf();
    expect(new Set(tags).size).toBe(queries.length);
    expect(await tagsOf()).toEqual(tags);
    expect(await list('?limit=1', { 'If-None-Match': String(tags[3]) })).toMatchObject({ status: 304 });
  });

  test('is that of before when a group is what it was before, and what a change of many is made for', async () => {
    const { api, list } = await apiWith();
    const put = (target: string) => api.send('PUT', '/a/a', json({ targets: [target] }));
    const tagsOf = async () => Promise.all(['', '?limit=1'].map(async (query) => (await list(query)).headers['etag']));
    await put('h:1');
    const before = await tagsOf();
    await put('h:2');
    expect(await tagsOf()).not.toEqual(before);
    await put('h:1');
    expect(await tagsOf()).toEqual(before);
    const answer = await list();
    expect(answer.headers['etag']).toBe(`"${pageIn(answer).revision}"`);
    const { headers, ...content } = json([{ application: 'a', environment: 'a', targets: ['h:3'] }]);
    const onlyIf = { ...content, headers: { ...headers, 'If-Match': String(before[0]) } };
    expect(await api.send('PUT', URL_OF_LIST, onlyIf)).toMatchObject({ status: 200 });
  });
});

test('a file with a time that no date can show hides nothing', async () => {
  const { api, list, store } = await apiWith('a/a');
  const { groups, ...others } = await store.snapshot();
  const [group] = groups.map((each) => ({ ...each, changedAt: 99_999_999_999_999 }));
  jest.spyOn(store, 'snapshot').mockResolvedValue({ ...others, groups: group === undefined ? [] : [group] });
  jest.spyOn(store, 'find').mockResolvedValue(group);
  const changed = { changed_at: '9999-12-31T23:59:59.999Z' };
  expect(pageIn(await list()).groups).toEqual([expect.objectContaining(changed)]);
  const answer = await api.send('GET', `${URL_OF_LIST}/a/a`);
  expect(JSON.parse(answer.text)).toMatchObject(changed);
  expect(Date.parse(String(answer.headers['last-modified']))).toBeLessThanOrEqual(Date.now());
});

describe('one group', () => {
  test('is shown as in the list, with the name of its file', async () => {
    const { list, api } = await apiWith('a b/ü', 'b/b');
    const answer = await api.send('GET', `${URL_OF_LIST}/a%20b/%C3%BC`);
    const [listed] = pageIn(await list()).groups;
    expect(JSON.parse(answer.text)).toEqual({ ...listed, file: 'a b@ü.json' });
    expect(answer.headers['etag']).toBe(`"${(JSON.parse(answer.text) as Page).revision}"`);
    expect(answer.headers['last-modified']).toBe(new Date(listed?.changed_at ?? '').toUTCString());
  });

  test('is answered with 304 when it is known', async () => {
    const { api } = await apiWith('a/a');
    const path = `${URL_OF_LIST}/a/a`;
    const { headers } = await api.send('GET', path);
    const known = { headers: { 'If-None-Match': String(headers['etag']) } };
    const answer = await api.send('GET', path, known);
    expect(answer).toMatchObject({ status: 304, text: '' });
    expect(answer.headers).toMatchObject({ etag: headers['etag'], 'last-modified': headers['last-modified'] });
    expect(await api.send('HEAD', path, known)).toMatchObject({ status: 304 });
  });

  test('is a 404 where there is none, and only there', async () => {
    const { api } = await apiWith();
    const answer = await api.send('GET', `${URL_OF_LIST}/a/a`);
    expectFailure(answer, { status: 404, code: 'group_unknown' });
    expect(answer.text).toContain('there is no target group \\"a/a\\"');
    expect(await api.send('HEAD', `${URL_OF_LIST}/a/a`)).toMatchObject({ status: 404 });
    expectFailure(await api.send('DELETE', '/a/a'), { status: 400, code: 'group_unknown' });
    expect(await api.send('GET', '/a/a')).toMatchObject({ status: 200, text: '[]\n' });
  });

  test.each<[string, string, number, string]>([
    ['GET', `${URL_OF_LIST}/a/%zz`, 400, 'bad_percent_encoding'],
    ['GET', `${URL_OF_LIST}/a/%00`, 400, 'invalid_name'],
    ['GET', `${URL_OF_LIST}/a/a?x=1`, 400, 'query_not_understood'],
    ['PUT', `${URL_OF_LIST}/a/a`, 405, 'method_not_allowed'],
    ['DELETE', `${URL_OF_LIST}/a/a`, 405, 'method_not_allowed'],
    ['GET', `${URL_OF_LIST}/a`, 404, 'not_found'],
    ['GET', `${URL_OF_LIST}/a/b/`, 404, 'not_found'],
    ['GET', `${URL_OF_LIST}/`, 404, 'not_found'],
  ])('%s %s', async (method, path, status, code) => {
    const { api } = await apiWith('a/a');
    expectFailure(await api.send(method, path), { status, code });
  });
});

test('/api/v1 stays a group', async () => {
  const { api } = await apiWith();
  expect(await api.send('PUT', '/api/v1', json({ targets: ['h:1'] }))).toMatchObject({ status: 200 });
  expect(await api.send('GET', '/api/v1?application=x')).toMatchObject({ status: 200 });
});
