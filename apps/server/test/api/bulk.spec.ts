import { hashSync } from 'bcrypt';
import { fault, type GroupPattern, type TargetGroupStore } from '@target-eye/domain';
import { InMemoryTargetGroupStore } from '@target-eye/domain/testing';
import { AccessControl } from '../../src/access/access-control.js';
import type { AccessRules } from '../../src/access/access-file.js';
import { parsePattern } from '../../src/access/group-pattern.js';
import { type Api, shownAt, useApis } from '../support/api.js';
import { form, json, JSON_TYPE, yaml } from '../support/content.js';
import type { Answer } from '../support/answer.js';
import type { Content } from '../support/raw-request.js';
import { expectFailure, failureIn } from '../support/refusal.js';

const GROUPS = '/api/v1/groups';
const TARGETS = '/api/v1/targets';
const open = useApis();

let store: InMemoryTargetGroupStore;
let api: Api;

beforeEach(async () => {
  store = new InMemoryTargetGroupStore();
  api = await open({ store });
});

interface Shown {
  readonly application: string;
  readonly environment: string;
  readonly outcome: string;
  readonly error?: object;
}

const group = (environment: string, ...targets: readonly string[]) => ({ application: 'shop', environment, targets });
const put = (groups: readonly object[], query = '') => api.send('PUT', GROUPS + query, json({ groups }));
const targetsOf = async (environment: string) => (await shownAt(api, `/shop/${environment}`))?.targets;
const revision = async () => (await store.snapshot()).revision;

/** The outcomes in an answer that succeeded, after checking that they are counted. */
function outcomesIn(answer: Answer): readonly string[] {
  expect([answer.status, answer.headers['content-type']]).toEqual([200, JSON_TYPE]);
  return countedIn(answer);
}

function countedIn({ text }: Answer): readonly string[] {
  const { groups, ...counts } = JSON.parse(text) as { groups: readonly Shown[] } & Record<string, unknown>;
  for (const outcome of ['created', 'changed', 'unchanged', 'removed', 'failed'])
    expect([outcome, counts[outcome]]).toEqual([outcome, groups.filter((one) => one.outcome === outcome).length]);
  return groups.map(({ environment, outcome }) => `${environment} ${outcome}`);
}

/** Expects a request to be refused and to change nothing. */
async function expectNothing(
  answer: Promise<Answer>,
  code: string,
  status = 400,
  says = '',
): Promise<readonly string[]> {
  const before = await revision();
  const failure = expectFailure(await answer, { code, status, says });
  expect(await revision()).toBe(before);
  return failure.errors.map(({ path }) => path);
}

