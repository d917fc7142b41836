import type { AskedPrometheus, GroupStatus, ListedGroup, ScrapeStatus, Status, TargetStatus } from '@target-eye/client';
import { TARGET_STATUSES } from '@target-eye/domain';
import { parse } from 'yaml';
import { type Answering, refusal, useFakeService } from './support/fake-service.js';
import { runHere } from './support/run-here.js';

const serve = useFakeService();

const [ONE, OTHER] = ['http://one:9090', 'http://other:9090'] as const;
const ASKED: AskedPrometheus = { url: ONE, state: 'ok', asked_at: '2026-11-26T10:31:10.000Z' };

/** The service asked Prometheus a while ago. */
const NOW = Date.parse('2026-11-26T10:31:20.000Z');

const listed = (application: string, ...targets: readonly string[]): ListedGroup => ({
  application,
  environment: 'prod',
  targets,
  labels: { job: application, env: 'prod' },
  revision: 'r',
  changed_at: '2026-11-26T10:00:00.000Z',
});

const scraped = (status: TargetStatus, more: Partial<ScrapeStatus> = {}): ScrapeStatus => ({
  url: ONE,
  status,
  ...more,
});

const groupStatus = (
  application: string,
  targets: Readonly<Record<string, readonly ScrapeStatus[]>>,
  prometheus: readonly AskedPrometheus[] = [ASKED],
): GroupStatus => {
  const judged = Object.entries(targets).map(([target, on]) => ({
    target,
    status: TARGET_STATUSES.find((word) => on.some(({ status }) => status === word)) ?? 'unknown',
    prometheus: on,
  }));
  const up = judged.every(({ status }) => status === 'up');
  return { application, environment: 'prod', revision: 'r', up, prometheus, targets: judged };
};

/** A service that has these groups, and tells this of them. */
const having = (groups: readonly ListedGroup[], statuses: readonly GroupStatus[], all?: Partial<Status>): Answering => {
  const noCounts = Object.fromEntries(TARGET_STATUSES.map((status) => [status, 0]));
  return (_, { pathname, searchParams }) => {
    const wanted = searchParams.get('target')?.split(':') ?? [];
    if (pathname === '/api/v1/groups') {
      const found = groups.filter(({ targets }) =>
        targets.some((target) => target.split(':').slice(0, wanted.length).join() === wanted.join()),
      );
      return { body: { groups: found, matched: found.length, total: groups.length, revision: 'r', unreadable: [] } };
    }
    if (pathname === '/api/v1/status')
      return {
        body: {
          prometheus: [ASKED],
          not_up: [],
          disagreeing: [],
          disagreements: 0,
          ...all,
          targets: { ...noCounts, ...all?.targets },
        },
      };
    const body = statuses.find(({ application }) => pathname === `/api/v1/groups/${application}/prod/status`);
    return body === undefined ? refusal(404, 'group_unknown', 'there is no such group') : { body };
  };
};

async function run(answering: Answering, ...args: readonly string[]) {
  const { url } = await serve(answering);
  return runHere(args, { TARGETCTL_URL: url }, NOW);
}

