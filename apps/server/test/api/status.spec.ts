import { groupKey, TARGET_STATUSES } from '@target-eye/domain';
import { InMemoryTargetGroupStore, ManualClock } from '@target-eye/domain/testing';
import { AccessControl } from '../../src/access/access-control.js';
import type { Answer } from '../support/answer.js';
import { useApis } from '../support/api.js';
import { expectFailure } from '../support/refusal.js';
import { down, ScrapingPrometheus } from '../support/scraping-prometheus.js';

const open = useApis();
const OF_GROUP = '/api/v1/groups/payments/prod/status';
const OF_ALL = '/api/v1/status';
const LIST = '/api/v1/groups';
const HISTORY = '/-/ui/history';
const [A, B] = ['10.3.3.1:9100', '10.3.3.2:9100'];
const REFUSED = `Get "http://${B}/metrics": dial tcp ${B}: connect: connection refused`;

/** An API with groups, each with its targets, and as many Prometheus as are named. */
async function apiWith(groups: Readonly<Record<string, readonly string[]>>, ...urls: readonly string[]) {
  const clock = new ManualClock();
  const store = new InMemoryTargetGroupStore(() => clock.now());
  const named = urls.length === 0 ? ['http://localhost:9090'] : urls;
  const prometheus = named.map((url) => new ScrapingPrometheus(store, clock, url));
  const put = async (name: string, targets: readonly string[]) => {
    const [application = '', environment = ''] = name.split('/');
    await store.replace(groupKey(application, environment), {
      targets,
      labels: { job: application, env: environment },
    });
  };
  for (const [name, targets] of Object.entries(groups)) await put(name, targets);
  await clock.pass(100);
  const api = await open({ store, prometheus, clock });
  const get = async (path: string) => bodyOf(await api.send('GET', path));
  const [first = new ScrapingPrometheus(store, clock)] = prometheus;
  return { api, clock, store, put, get, prometheus, first };
}

function bodyOf({ status, text }: Answer): Record<string, unknown> {
  expect({ status, text }).toMatchObject({ status: 200 });
  return JSON.parse(text) as Record<string, unknown>;
}

const iso = (seconds: number) => new Date(seconds * 1000).toISOString();

describe('the status of a group', () => {
  test('has for each target the word, and what each Prometheus says', async () => {
    const { clock, store, get, first } = await apiWith({ 'payments/prod': [A, B] });
    first.targets.set(B, down(REFUSED));
    const stored = await store.find(groupKey('payments', 'prod'));
    const known = {
      url: 'http://localhost:9090',
      pool: 'target-eye',
      last_scrape: iso(clock.now()),
      duration_seconds: 0.003,
      read_at: iso(Math.floor(stored?.changedAt ?? 0)),
    };
    expect(await get(OF_GROUP)).toEqual({
      application: 'payments',
      environment: 'prod',
      revision: stored?.revision,
      up: false,
      prometheus: [{ url: 'http://localhost:9090', state: 'ok', asked_at: iso(clock.now()) }],
      targets: [
        { target: A, status: 'up', prometheus: [{ ...known, status: 'up', scrape_url: `http://${A}/metrics` }] },
        {
          target: B,
          status: 'down',
          prometheus: [
            {
              ...known,
              status: 'down',
              scrape_url: `http://${B}/metrics`,
              error: 'connection refused',
              advice: expect.stringContaining('9100') as string,
            },
          ],
        },
      ],
    });
  });

  test('is up when all targets are', async () => {
    const { get } = await apiWith({ 'payments/prod': [A, B] });
    expect(await get(OF_GROUP)).toMatchObject({ up: true, targets: [{ status: 'up' }, { status: 'up' }] });
  });

  test('leaves out a Prometheus that does not answer while another does, and shows why', async () => {
    const { get, prometheus } = await apiWith({ 'payments/prod': [A] }, 'http://a:9090', 'http://b:9090');
    if (prometheus[1] !== undefined) prometheus[1].says = () => ({ state: 'unauthorized', reason: 'it answers 401' });
    expect(await get(OF_GROUP)).toMatchObject({
      up: true,
      prometheus: [{ state: 'ok' }, { url: 'http://b:9090', state: 'unauthorized', reason: 'it answers 401' }],
      targets: [{ status: 'up', prometheus: [{ url: 'http://a:9090' }] }],
    });
  });

  test('is unknown where none answers', async () => {
    const { get, first } = await apiWith({ 'payments/prod': [A] });
    first.says = () => ({ state: 'unreachable', reason: 'connection refused' });
    expect(await get(OF_GROUP)).toMatchObject({
      up: false,
      targets: [{ status: 'unknown', prometheus: [{ status: 'unknown', error: 'connection refused' }] }],
    });
  });

  test('is asked for at most every 15 seconds, but sooner after a change', async () => {
    const { clock, get, put, first } = await apiWith({ 'payments/prod': [A] });
    for (let times = 0; times < 3; times++) await get(OF_GROUP);
    await clock.pass(14);
    await get(OF_GROUP);
    expect(first.questions).toBe(1);
    await put('payments/prod', [A, B]);
    await clock.pass(2);
    await get(OF_GROUP);
    expect(first.questions).toBe(2);
    await clock.pass(14);
    await get(OF_GROUP);
    expect(first.questions).toBe(2);
    await clock.pass(2);
    await get(OF_GROUP);
    expect(first.questions).toBe(3);
  });

  test('does not wait long for a Prometheus that did not answer the last time', async () => {
    const { api, clock, get, prometheus } = await apiWith({ 'payments/prod': [A] }, 'http://a:9090', 'http://b:9090');
    const [, silent] = prometheus;
    if (silent !== undefined) silent.says = () => ({ state: 'unreachable', reason: 'no answer within 10 s' });
    await get(OF_GROUP);
    if (silent !== undefined) silent.takes = 10;
    await clock.pass(20);
    const answer = api.send('GET', OF_GROUP);
    while (clock.planned < 2) await new Promise((resolve) => setTimeout(resolve, 5));
    await clock.pass(2);
    expect(bodyOf(await answer)).toMatchObject({ up: true, prometheus: [{ state: 'ok' }, { state: 'unreachable' }] });
  });

  test('is 404 where there is no group, and HEAD has no body', async () => {
    const { api } = await apiWith({ 'payments/prod': [A] });
    expectFailure(await api.send('GET', '/api/v1/groups/no/group/status'), { code: 'group_unknown', status: 404 });
    expect(await api.send('HEAD', OF_GROUP)).toMatchObject({ status: 200, text: '' });
  });
});