describe('PUT of many groups', () => {
  test('answers with what became of each, in the order given', async () => {
    await put([group('a', 'a:1'), group('b', 'b:1')]);
    const answer = await put([group('c', 'c:1'), group('b', 'b:1'), group('a', 'a:2')]);
    expect(answer.status).toBe(200);
    expect(answer.text).toBe(
      '{"created":1,"changed":1,"unchanged":1,"removed":0,"failed":0,"groups":[' +
        '{"application":"shop","environment":"c","outcome":"created"},' +
        '{"application":"shop","environment":"b","outcome":"unchanged"},' +
        '{"application":"shop","environment":"a","outcome":"changed"}]}\n',
    );
    expect(await targetsOf('a')).toEqual(['a:2']);
  });

  test.each([
    ['an object in JSON', json({ groups: [{ ...group('a', 'a:1, b:1', 'a:1'), labels: { team: 'x' } }] })],
    ['a list in JSON', json([{ ...group('a', 'a:1', 'b:1'), labels: { team: 'x' } }])],
    [
      'an object in YAML',
      yaml('groups:\n- application: shop\n  environment: a\n  targets: [a:1, b:1]\n  labels: {team: x}\n'),
    ],
    ['a list in YAML', yaml('- {application: shop, environment: a, targets: ["a:1,b:1"], labels: {team: x}}')],
  ])('understands %s', async (_, sent) => {
    expect(outcomesIn(await api.send('PUT', GROUPS, sent))).toEqual(['a created']);
    expect(await shownAt(api, '/shop/a')).toEqual({
      targets: ['a:1', 'b:1'],
      labels: { job: 'shop', env: 'a', team: 'x' },
    });
  });

  test('replaces the labels too, by none where none are given', async () => {
    await put([{ ...group('a', 'a:1'), labels: { team: 'x', job: 'other' } }]);
    expect(outcomesIn(await put([group('a', 'a:1')]))).toEqual(['a changed']);
    expect((await shownAt(api, '/shop/a'))?.labels).toEqual({ job: 'shop', env: 'a' });
  });

  test.each<readonly [string, Content | undefined, string, string, readonly string[]]>([
    ['a form', form('application=shop'), 'content_type_unknown', 'send one of application/json, text/vnd.yaml', ['']],
    ['nothing', undefined, 'nothing_given', 'send an object with the list "groups", or the list', ['']],
    ['no type', { body: '[]' }, 'content_type_missing', 'send one of application/json', ['']],
    [
      'a text',
      json('x'),
      'wrong_type',
      'the body is the text "x", not an object with the list "groups", or a list',
      [''],
    ],
    ['an object without groups', json({}), 'wrong_type', 'groups is not there; it has to be a list', ['groups']],
    ['another key', json({ groups: [], more: 1 }), 'unknown_key', 'the key "more" is not known', ['more']],
    ['groups that are no list', json({ groups: {} }), 'wrong_type', 'groups is an object', ['groups']],
    [
      'no groups',
      json([]),
      'groups_empty',
      'give a group, or prune=true to remove all that match the filter',
      ['groups'],
    ],
    [
      'groups of another shape',
      json([group('a', 'a:1'), 1, { application: 'x', target: ['a:1'], targets: [1], labels: { a: 1 } }]),
      'wrong_type',
      'groups[1] is the number 1, not an object',
      ['groups[1]', 'groups[2].environment', 'groups[2].target', 'groups[2].targets[0]', 'groups[2].labels.a'],
    ],
    [
      'faults of the rules',
      json([group('a', 'a:1'), group('b', 'a:1', 'http://b'), group('', 'c:1'), group('d'), group('a', 'b:1')]),
      'invalid_target',
      'and 3 more faults',
      ['groups[1].targets[1]', 'groups[2].environment', 'groups[3].targets', 'groups[4]'],
    ],
  ])('refuses %s', async (_, sent, code, says, paths) => {
    await put([group('a', 'z:1')]);
    expect(await expectNothing(api.send('PUT', GROUPS, sent), code, 400, says)).toEqual(paths);
  });

  test('of thousands of groups is understood as that of a few', async () => {
    const many = Array.from({ length: 5000 }, (_, index) => group(`e${String(index)}`, `h${String(index)}:1`));
    const answer = await put(many);
    expect(outcomesIn(answer)).toEqual(many.map(({ environment }) => `${environment} created`));
    expect(await targetsOf('e4999')).toEqual(['h4999:1']);
    const bad = [...many, group('bad', 'a b')];
    expect(await expectNothing(put(bad), 'invalid_target')).toEqual(['groups[5000].targets[0]']);
  });

  test('prunes what matches the filter, and takes only groups that match it', async () => {
    await put([group('a', 'a:1'), group('b-1', 'b:1'), group('b-2', 'b:2')]);
    expect(outcomesIn(await put([group('b-3', 'b:3')], '?prune=true&environment=b-*'))).toEqual([
      'b-3 created',
      'b-1 removed',
      'b-2 removed',
    ]);
    expect(await targetsOf('a')).toEqual(['a:1']);
    expect(
      await expectNothing(put([group('b-4', 'b:1'), group('a', 'b:1')], '?environment=b-*'), 'group_outside_filter'),
    ).toEqual(['groups[1]']);
    expect(outcomesIn(await put([], '?prune=true'))).toEqual(['a removed', 'b-3 removed']);
  });

  test('happens only to the groups of a revision', async () => {
    await put([group('a', 'a:1')]);
    const tag = `"${await revision()}"`;
    const ifMatch = (value: string, groups: readonly object[]) =>
      api.send('PUT', GROUPS, { ...json(groups), headers: { 'Content-Type': JSON_TYPE, 'If-Match': value } });
    expect(outcomesIn(await ifMatch(`"x", ${tag}`, [group('a', 'a:2')]))).toEqual(['a changed']);
    for (const old of [tag, '"x"', `W/"${await revision()}"`]) {
      const answer = await ifMatch(old, [group('a', 'a:3')]);
      expectFailure(answer, {
        code: 'precondition_failed',
        status: 412,
        says: `their revision is now ${await revision()}`,
      });
      expect(answer.headers['etag']).toBe(`"${await revision()}"`);
    }
    expect(outcomesIn(await ifMatch('*', [group('a', 'a:3')]))).toEqual(['a changed']);
    expect(await targetsOf('a')).toEqual(['a:3']);
  });

  test.each([
    ['If-None-Match', '*'],
    ['If-None-Match', '"x"'],
    ['If-Unmodified-Since', 'Thu, 26 Nov 2026 07:00:00 GMT'],
  ])('is refused with a condition that would be ignored, %s: %s', async (name, value) => {
    const sent = { ...json([group('a', 'a:1')]), headers: { 'Content-Type': JSON_TYPE, [name]: value } };
    expectFailure(await api.send('PUT', GROUPS, sent), { code: 'bad_request', status: 400, says: name });
    expect(await targetsOf('a')).toBeUndefined();
  });

  test('that is only tried answers the same, says so, and changes nothing', async () => {
    await put([group('a', 'a:1'), group('b', 'b:1')]);
    const groups = [group('c', 'c:1'), group('a', 'a:2')];
    const before = await revision();
    const lines = api.logged.length;
    const tried = await put(groups, '?prune=true&dry_run=true');
    expect([await revision(), api.logged.length, tried.headers['dry-run']]).toEqual([before, lines, 'true']);
    const done = await put(groups, '?prune=true');
    expect([done.text, done.headers['dry-run']]).toEqual([tried.text, undefined]);
  });

  test('does not understand other parameters, nor other values', async () => {
    const groups = [group('a', 'a:1')];
    await expectNothing(
      put(groups, '?search=x'),
      'query_not_understood',
      400,
      'application, environment, target, label, prune',
    );
    await expectNothing(put(groups, '?prune=yes'), 'query_invalid');
    await expectNothing(put(groups, '?force=-1'), 'query_invalid');
  });
});

