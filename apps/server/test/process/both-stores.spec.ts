import { createHash } from 'node:crypto';
import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Answer } from '../support/answer.js';
import { MODEL_FUSE } from '../support/bulk-model.js';
import { beginChecks, endChecks } from '../support/checked-exchanges.js';
import { json } from '../support/content.js';
import { type FakePrometheus, startFakePrometheus } from '../support/fake-prometheus.js';
import { filesIn, KEPT_GROUPS, type KeptGroups } from '../support/kept-groups.js';
import { runModel } from '../support/model.js';
import { type Content, sendRequest } from '../support/raw-request.js';
import { expectFailure } from '../support/refusal.js';
import { type RunningServer, startServer } from '../support/running-server.js';
import { until } from '../support/until.js';

/** May write everything. */
const OPERATIONS = 'te_operations';
/** May write the application payments. */
const DEPLOY = 'te_deploy';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const ACCESS = `anonymous: read
clients:
  - {name: operations, token_sha256: ${sha256(OPERATIONS)}, write: ["*/*"]}
  - {name: deploy, token_sha256: ${sha256(DEPLOY)}, write: ["payments/*"]}
`;

/** A group as the list shows it. */
interface Listed {
  readonly application: string;
  readonly environment: string;
  readonly targets: readonly string[];
  readonly revision: string;
  readonly changed_at: string;
  readonly file?: string;
}

interface Page {
  readonly groups: readonly Listed[];
  readonly matched: number;
  readonly total: number;
  readonly revision: string;
  readonly next?: string;
  readonly unreadable: readonly object[];
}

function parsed({ status, text }: Answer): unknown {
  expect({ status, text }).toMatchObject({ status: 200 });
  return JSON.parse(text);
}

const tagOf = ({ headers }: Answer): string => headers['etag'] ?? '';