describe('the status of all groups', () => {
  const GROUPS = { 'shop/prod': ['h:3', 'h:2'], 'payments/prod': [A, B], 'payments/é': ['h:1'], 'payments/z': ['h:0'] };

  test('counts the targets of each word, and lists those that are not up in the order of places', async () => {
    const { get, first } = await apiWith(GROUPS);
    for (const target of [B, 'h:3', 'h:2', 'h:1']) first.targets.set(target, down('x'));
    first.targets.set('h:0', { lastScrape: undefined, health: 'unknown' });
    const notUp = (application: string, environment: string, target: string, status: string) => ({
      ...{ application, environment, target, status },
      error: expect.any(String) as string,
    });
    const { not_up: list, ...others } = await get(OF_ALL);
    expect(others).toMatchObject({
      targets: {
        unknown: 0,
        not_configured: 0,
        not_read: 0,
        rejected: 0,
        dropped: 0,
        merged: 0,
        stale: 0,
        up: 1,
        down: 4,
        waiting: 1,
      },
      prometheus: [{ url: 'http://localhost:9090', state: 'ok' }],
      disagreeing: [],
      disagreements: 0,
    });
    expect(others).not.toHaveProperty('next');
    expect(list).toMatchObject([
      notUp('payments', 'prod', B, 'down'),
      notUp('payments', 'z', 'h:0', 'waiting'),
      notUp('payments', 'é', 'h:1', 'down'),
      notUp('shop', 'prod', 'h:2', 'down'),
      notUp('shop', 'prod', 'h:3', 'down'),
    ]);
  });

  test('is of the groups that match every filter', async () => {
    const { get, first } = await apiWith(GROUPS);
    first.targets.set('h:3', down('x'));
    const counts = async (query: string) => {
      const { targets } = (await get(`${OF_ALL}?${query}`)) as { targets: Record<string, number> };
      return [targets['up'], targets['down']];
    };
    expect(await counts('application=shop')).toEqual([1, 1]);
    expect(await counts('application=payments&environment=pro*')).toEqual([2, 0]);
    expect(await counts('target=h:3')).toEqual([1, 1]);
    expect(await counts('label=env=z')).toEqual([1, 0]);
    expect(await counts('search=SHOP')).toEqual([1, 1]);
    expect(await counts('application=none')).toEqual([0, 0]);
  });

  test('comes in pages that show every target once, and the counts on each', async () => {
    const groups = Object.fromEntries(
      Array.from({ length: 7 }, (_, index) => [
        `a${String(index)}/prod`,
        ['h:9', 'h:10', 'h:1'].map((each) => `x${String(index)}.${each}`),
      ]),
    );
    const { get, first } = await apiWith(groups);
    for (const target of Object.values(groups).flat()) if (!target.endsWith('10')) first.targets.set(target, down('x'));
    interface Page {
      readonly not_up: readonly { readonly target: string }[];
      readonly targets: object;
      readonly next?: string;
    }
    const whole = (await get(OF_ALL)) as unknown as Page;
    expect(whole.not_up).toHaveLength(14);
    for (const limit of [1, 2, 3, 5, 13, 14]) {
      const seen: object[] = [];
      let next: string | undefined = '';
      while (next !== undefined) {
        const page = (await get(`${OF_ALL}?limit=${String(limit)}${next && `&after=${next}`}`)) as unknown as Page;
        expect(page.targets).toEqual(whole.targets);
        expect(page.not_up.length).toBeLessThanOrEqual(limit);
        seen.push(...page.not_up);
        ({ next } = page);
      }
      expect(seen).toEqual(whole.not_up);
    }
  });

  test('names the targets on which two Prometheus do not agree, with how far each has read', async () => {
    const { clock, get, prometheus } = await apiWith({ 'payments/prod': [A, B] }, 'http://a:9090', 'http://b:9090');
    prometheus[1]?.targets.set(B, undefined);
    const { not_up: notUp, ...others } = await get(OF_ALL);
    const read_at = iso(Math.floor(clock.now() - 100));
    expect(others).toMatchObject({
      targets: { up: 1 },
      disagreements: 1,
      disagreeing: [
        {
          application: 'payments',
          environment: 'prod',
          target: B,
          prometheus: [
            { url: 'http://a:9090', status: 'up', read_at },
            { url: 'http://b:9090', read_at },
          ],
        },
      ],
    });
    expect(notUp).toMatchObject([{ target: B }]);
  });

  test('asks once for all who look within 15 seconds', async () => {
    const { clock, get, first } = await apiWith(GROUPS);
    for (let times = 0; times < 3; times++) await get(OF_ALL);
    await clock.pass(14);
    await get(OF_GROUP);
    expect(first.questions).toBe(1);
    await clock.pass(2);
    await get(OF_ALL);
    expect(first.questions).toBe(2);
  });

  test.each([
    'after=x',
    `after=${Buffer.from('["a","b"]').toString('base64url')}`,
    'limit=0',
    'limit=10001',
    'label=x',
  ])('refuses %s', async (query) => {
    const { api } = await apiWith({});
    expectFailure(await api.send('GET', `${OF_ALL}?${query}`), {
      code: 'query_invalid',
      path: query.split('=')[0] ?? '',
    });
  });
});