describe('DELETE of many groups', () => {
  beforeEach(() => put([group('a', 'a:1', 'both:1'), group('b', 'both:1', 'both:2'), group('c', 'c:1')]));

  test('removes those that match, in order', async () => {
    expect(outcomesIn(await api.send('DELETE', `${GROUPS}?target=both`))).toEqual(['a removed', 'b removed']);
    expect(outcomesIn(await api.send('DELETE', `${GROUPS}?target=both`))).toEqual([]);
    expect(outcomesIn(await api.send('DELETE', `${GROUPS}?application=*`))).toEqual(['c removed']);
  });

  test('needs a filter, and takes no body', async () => {
    await expectNothing(api.send('DELETE', GROUPS), 'query_invalid', 400, 'which groups to remove');
    await expectNothing(api.send('DELETE', `${GROUPS}?dry_run=true`), 'query_invalid');
    await expectNothing(api.send('DELETE', `${GROUPS}?prune=true&application=*`), 'query_not_understood');
    for (const path of [`${GROUPS}?application=*`, `${TARGETS}?target=both`])
      for (const sent of [json([]), { headers: { 'Content-Type': JSON_TYPE } }, { body: 'x' }])
        await expectNothing(api.send('DELETE', path, sent), 'bad_request', 400, 'takes no body');
  });

  test('that is only tried removes nothing', async () => {
    const answer = await api.send('DELETE', `${GROUPS}?application=*&dry_run=true`);
    expect(outcomesIn(answer)).toEqual(['a removed', 'b removed', 'c removed']);
    expect(await targetsOf('a')).toEqual(['a:1', 'both:1']);
  });

  test('takes a target out of all groups', async () => {
    expect(outcomesIn(await api.send('DELETE', `${TARGETS}?target=both:1`))).toEqual(['a changed', 'b changed']);
    expect(await targetsOf('a')).toEqual(['a:1']);
    expect(outcomesIn(await api.send('DELETE', `${TARGETS}?target=BOTH&target=c*`))).toEqual([
      'b removed',
      'c removed',
    ]);
    await expectNothing(api.send('DELETE', TARGETS), 'query_invalid', 400, 'which target to remove');
    await expectNothing(api.send('DELETE', `${TARGETS}?target=`), 'query_invalid');
    await expectNothing(api.send('DELETE', `${TARGETS}?target=a&application=*`), 'query_not_understood');
  });
});