describe('why', () => {
  const REFUSED = scraped('down', {
    pool: 'target-eye',
    last_scrape: '2026-11-26T10:31:06.000Z',
    error: 'connection refused',
    advice: 'nothing listens on port 9100 of 10.3.3.1',
  });

  test('says what became of a target, for each Prometheus, with the reason and the advice', async () => {
    const silent: AskedPrometheus = { url: OTHER, state: 'unreachable', reason: 'no answer within 10 s' };
    const status = groupStatus('payments', { '10.3.3.1:9100': [REFUSED], '10.3.3.2:9100': [scraped('up')] }, [
      ASKED,
      silent,
    ]);
    const groups = [listed('payments', '10.3.3.1:9100', '10.3.3.2:9100')];
    expect(await run(having(groups, [status]), 'why', '10.3.3.1')).toEqual({
      status: 1,
      stdout: `10.3.3.1:9100 of payments/prod is down: the last scrape failed
  http://one:9090, pool target-eye: down: connection refused; last scraped 14 s ago
    nothing listens on port 9100 of 10.3.3.1
  http://other:9090 does not answer: no answer within 10 s
`,
      stderr: '',
    });
  });

  test('says advice that is the same for a pair once', async () => {
    const on = [scraped('down', { advice: 'start it' }), scraped('down', { url: OTHER, advice: 'start it' })];
    const { stdout } = await run(having([listed('a', 'h:1')], [groupStatus('a', { 'h:1': on })]), 'why', 'h:1');
    expect(stdout.split('\n').slice(1)).toEqual([`  ${ONE}: down`, `  ${OTHER}: down`, '    start it', '']);
  });

  test('a target of several groups has a paragraph for each, and one that is up everywhere is no failure', async () => {
    const up = scraped('up', { last_scrape: '2026-11-26T10:28:00.000Z' });
    const groups = [listed('a', 'h:1', 'x:1'), listed('b', 'h:1', 'h:2')];
    const statuses = [
      groupStatus('a', { 'h:1': [up], 'x:1': [REFUSED] }),
      groupStatus('b', { 'h:1': [up], 'h:2': [up] }),
    ];
    expect(await run(having(groups, statuses), 'why', 'h')).toEqual({
      status: 0,
      stdout: ['h:1 of a/prod', 'h:1 of b/prod', 'h:2 of b/prod']
        .map((name) => `${name} is up\n  http://one:9090: up; last scraped 3 min ago\n`)
        .join('\n'),
      stderr: '',
    });
    expect((await run(having(groups, statuses), 'why', 'h:1')).stdout).not.toContain('h:2');
  });

  test.each(TARGET_STATUSES)('%s is said as a sentence', async (word) => {
    const status = groupStatus('a', { 'h:1': [scraped(word, word === 'up' ? {} : { error: 'the fact behind it' })] });
    const { stdout, status: exit } = await run(having([listed('a', 'h:1')], [status]), 'why', 'h:1');
    expect(stdout).toMatch(/^h:1 of a\/prod (?:is|was|may|waits) [a-zA-Z ,:]+\n {2}http:\/\/one:9090: [a-z :]+\n$/);
    expect(exit).toBe(word === 'up' ? 0 : 1);
  });

  test.each<[string, readonly ScrapeStatus[], string]>([
    [
      'two Prometheus',
      [scraped('up'), scraped('not_configured', { url: OTHER })],
      'is up on one Prometheus and not on another',
    ],
    [
      'two pools',
      [scraped('up', { pool: 'a' }), scraped('down', { pool: 'b' })],
      'is up in one scrape pool and not in another',
    ],
    ['two Prometheus, and up on none', [scraped('down'), scraped('not_read', { url: OTHER })], 'is not up'],
  ])('what differs is not said of all: %s', async (_, on, says) => {
    const { stdout } = await run(having([listed('a', 'h:1')], [groupStatus('a', { 'h:1': on })]), 'why', 'h:1');
    expect(stdout.split('\n')[0]).toBe(`h:1 of a/prod ${says}`);
  });

  test.each<[string, AskedPrometheus['state'], string]>([
    ['silent', 'unreachable', 'does not answer'],
    ['that wants a login', 'unauthorized', 'wants another login'],
    ['that is none', 'not_prometheus', 'does not answer as Prometheus does'],
    ['in trouble', 'failed', 'answers with an error'],
    ['with too much to say', 'too_large', 'answers more than is read of it'],
  ])('a Prometheus %s is named', async (_, state, says) => {
    const status = groupStatus('a', { 'h:1': [scraped('up')] }, [ASKED, { url: OTHER, state, reason: 'a reason' }]);
    const answering = having([listed('a', 'h:1')], [status]);
    expect((await run(answering, 'why', 'h:1')).stdout).toContain(`  ${OTHER} ${says}: a reason\n`);
    expect((await run(answering, 'status', 'a/prod')).stderr).toBe(`targetctl: ${OTHER} ${says}: a reason\n`);
  });

  test('of those on the host of a target in no group, the nearest are named first', async () => {
    const targets = ['h:9100', 'h:80', 'h:21024', 'h:21998', 'h:21015', 'h:21001', 'h:21996'];
    const { stderr } = await run(having([listed('a', ...targets)], []), 'why', 'h:21990');
    const named = [...stderr.matchAll(/has h:(\d+)/g)].map(([, port]) => port);
    expect(named).toHaveLength(5);
    expect(named.slice(0, 2)).toEqual(['21998', '21996']);
  });

  test('a target that is merged with another of its own group is not said to be in another group', async () => {
    const status = groupStatus('a', { h: [scraped('merged')], 'h:80': [scraped('up')] });
    const { stdout } = await run(having([listed('a', 'h', 'h:80')], [status]), 'why', 'h');
    expect(stdout).toMatch(/^h of a\/prod is not scraped on its own: /);
    expect(stdout).not.toMatch(/another group/);
  });

  test.each([
    ['at another port', '10.3.3.1:9101', ['payments/prod has 10.3.3.1:9100', 'web/prod has 10.3.3.4:80']],
    ['without its domain', 'db1', ['db/prod has db1.example.org:9104']],
    ['with a domain', 'web7.example.org:80', ['web/prod has web7:80']],
    ['that is misspelt', 'db1.exmaple.org', ['db/prod has db1.example.org:9104']], // cspell:disable-line
    ['that is like no other', 'elsewhere', []],
  ])('of a target in no group, those are named that are nearly called so: one %s', async (_, target, similar) => {
    const groups = [
      listed('db', 'db1.example.org:9104'),
      listed('payments', '10.3.3.1:9100'),
      listed('web', 'web7:80', '10.3.3.4:80'),
    ];
    const ended = await run(having(groups, []), 'why', target);
    expect(ended).toMatchObject({ status: 1, stdout: '' });
    const [first, ...others] = ended.stderr.trimEnd().split('\n');
    expect(first).toBe(`targetctl: no group has the target "${target}", so nobody is told to scrape it`);
    expect(others).toEqual(similar.map((line) => `  ${line}`));
  });

  test('-o json is what the API says of the target, and what is similar to one that is nowhere', async () => {
    const status = groupStatus('a', { 'h:1': [REFUSED], 'x:1': [scraped('up')] });
    const answering = having([listed('a', 'h:1', 'x:1')], [status]);
    const { stdout } = await run(answering, 'why', 'h', '-o', 'json');
    expect(JSON.parse(stdout)).toEqual({ target: 'h', groups: [{ ...status, targets: status.targets.slice(0, 1) }] });
    const nowhere = await run(answering, 'why', 'h:2', '-o', 'yaml');
    expect(parse(nowhere.stdout)).toEqual({
      target: 'h:2',
      groups: [],
      similar: [
        { application: 'a', environment: 'prod', target: 'h:1' },
        { application: 'a', environment: 'prod', target: 'x:1' },
      ],
    });
    expect(nowhere.status).toBe(1);
  });

  test('nothing that Prometheus says reaches the terminal', async () => {
    const status = groupStatus('a', { 'h:1': [scraped('down', { error: '\u001b[31m red', advice: '\u202e' })] });
    const { stdout } = await run(having([listed('a', 'h:1')], [status]), 'why', 'h:1');
    expect(stdout).toContain('\\u001b[31m red');
    expect(stdout).not.toMatch(/[^\P{Cc}\n]|\p{Cf}/u);
  });
});