describe.each(KEPT_GROUPS)('a service with its groups in %s', (_, keep) => {
  let kept: KeptGroups;
  let prometheus: FakePrometheus;
  let server: RunningServer;
  let port: number;

  async function start(settings: Readonly<Record<string, string>> = {}): Promise<void> {
    server = await startServer({
      ...kept.settings,
      ACCESS_FILE: join(kept.directory, '..', 'access.yml'),
      ...settings,
      FUSE_PERCENT: String(MODEL_FUSE.percent),
      FUSE_TARGETS: String(MODEL_FUSE.targets),
      PROMETHEUS_URLS: prometheus.url,
    });
    port = Number(new URL(server.url).port);
    beginChecks(port, { rootPath: '', headers: () => [] });
    await until('the service is ready', async () => (await send('GET', '/-/ready')).status === 200);
  }

  async function stop(): Promise<void> {
    endChecks(port);
    expect(await server.stop()).toBe(0);
  }

  const send = (method: string, path: string, content: Content = {}, token = OPERATIONS): Promise<Answer> =>
    sendRequest(port, method, path, {
      ...content,
      headers: { ...content.headers, ...(token !== '' && { Authorization: `Bearer ${token}` }) },
    });
  const on = (headers: Readonly<Record<string, string>>, body?: object): Content => {
    const { headers: typed, body: text } = body === undefined ? {} : json(body);
    return { headers: { ...typed, ...headers }, ...(text !== undefined && { body: text }) };
  };
  const list = async (query = ''): Promise<Page> => parsed(await send('GET', `/api/v1/groups${query}`)) as Page;

  /** Every group goes, whatever the fuse says. */
  async function clear(): Promise<void> {
    const refused = await send('DELETE', '/api/v1/groups?application=*');
    const [, number] = /force=(\d+)/.exec(refused.text) ?? [];
    if (number !== undefined) await send('DELETE', `/api/v1/groups?application=*&force=${number}`);
    expect(await list()).toMatchObject({ total: 0, unreadable: [], revision: '0'.repeat(32) });
  }

  /** The directory has what is shown, byte for byte, and nothing else. */
  async function expectFiles(): Promise<void> {
    const shown: Record<string, string> = {};
    for (const { application, environment } of (await list()).groups) {
      const names = `${encodeURIComponent(application)}/${encodeURIComponent(environment)}`;
      const { file = '' } = parsed(await send('GET', `/api/v1/groups/${names}`)) as Listed;
      shown[file] = (await send('GET', `/${names}`)).text;
    }
    const expected = JSON.stringify(Object.entries(shown).sort());
    await until(`the files are ${expected}`, () => {
      return JSON.stringify(Object.entries(filesIn(kept.directory)).sort()) === expected;
    });
  }

  beforeAll(async () => {
    kept = await keep();
    writeFileSync(join(kept.directory, '..', 'access.yml'), ACCESS);
    prometheus = await startFakePrometheus(kept.directory);
    await start();
  });
  beforeEach(clear);
  afterAll(async () => {
    await stop();
    await prometheus.close();
    await kept.remove();
  });

  test('creates, adds, removes, and refuses what the rules refuse without changing anything', async () => {
    const one = { targets: ['10.3.3.1:9100'], labels: { job: 'payments', env: 'prod', team: 'checkout' } };
    const two = { ...one, targets: ['10.3.3.1:9100', 'b:1'] };
    const path = '/payments/prod';
    const steps: readonly (readonly [string, object | undefined, number, object | undefined])[] = [
      ['GET', undefined, 200, undefined],
      ['DELETE', undefined, 400, undefined],
      ['PUT', { targets: one.targets, labels: { team: 'checkout' } }, 200, one],
      ['PUT', { targets: one.targets, labels: { team: 'checkout' } }, 200, one],
      ['PUT', { targets: ['http://x'] }, 400, one],
      ['POST', { targets: ['b:1'] }, 200, two],
      ['POST', { targets: ['c:1', 'b:1'] }, 400, two],
      ['POST', { labels: { team: ' ' } }, 400, two],
      ['DELETE', { targets: ['c:1'] }, 400, two],
      ['DELETE', { labels: { job: 'payments' } }, 400, two],
      ['DELETE', { targets: ['b:1'] }, 200, one],
      ['DELETE', { targets: one.targets, labels: { team: 'checkout' } }, 200, undefined],
    ];
    let before = '[]\n';
    for (const [method, body, status, after] of steps) {
      const answer = await send(method, path, body && json(body));
      const { text } = await send('GET', path);
      expect([method, body, answer.status, JSON.parse(text)]).toEqual([method, body, status, after ? [after] : []]);
      if (status === 200) expect(answer.text).toBe(after === undefined && method === 'DELETE' ? before : text);
      before = text;
    }
    expectFailure(await send('POST', path, json({ labels: { team: 'x' } })), { code: 'group_unknown', status: 400 });
    await expectFiles();
  });

  test('writes the file of a group under the name of its key, and only when something changes', async () => {
    await send('PUT', '/a%20b/%C3%BC%2F..', json({ targets: ['h:1'], labels: { note: 'é\n"' } }));
    await send('PUT', '/.a/Prod', json({ targets: ['h:2'] }));
    await expectFiles();
    const times = () => Object.keys(filesIn(kept.directory)).map((name) => statSync(join(kept.directory, name)).ino);
    const before = times();
    await send('PUT', '/.a/Prod', json({ targets: ['h:2'] }));
    await send('POST', '/.a/Prod?dry_run=true', json({ targets: ['h:3'] }));
    await send('PUT', '/b/after', json({ targets: ['h:1'] }));
    await expectFiles();
    expect(times()).toEqual([...before, expect.anything()]);
  });

  test('takes conditions exactly, from one client and from many at a time', async () => {
    const path = '/payments/prod';
    const group = (target: string) => ({ targets: [target] });
    expect((await send('PUT', path, on({ 'If-Match': '*' }, group('a:1')))).status).toBe(412);
    const created = await send('PUT', path, on({ 'If-None-Match': '*' }, group('a:1')));
    expect([created.status, (await send('GET', path, on({ 'If-None-Match': tagOf(created) }))).status]).toEqual([
      200, 304,
    ]);
    expect((await send('POST', path, on({ 'If-None-Match': '*' }, group('b:1')))).status).toBe(412);
    const changed = await send('POST', path, on({ 'If-Match': tagOf(created) }, group('b:1')));
    expect(tagOf(changed)).not.toBe(tagOf(created));
    for (const query of ['', '?dry_run=true']) {
      const refused = await send('DELETE', path + query, on({ 'If-Match': tagOf(created) }));
      expectFailure(refused, { code: 'precondition_failed', status: 412 });
      expect(tagOf(refused)).toBe(tagOf(changed));
    }
    const answers = await Promise.all(
      Array.from({ length: 32 }, (__, index) =>
        send('PUT', path, on({ 'If-Match': tagOf(changed) }, group(`h:${String(index + 1)}`))),
      ),
    );
    const now = await send('GET', path);
    expect(answers.filter(({ status }) => status === 200).map(({ text }) => text)).toEqual([now.text]);
    expect(new Set(answers.map(tagOf))).toEqual(new Set([tagOf(now)]));
    expect(Number.isNaN(Date.parse(now.headers['last-modified'] ?? ''))).toBe(false);
    expect(now.headers).not.toHaveProperty('age');
  });

  test('makes the changes of many clients one after another, and loses none', async () => {
    const answers = await Promise.all(
      Array.from({ length: 64 }, (__, index) =>
        send('POST', index % 2 === 0 ? '/a/b' : '/c/d', json({ targets: [`h:${String(index + 1)}`] })),
      ),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect((await list()).groups.map(({ targets }) => targets.length)).toEqual([32, 32]);
    await expectFiles();
  });

  test('tries a change, and repeats one, as it is asked', async () => {
    const path = '/payments/prod';
    const trial = await send('PUT', `${path}?dry_run=true`, json({ targets: ['a:1'] }));
    expect([trial.headers['dry-run'], (await send('GET', path)).text]).toEqual(['true', '[]\n']);
    const made = await send('PUT', path, json({ targets: ['a:1'] }));
    expect([made.text, tagOf(made)]).toEqual([trial.text, tagOf(trial)]);
    const again = await send('POST', `${path}?idempotent=true`, json({ targets: ['a:1', 'a:1', 'b:1'] }));
    expect(parsed(again)).toMatchObject([{ targets: ['a:1', 'b:1'] }]);
    expect((await send('POST', path, json({ targets: ['b:1'] }))).status).toBe(400);
    const less = await send('DELETE', `${path}?idempotent=true`, json({ targets: ['b:1', 'c:1'] }));
    expect([less.text, tagOf(less)]).toEqual([made.text, tagOf(made)]);
    for (const text of [made.text, '[]\n'])
      expect(await send('DELETE', `${path}?idempotent=true`)).toMatchObject({ status: 200, text });
  });

  test('changes many groups at once, prunes the others, and asks before it takes away too much', async () => {
    const groups = ['a', 'b', 'c', 'd'].map((application) => ({
      application,
      environment: 'prod',
      targets: [`${application}:1`, `${application}:2`],
    }));
    const replace = (query: string, content: readonly object[], headers = {}) =>
      send('PUT', `/api/v1/groups?${query}`, on(headers, { groups: content }));
    expect(parsed(await replace('prune=true', groups))).toMatchObject({ created: 4, removed: 0, failed: 0 });
    const { revision } = await list();
    expectFailure(await replace('prune=true', groups.slice(0, 1)), {
      code: 'too_much_at_once',
      status: 409,
      says: 'force=6 ',
    });
    expect((await list()).revision).toBe(revision);
    const tag = { 'If-Match': `"${revision}"` };
    expect(parsed(await replace('prune=true&dry_run=true', groups.slice(1), tag))).toMatchObject({ removed: 1 });
    expect(parsed(await replace('prune=true', groups.slice(1), tag))).toMatchObject({ unchanged: 3, removed: 1 });
    expectFailure(await replace('prune=true', groups, tag), { code: 'precondition_failed', status: 412 });
    expectFailure(await replace('', [...groups, { ...groups[0], targets: ['http://x'] }]), {
      code: 'invalid_target',
      path: 'groups[4].targets[0]',
    });
    const retired = await send('DELETE', '/api/v1/targets?target=b:1');
    expect(parsed(retired)).toMatchObject({ changed: 1, removed: 0, failed: 0 });
    expect(parsed(await send('DELETE', '/api/v1/groups?application=b'))).toMatchObject({ removed: 1 });
    expect((await list()).groups.map(({ application }) => application)).toEqual(['c', 'd']);
    await expectFiles();
  });

  test('lets nobody do what the access file and the policy of targets do not let them do', async () => {
    const group = json({ targets: ['10.3.3.1:9100'] });
    for (const query of ['', '?dry_run=true']) {
      expect((await send('PUT', `/payments/prod${query}`, group, DEPLOY)).status).toBe(200);
      for (const [token, status, code] of [
        ['', 401, 'login_required'],
        [DEPLOY, 403, 'not_permitted'],
      ] as const)
        for (const method of ['PUT', 'POST', 'DELETE'])
          expectFailure(await send(method, `/shop/prod${query}`, group, token), { status, code });
    }
    const both = ['payments', 'shop'].map((application) => ({ application, environment: 'x', targets: ['h:1'] }));
    expect((await send('PUT', '/api/v1/groups', json({ groups: both }), DEPLOY)).status).toBe(403);
    // Only here, because every name is resolved then, and only with addresses.
    await stop();
    await start({ DENIED_NETWORKS: '169.254.0.0/16' });
    for (const content of [json({ targets: ['169.254.169.254:80'] }), json({ targets: ['10.3.3.2', '169.254.0.1'] })])
      expectFailure(await send('PUT', '/payments/prod', content), { code: 'target_not_allowed', status: 403 });
    expect((await list()).groups).toMatchObject([{ application: 'payments', targets: ['10.3.3.1:9100'] }]);
    await stop();
    await start();
  });

  test('lists, finds and pages, and knows what has not changed', async () => {
    const names = ['a/prod', 'a/test', 'ab/prod', 'b/prod', 'c/ü'];
    for (const name of names)
      await send('PUT', `/${encodeURI(name)}`, json({ targets: [`${name.charAt(0)}.example.org:9100`] }));
    const named = ({ groups }: Page) => groups.map((group) => `${group.application}/${group.environment}`);
    expect(named(await list())).toEqual(names);
    for (const [query, expected] of [
      ['?application=a*&environment=prod', ['a/prod', 'ab/prod']],
      ['?target=B.example.org', ['b/prod']],
      ['?label=env!=prod', ['a/test', 'c/ü']],
      ['?search=c.example', ['c/ü']],
    ] as const)
      expect(named(await list(query))).toEqual(expected);
    const first = await list('?limit=2');
    await send('DELETE', '/a/prod');
    expect(named(await list(`?limit=2&after=${first.next ?? ''}`))).toEqual(['ab/prod', 'b/prod']);
    const { revision } = await list();
    for (const url of ['/api/v1/groups', '/http_sd']) {
      const answer = await send('GET', url);
      expect((await send('GET', url, on({ 'If-None-Match': tagOf(answer) }))).status).toBe(304);
    }
    await send('PUT', '/a/prod', json({ targets: ['other:1'] }));
    await send('PUT', '/a/prod', json({ targets: ['a.example.org:9100'] }));
    expect(await list()).toMatchObject({ matched: 5, total: 5, revision: first.revision });
    expect(first.revision).not.toBe(revision);
    expectFailure(await send('GET', '/api/v1/groups/no/group'), { code: 'group_unknown', status: 404 });
  });

  test('shows every group to Prometheus, and keeps what it showed of one that is not understood any more', async () => {
    for (const name of ['b', 'a']) await send('PUT', `/${name}/prod`, json({ targets: [`${name}:1`] }));
    const shown = await send('GET', '/http_sd');
    expect(JSON.parse(shown.text)).toEqual(
      ['a', 'b'].map((name) => ({
        targets: [`${name}:1`],
        labels: {
          job: name,
          env: 'prod',
          __meta_target_eye_application: name,
          __meta_target_eye_environment: 'prod',
        },
      })),
    );
    await kept.spoil('a', 'prod');
    await until('it is known', async () => (await list()).unreadable.length === 1);
    expect((await list()).unreadable).toMatchObject([{ application: 'a', environment: 'prod' }]);
    for (const [method, path] of [
      ['GET', '/a/prod'],
      ['POST', '/a/prod'],
      ['DELETE', '/a/prod'],
      ['GET', '/api/v1/groups/a/prod'],
    ] as const)
      expectFailure(await send(method, path, method === 'POST' ? json({ targets: ['h:1'] }) : {}), {
        code: 'unreadable',
        status: 500,
      });
    expect((await send('GET', '/http_sd')).text).toBe(shown.text);
    expect(parsed(await send('GET', '/-/ready'))).toMatchObject({ groups: 1, unreadable: [{ application: 'a' }] });
    expect((await send('PUT', '/b/prod', json({ targets: ['b:2'] }))).status).toBe(200);
    expect((await send('PUT', '/a/prod', json({ targets: ['a:2'], labels: {} }))).status).toBe(200);
    expect((await list()).groups.map(({ targets }) => targets)).toEqual([['a:2'], ['b:2']]);
    await expectFiles();
  });

  test('says what became of targets, and waits until they are up', async () => {
    const change = await send('PUT', '/payments/prod?wait=up&timeout=4m', json({ targets: ['10.3.3.1:9100'] }));
    expect(change.status).toBe(200);
    const path = '/api/v1/groups/payments/prod/status';
    expect(parsed(await send('GET', path))).toMatchObject({ up: true, targets: [{ status: 'up' }] });
    prometheus.refusing.add('10.3.3.2:9100');
    const waited = await send('POST', '/payments/prod?wait=up&timeout=1s', json({ targets: ['10.3.3.2:9100'] }));
    expect([waited.status, JSON.parse(waited.text)]).toEqual([
      504,
      expect.objectContaining({ code: 'not_up', message: expect.stringMatching(/^the change is stored/) as string }),
    ]);
    await until('it is known that it is down', async () => {
      const { text } = await send('GET', `${path}?wait=up&timeout=1s`);
      return text.includes('"code":"down"');
    });
    expect(parsed(await send('GET', '/api/v1/status'))).toMatchObject({
      targets: { up: 1, down: 1 },
      not_up: [{ application: 'payments', target: '10.3.3.2:9100', status: 'down' }],
    });
    prometheus.refusing.clear();
  });

  test('tells the page what it is and what the caller may do', async () => {
    expect(parsed(await send('GET', '/-/ui/about', {}, DEPLOY))).toMatchObject({
      caller: { kind: 'client', name: 'deploy' },
      write: ['payments/*'],
      file_sd_directory: kept.directory,
      prometheus: [prometheus.url],
    });
  });

  test('has the same groups, revisions and times after a restart', async () => {
    await send('PUT', '/payments/prod', json({ targets: ['a:1'], labels: { team: 'x' } }));
    await send('PUT', '/shop/prod', json({ targets: ['b:1'] }));
    const before = await list();
    const tag = tagOf(await send('GET', '/payments/prod'));
    await expectFiles();
    await stop();
    await start();
    expect(await list()).toEqual(before);
    expect((await send('GET', '/payments/prod', on({ 'If-None-Match': tag }))).status).toBe(304);
    await expectFiles();
  });

  test('does what the contract says, whatever is sent', async () => {
    await runModel({
      open: async () => {
        await clear();
        return { api: { send: (method, path, content) => send(method, path, content) }, close: expectFiles };
      },
      numRuns: 5,
    });
  });
});