test('other methods are refused with those that there are', async () => {
  for (const method of ['GET', 'PUT', 'POST'])
    expect((await api.send(method, TARGETS)).headers['allow']).toBe('DELETE');
  const answer = await api.send('POST', GROUPS, json([]));
  expectFailure(answer, { code: 'method_not_allowed', status: 405 });
  expect(answer.headers['allow']).toMatch(/PUT, DELETE$/);
});

describe('the fuse', () => {
  const many = Array.from({ length: 50 }, (_, index) => `h${String(index)}:1`);
  beforeEach(() => put([group('a', ...many), group('b', ...many)]));

  test('refuses what takes away too much, and says how much it would be', async () => {
    const says =
      'nothing was changed: 50 of 100 targets would be taken away at once, more than 20 % and at least 20; force=50 lets exactly that many go';
    await expectNothing(put([group('a', ...many)], '?prune=true'), 'too_much_at_once', 409, says);
    await expectNothing(put([group('a', 'x:1')]), 'too_much_at_once', 409, says);
    await expectNothing(api.send('DELETE', `${GROUPS}?environment=a`), 'too_much_at_once', 409, says);
    await expectNothing(api.send('DELETE', `${GROUPS}?environment=a&dry_run=true`), 'too_much_at_once', 409, says);
    await expectNothing(api.send('DELETE', `${TARGETS}?target=h1*`), 'too_much_at_once', 409, '22 of 100 targets');
  });

  test('lets exactly as much go as is forced', async () => {
    await expectNothing(api.send('DELETE', `${GROUPS}?environment=a&force=49`), 'too_much_at_once', 409, 'not the 49');
    expect(outcomesIn(await api.send('DELETE', `${GROUPS}?environment=a&force=50`))).toEqual(['a removed']);
    expect(outcomesIn(await api.send('DELETE', `${GROUPS}?environment=a&force=50`))).toEqual([]);
  });

  test('does not concern a single group', async () => {
    expect((await api.send('DELETE', '/shop/a')).status).toBe(200);
  });
});