describe('the history', () => {
  const counted = (up: number, others = {}) => ({
    ...Object.fromEntries(TARGET_STATUSES.map((word) => [word, 0])),
    ...{ up, ...others },
  });

  test('has what was counted for whoever wanted to know, and what is counted now', async () => {
    const { clock, get, first } = await apiWith({ 'payments/prod': [A, B] });
    const times: string[] = [];
    for (const path of [OF_ALL, `${OF_ALL}?application=none`, `${LIST}?statuses=true&limit=1`]) {
      times.push(iso(clock.now()));
      await get(path);
      await clock.pass(20);
    }
    first.targets.set(B, down(REFUSED));
    await clock.pass(600);
    const before = times.map((at) => ({ at, targets: counted(2) }));
    const now = { at: iso(clock.now()), targets: counted(1, { down: 1 }) };
    expect(await get(HISTORY)).toEqual({ samples: [...before, now] });
  });

  test('asks no Prometheus more often than others who look', async () => {
    const { clock, get, first } = await apiWith({ 'payments/prod': [A, B] });
    for (let times = 0; times < 3; times++) expect(await get(HISTORY)).toMatchObject({ samples: [{}] });
    await clock.pass(14);
    await get(HISTORY);
    expect(first.questions).toBe(1);
  });

  test('is there while the page is', async () => {
    const api = await open({ page: undefined });
    expectFailure(await api.send('GET', HISTORY), { status: 404, code: 'not_found' });
  });

  test('is only read, and has no parameters', async () => {
    const { api } = await apiWith({});
    expectFailure(await api.send('GET', `${HISTORY}?limit=1`), { code: 'query_not_understood' });
    expectFailure(await api.send('POST', HISTORY), { status: 405, code: 'method_not_allowed' });
  });
});