describe('list', () => {
  test('--status shows the groups that have a target of it, and how many targets have which status', async () => {
    const groups = [{ ...listed('a', 'h:1', 'h:2', 'x:1'), statuses: { not_read: 1, up: 2 } }];
    const asked: string[] = [];
    const answering: Answering = (method, url) => {
      asked.push(url.search);
      return having(groups, [])(method, url);
    };
    const { stdout, status } = await run(answering, 'list', '--status', 'not_read', '--status', 'down');
    expect([status, asked]).toEqual([0, ['?limit=10000&status=not_read&status=down&statuses=true']]);
    expect(stdout).toMatch(/^APPLICATION +ENVIRONMENT +TARGETS +STATUS +LABELS +CHANGED\na .* {2}2 up, 1 not read {2}/);
  });

  test('--status has to be a word of the status', async () => {
    const { stderr, status } = await run(having([], []), 'list', '--status', 'broken');
    expect(status).toBe(2);
    expect(stderr).toContain('--status "broken" is none of unknown, not_configured, ');
  });
});

describe('status', () => {
  const PAIR = groupStatus(
    'a',
    {
      'h:1': [
        scraped('up', { last_scrape: '2026-11-26T10:31:09.000Z' }),
        scraped('not_read', { url: OTHER, error: 'why' }),
      ],
      'h:2': [scraped('up'), scraped('up', { url: OTHER })],
    },
    [ASKED, { ...ASKED, url: OTHER }],
  );

  test('of a group is a table of its targets on every Prometheus', async () => {
    const answering = having([], [PAIR]);
    expect(await run(answering, 'status', 'a/prod')).toEqual({
      status: 1,
      stdout: `TARGET  PROMETHEUS         STATUS    LAST SCRAPE  REASON
h:1     http://one:9090    up        11 s ago
h:1     http://other:9090  not read               why
h:2     http://one:9090    up
h:2     http://other:9090  up
2 targets: 1 up, 1 not read
`,
      stderr: '',
    });
    const notUp = await run(answering, 'status', 'a/prod', '--not-up', '-o', 'json');
    expect(JSON.parse(notUp.stdout)).toEqual({ ...PAIR, targets: PAIR.targets.slice(0, 1) });
  });

  test('of a group names the scrape pools where a target is in several of one Prometheus', async () => {
    const pools = [scraped('up', { pool: 'blackbox' }), scraped('down', { pool: 'node', error: 'why' })];
    const group = groupStatus('a', { 'h:1': pools, 'h:2': [scraped('unknown')] });
    const { stdout } = await run(having([], [group]), 'status', 'a/prod');
    expect(stdout).toBe(`TARGET  POOL      STATUS   LAST SCRAPE  REASON
h:1     blackbox  up
h:1     node      down                  why
h:2               unknown
2 targets: 1 down, 1 unknown
`);
  });

  test('of a group that is up has no Prometheus to tell apart, and is no failure', async () => {
    const answering = having([], [groupStatus('a', { 'h:1': [scraped('up')] })]);
    const table = 'TARGET  STATUS  LAST SCRAPE  REASON\nh:1     up\n';
    expect(await run(answering, 'status', 'a/prod')).toEqual({
      status: 0,
      stdout: `${table}1 target: 1 up\n`,
      stderr: '',
    });
    expect((await run(answering, 'status', 'a/prod', '--not-up')).stdout).toBe('1 target: 1 up\n');
  });

  test('of a group that is not there has status 1', async () => {
    expect(await run(having([], []), 'status', 'a/prod')).toEqual({
      status: 1,
      stdout: '',
      stderr: 'targetctl: there is no group a/prod\n',
    });
  });

  const NOT_UP = { application: 'a', environment: 'prod', target: 'h:1', status: 'down', error: 'refused' } as const;
  const ALL: Partial<Status> = {
    targets: { up: 4310, down: 2, waiting: 1 } as Status['targets'],
    not_up: [NOT_UP, { ...NOT_UP, target: 'h:2' }],
    disagreeing: [
      {
        application: 'a',
        environment: 'prod',
        target: 'h:1',
        prometheus: [
          { url: ONE, status: 'up' },
          { url: OTHER, status: 'not_read', read_at: '2026-11-26T10:00:00.000Z' },
        ],
      },
    ],
    disagreements: 2,
  };

  test('of all groups is what is not up first, where the Prometheus disagree, and how many there are', async () => {
    expect(await run(having([], [], ALL), 'status')).toEqual({
      status: 1,
      stdout: `APPLICATION  ENVIRONMENT  TARGET  STATUS  REASON
a            prod         h:1     down    refused
a            prod         h:2     down    refused
and 1 more target; --not-up shows all
2 targets are up on one Prometheus and not on another:
  a/prod h:1: up on http://one:9090; not read on http://other:9090, which has read the version of 2026-11-26 10:00:00Z
  and 1 more target
4,313 targets: 4,310 up, 2 down, 1 waiting
`,
      stderr: '',
    });
  });

  test.each<[string, Partial<Status>, number, string]>([
    ['all up', { targets: { up: 3 } as Status['targets'] }, 0, '3 targets: 3 up\n'],
    ['no target', {}, 1, '0 targets\n'],
    [
      'none that is up',
      { targets: { unknown: 1 } as Status['targets'] },
      1,
      'and 1 more target; --not-up shows all\n1 target: 1 unknown\n',
    ],
  ])('with %s', async (_, all, status, stdout) => {
    expect(await run(having([], [], all), 'status')).toEqual({ status, stdout, stderr: '' });
  });

  test.each([[['--not-up']], [['-o', 'json']]])('%j reads every page', async (options) => {
    const whole = having([], [], { ...ALL, targets: { up: 1, down: 2 } as Status['targets'] });
    const { url, requests } = await serve((method, asked) => {
      const answer = whole(method, asked) as { readonly body: Status };
      const [first, second] = answer.body.not_up;
      const isFirst = asked.searchParams.get('after') === null;
      return { body: { ...answer.body, not_up: [isFirst ? first : second], ...(isFirst && { next: 'n' }) } };
    });
    const { stdout } = await runHere(['status', ...options], { TARGETCTL_URL: url });
    expect(requests).toEqual(['GET /api/v1/status?limit=10000', 'GET /api/v1/status?limit=10000&after=n']);
    for (const target of ['h:1', 'h:2']) expect(stdout).toContain(target);
    expect(stdout).not.toContain('"next"');
  });

  test('takes the filters of list, and sends them', async () => {
    const { url, requests } = await serve(having([], []));
    const filter = ['--application', 'a*', '--environment', 'prod', '--target', 'h', '--label', 'x=1', '--search', 's'];
    await runHere(['status', ...filter], { TARGETCTL_URL: url });
    expect(requests).toEqual([
      'GET /api/v1/status?application=a*&environment=prod&target=h&label=x%3D1&search=s&limit=10',
    ]);
    expect(await runHere(['status', 'a/prod', ...filter])).toMatchObject({ status: 2 });
  });
});