describe('rights', () => {
  const HASH = hashSync('secret', 4);
  const client = (name: string, write: readonly GroupPattern[]) => ({
    name,
    tokenSha256: undefined,
    basicAuthUser: name,
    certificateCn: undefined,
    write,
  });
  const rules: AccessRules = {
    anonymous: 'read',
    clients: [client('all', [parsePattern('*/*')]), client('some', [parsePattern('shop/a*')]), client('none', [])],
  };
  const as = (user: string) => ({ Authorization: `Basic ${Buffer.from(`${user}:secret`).toString('base64')}` });

  beforeEach(async () => {
    await put([group('a', 'both:1'), group('b', 'both:1')]);
    const users = new Map(['all', 'some', 'none'].map((name) => [name, HASH]));
    api = await open({
      store,
      access: new AccessControl({ users: () => users, rules: () => rules, readsWithoutLogin: false }),
    });
  });

  const send = (user: string | undefined, method: string, path: string, body?: unknown) => {
    const sent = body === undefined ? {} : json(body);
    return api.send(method, path, { ...sent, headers: { ...sent.headers, ...(user !== undefined && as(user)) } });
  };

  test('to read is not enough, and each group needs its own', async () => {
    const two = [group('a2', 'x:1'), group('c', 'x:1')];
    for (const [method, path, body] of [
      ['PUT', GROUPS, two],
      ['PUT', `${GROUPS}?prune=true`, [group('a', 'x:1')]],
      ['DELETE', `${GROUPS}?application=*`],
      ['DELETE', `${TARGETS}?target=both`],
    ] as const) {
      await expectNothing(send(undefined, method, path, body), 'login_required', 401);
      await expectNothing(send('none', method, path, body), 'not_permitted', 403, 'may not write any group');
      await expectNothing(
        send('some', method, path, body),
        'not_permitted',
        403,
        body === two ? '"shop/c"' : '"shop/b"',
      );
      await expectNothing(
        send('some', method, `${path}${path.includes('?') ? '&' : '?'}dry_run=true`, body),
        'not_permitted',
        403,
      );
    }
    expect(outcomesIn(await send('some', 'PUT', `${GROUPS}?prune=true&environment=a*`, [group('a2', 'x:1')]))).toEqual([
      'a2 created',
      'a removed',
    ]);
    expect(outcomesIn(await send('all', 'DELETE', `${TARGETS}?target=both`))).toEqual(['b removed']);
  });

  test('no page of another site changes anything', async () => {
    const headers = { ...as('all'), 'Sec-Fetch-Site': 'cross-site' };
    for (const path of [`${GROUPS}?application=*`, `${TARGETS}?target=both`])
      await expectNothing(api.send('DELETE', path, { headers }), 'cross_site', 403);
    await expectNothing(
      api.send('PUT', GROUPS, { ...json([]), headers: { ...headers, 'Content-Type': JSON_TYPE } }),
      'cross_site',
      403,
    );
  });
});

test('every change has its line in the log, with the id of the request, and the request has one', async () => {
  await put([group('a', 'a:1'), group('b', 'b:1')]);
  const lines = api.logged.length;
  const sent = json([group('c', 'c:1'), group('a', 'a:1')]);
  await api.send('PUT', `${GROUPS}?prune=true`, { ...sent, headers: { ...sent.headers, 'X-Request-Id': 'build-1' } });
  const logged = api.logged.slice(lines).map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(logged.map(({ message, request_id }) => [message, request_id])).toEqual(
    logged.map(({ message }) => [message, 'build-1']),
  );
  expect(logged.map(({ message, group: about, outcome }) => [message, about, outcome])).toEqual([
    ['change', 'shop/c', 'created'],
    ['change', 'shop/b', 'removed'],
    ['bulk', undefined, undefined],
  ]);
  expect(logged.at(-1)).toMatchObject({ url: GROUPS, created: 1, changed: 0, unchanged: 1, removed: 1, failed: 0 });
  const metrics = (await api.send('GET', '/metrics')).text;
  expect(metrics).toMatch(/^target_eye_changes_total\{verb="PUT",outcome="created"\} 3$/m);
  expect(metrics).toMatch(/^target_eye_changes_total\{verb="PUT",outcome="removed"\} 1$/m);
});

test('when a group cannot be stored the answer has that status, and says what became of each', async () => {
  await put([group('old', 'old:1')]);
  const real = store.replace.bind(store);
  jest.spyOn(store, 'replace').mockImplementation((...args: Parameters<TargetGroupStore['replace']>) => {
    if (args[0].environment === 'b') throw fault('', 'storage_full', 'the disk is full');
    return real(...args);
  });
  const answer = await put([group('a', 'a:1'), group('b', 'b:1')], '?prune=true');
  const { status, headers, text } = answer;
  expect([status, headers['retry-after']]).toEqual([507, '1']);
  expect(countedIn(answer)).toEqual(['a created', 'b failed', 'old failed']);
  const { message, code, errors, groups } = JSON.parse(text) as ReturnType<typeof failureIn> & {
    groups: readonly Shown[];
  };
  expect([message, code]).toEqual([
    '2 of 3 groups failed, and "groups" says what became of each; "shop/b" failed because of this: the disk is full',
    'storage_full',
  ]);
  expect(errors).toEqual(groups.flatMap(({ error }) => (error === undefined ? [] : [error])));
  expect(errors.map(({ path }) => path)).toEqual(['groups[1]', 'groups[2]']);
  expect(await targetsOf('old')).toEqual(['old:1']);
});
