import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Answering, type FakeService, refusal, useFakeService } from './support/fake-service.js';
import { runHere } from './support/run-here.js';
import { runTargetctl } from './support/run-targetctl.js';

const serve = useFakeService();
const home = mkdtempSync(join(tmpdir(), 'target-eye-'));
afterAll(() => {
  rmSync(home, { recursive: true });
});

const DOWN = 'h:1 is down: connection refused: nothing listens on port 1 of h';
const errors = [{ path: 'targets[0]', code: 'down', message: DOWN }];
const GROUP = { targets: ['h:1'], labels: { job: 'a', env: 'prod', team: 'core' } };
const targets = ['h:1', 'h:2'].map((target) => ({ target, status: 'up', prometheus: [] }));
const UP = { application: 'a', environment: 'prod', revision: 'r', up: true, prometheus: [], targets };

async function run(answering: Answering, ...args: readonly string[]) {
  const { url, requests } = await serve(answering);
  return { ...(await runHere(args, { TARGETCTL_URL: url })), requests };
}

describe('wait', () => {
  test('asks the service to wait, and says how many targets are up', async () => {
    expect(await run(() => ({ body: UP }), 'wait', 'a/prod', '--timeout', '1m30s')).toEqual({
      status: 0,
      stdout: 'a/prod: 2 targets, all up\n',
      stderr: '',
      requests: ['GET /api/v1/groups/a/prod/status?wait=up&timeout=90000ms'],
    });
    const { stdout, requests } = await run(() => ({ body: UP }), 'wait', 'a/prod', '-o', 'json');
    expect(JSON.parse(stdout)).toEqual(UP);
    expect(requests).toEqual(['GET /api/v1/groups/a/prod/status?wait=up&timeout=60000ms']);
  });

  test.each<[string, ReturnType<Answering>, number, string]>([
    [
      'is not up in time',
      refusal(504, 'not_up', '1 of 2 targets is not up', errors),
      1,
      `1 of 2 targets is not up\ntargetctl:   ${DOWN}`,
    ],
    ['is not there', refusal(404, 'group_unknown', 'there is no group a/prod'), 1, 'there is no group a/prod'],
  ])('for a group that %s', async (_, answer, status, says) => {
    expect(await run(() => answer, 'wait', 'a/prod')).toMatchObject({
      status,
      stdout: '',
      stderr: `targetctl: ${says}\n`,
    });
  });
});

describe.each([
  ['set', 'PUT /a/prod?wait=up&timeout=60000ms'],
  ['add', 'POST /a/prod?idempotent=true&wait=up&timeout=60000ms'],
])('%s --wait', (command, request) => {
  const args = [command, 'a/prod', 'h:1', '--wait'];

  test('says that all targets are up', async () => {
    expect(await run(() => ({ body: [GROUP] }), ...args)).toEqual({
      status: 0,
      stdout: 'a/prod: 1 target, job="a", env="prod", team="core", all up\n',
      stderr: '',
      requests: [request],
    });
  });

  test('says that the change is stored, and what is not up; it is not sent again', async () => {
    const message = 'the change is stored, but 1 of 2 targets is not up';
    const { status, stderr, requests } = await run(() => refusal(504, 'not_up', message, errors), ...args);
    expect([status, stderr]).toEqual([1, `targetctl: ${message}\ntargetctl:   ${DOWN}\n`]);
    expect(requests).toHaveLength(1);
  });

  test('of a service that stops says that the change is stored; it is not sent again', async () => {
    const message = 'the change is stored, but the service stops';
    const { status, stderr, requests } = await run(() => refusal(503, 'stopping', message), ...args);
    expect(status).toBe(3);
    expect(stderr).toMatch(new RegExp(`^targetctl: ${message}\n`));
    expect(requests).toHaveLength(1);
  });

  test.each([
    [
      'is older than the command',
      'query_not_understood',
      /the service at "http:\S+" is older than this command and cannot wait/,
    ],
    ['has no Prometheus', 'prometheus_not_set', /set PROMETHEUS_URLS/],
  ])('of a service that %s says so, and that nothing was changed', async (_, code, says) => {
    const { status, stderr } = await run(() => refusal(400, code, 'set PROMETHEUS_URLS'), ...args);
    expect(status).toBe(1);
    expect(stderr).toMatch(
      new RegExp(`^targetctl: ${says.source}; nothing was changed, and without --wait it will be\n$`),
    );
  });

  test.each([[['--timeout', '5']], [['--timeout', '0s']], [['--timeout', '11m']], [['--dry-run']]])(
    'with %j is refused with status 2, and nothing is sent',
    async (options) => {
      const { status, stdout, requests } = await run(() => ({ body: [GROUP] }), ...args, ...options);
      expect([status, stdout, requests]).toEqual([2, '', []]);
    },
  );
});