describe('the list of groups', () => {
  const GROUPS = { 'payments/prod': [A, B], 'shop/prod': ['h:1'], 'shop/test': ['h:2', 'h:3'] };
  interface Listed {
    readonly application: string;
    readonly environment: string;
    readonly statuses?: Readonly<Record<string, number>>;
  }
  const groupsIn = (body: Record<string, unknown>) => body['groups'] as readonly Listed[];
  const namesIn = (body: Record<string, unknown>) =>
    groupsIn(body).map(({ application, environment }) => `${application}/${environment}`);

  /** One group with a target that is down, one with a target that was never scraped, and one that is up. */
  async function listOf() {
    const api = await apiWith(GROUPS);
    api.first.targets.set(B, down(REFUSED));
    api.first.targets.set('h:3', { lastScrape: undefined, health: 'unknown' });
    return { ...api, list: (query: string) => api.get(`${LIST}?${query}`) };
  }

  test('has for each group how many targets there are of each status, and is the same otherwise', async () => {
    const { list } = await listOf();
    const { groups, ...others } = await list('statuses=true');
    const counted = groups as readonly Listed[];
    expect(counted.map(({ statuses }) => statuses)).toEqual([{ up: 1, down: 1 }, { up: 1 }, { up: 1, waiting: 1 }]);
    const { groups: plain, ...plainOthers } = await list('statuses=false');
    expect(others).toEqual(plainOthers);
    expect(counted.map((group) => ({ ...group, statuses: undefined }))).toEqual(plain);
  });

  test.each([
    ['status=down', ['payments/prod']],
    ['status=down&status=waiting', ['payments/prod', 'shop/test']],
    ['status=up&environment=prod', ['payments/prod', 'shop/prod']],
    ['status=waiting&search=PAYMENTS', []],
    ['status=stale', []],
  ])('has with %s the groups %j, and counts no others', async (query, expected) => {
    const { list } = await listOf();
    const body = await list(query);
    expect(namesIn(body)).toEqual(expected);
    expect(body).toMatchObject({ matched: expected.length, total: 3 });
    expect(groupsIn(body).filter((group) => 'statuses' in group)).toEqual([]);
  });

  test('has pages with a status too', async () => {
    const { list } = await listOf();
    const first = await list('status=up&statuses=true&limit=2');
    expect(first).toMatchObject({ matched: 3 });
    const last = await list(`status=up&statuses=true&limit=2&after=${String(first['next'])}`);
    expect([...namesIn(first), ...namesIn(last)]).toEqual(Object.keys(GROUPS));
    expect(last).not.toHaveProperty('next');
  });

  test('has an ETag that is another one when something becomes of a target, and a 304 when nothing does', async () => {
    const { api, clock, first } = await listOf();
    const ask = (headers = {}) => api.send('GET', `${LIST}?statuses=true`, { headers });
    const { etag = '' } = (await ask()).headers;
    await clock.pass(20);
    expect(await ask({ 'If-None-Match': etag })).toMatchObject({ status: 304, text: '', headers: { etag } });
    first.targets.delete(B);
    await clock.pass(20);
    const changed = await ask({ 'If-None-Match': etag });
    expect(changed.headers['etag']).not.toBe(etag);
    expect(groupsIn(bodyOf(changed))[0]).toMatchObject({ statuses: { up: 2 } });
  });

  test.each(['status=odd', 'status=', 'status=up&status=UP', `status=up${'&status=up'.repeat(50)}`, 'statuses=yes'])(
    'refuses %s',
    async (query) => {
      const { api } = await listOf();
      const path = query.split('=')[0] ?? '';
      expectFailure(await api.send('GET', `${LIST}?${query}`), { code: 'query_invalid', path });
    },
  );

  test('names the words of the status for one that is none', async () => {
    const { api } = await listOf();
    const says = '"odd"; it has to be one of unknown, not_configured, not_read, rejected, dropped, merged, waiting,';
    expectFailure(await api.send('GET', `${LIST}?status=odd`), { code: 'query_invalid', says });
  });

  test('says nothing of targets where nobody asks what became of them', async () => {
    const api = await open();
    for (const query of ['', '?statuses=false'])
      expect(await api.send('GET', `${LIST}${query}`)).toMatchObject({ status: 200 });
  });
});

test.each([OF_GROUP, `${OF_GROUP}?wait=up`, OF_ALL, `${LIST}?status=up`, `${LIST}?statuses=true`, HISTORY])(
  '%s without a Prometheus names the setting',
  async (path) => {
    const api = await open();
    expectFailure(await api.send('GET', path), { code: 'prometheus_not_set', says: 'PROMETHEUS_URLS' });
  },
);

test.each([OF_GROUP, OF_ALL, HISTORY])(
  '%s needs the right to read, also where there is nobody to ask',
  async (path) => {
    const rules = { anonymous: 'none' as const, clients: [] };
    const access = new AccessControl({ users: () => new Map(), rules: () => rules, readsWithoutLogin: false });
    const api = await open({ access });
    expectFailure(await api.send('GET', path), { code: 'login_required', status: 401 });
  },
);