describe.each([[['why', 'h']], [['status']], [['status', 'a/prod']], [['wait', 'a/prod']]])('%j', (args) => {
  const answering =
    (answer: ReturnType<Answering>): Answering =>
    (method, url) =>
      url.pathname.endsWith('/status') ? answer : having([listed('a', 'h:1')], [])(method, url);

  test.each<[string, ReturnType<Answering>, number, RegExp]>([
    [
      'a service that is older than the command',
      refusal(404, 'not_found', 'there is nothing'),
      2,
      /^(?:h is in a\/prod\n)?targetctl: the service at "http:\S+" cannot tell what became of targets: it is older than this command, or the URL is not the right one\n$/,
    ],
    [
      'a service without a Prometheus',
      refusal(400, 'prometheus_not_set', 'its setting PROMETHEUS_URLS names none'),
      2,
      /^(?:h is in a\/prod\n)?targetctl: its setting PROMETHEUS_URLS names none\n$/,
    ],
    ['a refusal', refusal(403, 'not_permitted', 'no'), 2, /^(?:h is in a\/prod\n)?targetctl: no\n$/],
    ['a service in trouble', refusal(500, 'internal', 'it broke'), 3, /^(?:h is in a\/prod\n)?targetctl: it broke\n/],
  ])('of %s is trouble, and says nothing of targets', async (_, answer, status, says) => {
    const ended = await run(answering(answer), ...args);
    expect(ended).toMatchObject({ status, stdout: '' });
    expect(ended.stderr).toMatch(says);
    // Who has the target is known all the same.
    expect(ended.stderr.startsWith('h is in a/prod\n')).toBe(args[0] === 'why');
  });
});