test('a time-out without a wait is refused', async () => {
  const { status, stderr } = await run(() => ({ body: [GROUP] }), 'set', 'a/prod', 'h:1', '--timeout', '5s');
  expect([status, stderr]).toEqual([2, 'targetctl: --timeout says how long to wait; it needs --wait\n']);
});

describe('Ctrl-C', () => {
  /** A command that waits without an end, ended by a person. */
  async function interrupted(shown: Answering, ...args: readonly string[]) {
    let begun = (): void => undefined;
    const waits = new Promise<void>((resolve) => (begun = resolve));
    const service: FakeService = await serve((method, url) => {
      if (url.searchParams.get('wait') !== 'up') return shown(method, url);
      begun();
      return 'never';
    });
    return runTargetctl(args, { env: { TARGETCTL_URL: service.url }, interrupt: waits });
  }

  test.each<[string, Answering, string]>([
    [
      'that the change is stored',
      () => ({ body: [{ ...GROUP, targets: ['h:0', 'h:1'] }] }),
      'the change is stored; nobody waits for a/prod any more, and "targetctl wait a/prod" does so again',
    ],
    [
      'that it may not be, where the group is another',
      () => ({ body: [{ ...GROUP, targets: ['h:2'] }] }),
      'whether the change is stored is not known; "targetctl show a/prod" shows it',
    ],
    [
      'that it may not be, where there is no answer',
      () => refusal(500, 'internal', 'it broke'),
      'whether the change is stored is not known; "targetctl show a/prod" shows it',
    ],
  ])('says %s', async (_, shown, says) => {
    expect(await interrupted(shown, 'add', 'a/prod', 'h:1', '--label', 'team=core', '--wait')).toEqual({
      status: null,
      stdout: '',
      stderr: `targetctl: ${says}\n`,
    });
  });

  test('ends a wait for a group', async () => {
    const ended = await interrupted(() => 'never', 'wait', 'a/prod');
    expect(ended).toEqual({ status: null, stdout: '', stderr: 'targetctl: nobody waits for a/prod any more\n' });
  });

  test('ends the wait of apply, whose changes are stored', async () => {
    const file = join(home, 'two.yaml');
    writeFileSync(file, '[{application: a, environment: prod, targets: [h:1]}]');
    const ended = await interrupted(bulkOf('a'), 'apply', file, '--wait', '-o', 'json');
    expect(ended).toEqual({
      status: null,
      stdout: '',
      stderr: 'targetctl: the changes are stored; up so far: 0 of 2; "targetctl status" tells of the others\n',
    });
  });
});

/** What a service answers that changes the groups of these applications, besides how they are. */
function bulkOf(...applications: readonly string[]): Answering {
  return (method, { pathname }) => {
    const groups = applications.map((application, index) => ({
      application,
      environment: 'prod',
      outcome: index === 0 ? 'created' : 'changed',
    }));
    if (pathname === '/api/v1/status') return { body: { targets: {} } };
    if (method === 'PUT')
      return {
        body: {
          created: 1,
          changed: groups.length - 1,
          unchanged: 1,
          removed: 0,
          failed: 0,
          groups: [...groups, { application: 'same', environment: 'prod', outcome: 'unchanged' }],
        },
      };
    return { body: { groups: [], matched: 0, total: 0, revision: 'r', unreadable: [] } };
  };
}

describe('apply --wait', () => {
  const file = join(home, 'groups.yaml');
  beforeAll(() => {
    const groups = ['up', 'down', 'same'].map((application) => ({
      application,
      environment: 'prod',
      targets: ['h:1'],
    }));
    writeFileSync(file, JSON.stringify(groups));
  });

  const answering =
    (waits: Readonly<Record<string, ReturnType<Answering>>>): Answering =>
    (method, url) => {
      const [, application = ''] = /^\/api\/v1\/groups\/(\w+)\/prod\/status$/.exec(url.pathname) ?? [];
      return waits[application] ?? bulkOf('up', 'down')(method, url);
    };
  const NOT_UP = refusal(504, 'not_up', '1 of 1 target is not up', errors);
  const WAITS = { up: { body: UP }, down: NOT_UP, same: { body: UP } };

  test('waits for every group of the file, and says what became of each', async () => {
    const { status, stdout, requests } = await run(answering(WAITS), 'apply', file, '--wait', '--timeout', '5m');
    expect(status).toBe(1);
    expect(stdout).toMatch(
      /\n1 created, 1 changed, 0 removed, 1 unchanged\nup\/prod: up\ndown\/prod: not up\n {2}h:1 is down: .* port 1 of h\n1 unchanged group: up\n$/,
    );
    const waits = requests.filter((request) => request.includes('wait=up'));
    // What is unchanged and up needs no wait.
    expect(waits).toHaveLength(2);
    // One deadline for all.
    for (const wait of waits) expect(wait).toMatch(/timeout=(?:29\d{4}|300000)ms$/);
  });

  test('ends with 1 where a group is not up that is as it was, so that no retry hides it', async () => {
    const waits = { up: { body: UP }, down: { body: UP }, same: NOT_UP };
    const { status, stdout } = await run(answering(waits), 'apply', file, '--wait');
    expect(status).toBe(1);
    expect(stdout).toMatch(/\nup\/prod: up\ndown\/prod: up\nsame\/prod: not up\n {2}h:1 is down: .* port 1 of h\n$/);
  });

  test('waits for many groups at once without a word of it', async () => {
    const many = Array.from({ length: 30 }, (_, index) => `a${String(index)}`);
    const { url } = await serve((method, asked) =>
      asked.pathname.endsWith('/prod/status') ? { body: UP } : bulkOf(...many)(method, asked),
    );
    const ended = await runTargetctl(['apply', file, '--wait'], { env: { TARGETCTL_URL: url } });
    expect(ended).toMatchObject({ status: 0, stderr: '' });
  });

  test('does not wait for a group that is removed', async () => {
    const pruned: Answering = (method, url) =>
      method === 'PUT'
        ? { body: { removed: 1, groups: [{ application: 'gone', environment: 'prod', outcome: 'removed' }] } }
        : answering(WAITS)(method, url);
    const { status, requests } = await run(pruned, 'apply', file, '--wait', '-o', 'json');
    expect(status).toBe(0);
    expect(requests.filter((request) => request.includes('wait=up'))).toEqual([]);
  });

  test('-o json is what became of the groups, and of the wait', async () => {
    const { stdout } = await run(answering(WAITS), 'apply', file, '--wait', '-o', 'json');
    expect(JSON.parse(stdout)).toMatchObject({
      created: 1,
      waited: [
        { application: 'up', environment: 'prod', up: true, reasons: [] },
        { application: 'down', environment: 'prod', up: false, reasons: [DOWN] },
        { application: 'same', environment: 'prod', up: true, reasons: [] },
      ],
    });
  });

  test('ends with 0 where all are up, and with 3 where one cannot be asked', async () => {
    const up = await run(answering({ ...WAITS, down: { body: UP } }), 'apply', file, '--wait');
    expect(up.status).toBe(0);
    const broken = await run(
      answering({ ...WAITS, up: refusal(500, 'internal', 'it broke') }),
      'apply',
      file,
      '--wait',
    );
    expect(broken.status).toBe(3);
    expect(broken.stdout).toMatch(/\nup\/prod: not up\n {2}it broke\n/);
  });

  test.each<[string, ReturnType<Answering>, RegExp]>([
    [
      'is older than the command',
      refusal(404, 'not_found', 'no'),
      /^targetctl: the service at "http:\S+" cannot tell .*; nothing was changed, and without --wait it will be\n$/,
    ],
    [
      'has no Prometheus',
      refusal(400, 'prometheus_not_set', 'set PROMETHEUS_URLS'),
      /^targetctl: set PROMETHEUS_URLS; nothing was changed, and without --wait it will be\n$/,
    ],
  ])('changes nothing where the service %s', async (_, answer, says) => {
    const ended = await run(
      (method, url) => (url.pathname === '/api/v1/status' ? answer : bulkOf('up')(method, url)),
      'apply',
      file,
      '--wait',
    );
    expect(ended.status).toBe(1);
    expect(ended.stderr).toMatch(says);
    expect(ended.requests.filter((request) => request.startsWith('PUT'))).toEqual([]);
  });
});
