import { parse } from 'yaml';
import { runHere } from './support/run-here.js';
import { useFakeService } from './support/fake-service.js';
import { useServer } from './support/use-server.js';

const server = useServer();
const fake = useFakeService();
const run = (...args: readonly string[]) => runHere(args, { TARGETCTL_URL: server().url });

const GROUPS = [
  {
    application: 'a/b',
    environment: 'prod',
    targets: ['h:1'],
    labels: { job: 'a/b', env: 'prod', x: '\u001b[31m\u202e' },
  },
  {
    application: 'payments',
    environment: 'prod',
    targets: ['10.3.3.1:9100', '10.3.3.2:9100'],
    labels: { job: 'pay', env: 'prod', team: 'core', area: 'eu' },
  },
  {
    application: 'payments',
    environment: 'test',
    targets: ['10.3.4.1:9100'],
    labels: { job: 'payments', env: 'test' },
  },
  { application: '支払い', environment: 'prod', targets: ['h:2'], labels: { job: '支払い', env: 'prod' } },
];

beforeAll(async () => {
  const body = JSON.stringify({ groups: GROUPS });
  const headers = { 'Content-Type': 'application/json' };
  expect((await fetch(`${server().url}/api/v1/groups`, { method: 'PUT', headers, body })).status).toBe(200);
});

const keysIn = (stdout: string): readonly string[] =>
  stdout
    .split('\n')
    .slice(1)
    .filter(Boolean)
    .map((line) => line.split(/ {2,}/).slice(0, 2).join('/'));

describe('list', () => {
  test('is a table of all groups in the order of their keys; only labels that say more than the key', async () => {
    const { status, stdout, stderr } = await run('list');
    expect([status, stderr]).toEqual([0, '']);
    const lines = stdout.split('\n').map((line) => line.replace(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ$/, 'TIME'));
    expect(lines).toEqual([
      'APPLICATION  ENVIRONMENT  TARGETS                       LABELS                             CHANGED',
      'a/b          prod         h:1                           x="\\u001b[31m\\u202e"               TIME',
      'payments     prod         10.3.3.1:9100, 10.3.3.2:9100  job="pay", team="core", area="eu"  TIME',
      'payments     test         10.3.4.1:9100                                                    TIME',
      '支払い       prod         h:2                                                              TIME',
      '',
    ]);
  });

  test.each([
    [
      ['--application', 'pay*'],
      ['payments/prod', 'payments/test'],
    ],
    [['--environment', 'test'], ['payments/test']],
    [
      ['--application', 'a/b', '--application', '支払い'],
      ['a/b/prod', '支払い/prod'],
    ],
    [['--target', '10.3.3.1'], ['payments/prod']],
    [
      ['--target', '10.3.*:9100'],
      ['payments/prod', 'payments/test'],
    ],
    [['--label', 'team=core'], ['payments/prod']],
    [
      ['--label', 'team!=core', '--label', 'env=prod'],
      ['a/b/prod', '支払い/prod'],
    ],
    [['--search', 'CORE'], ['payments/prod']],
  ])('%j', async (options, keys) => {
    expect(keysIn((await run('list', ...options)).stdout)).toEqual(keys);
  });

  test('--limit shows the first ones, and says how many there are', async () => {
    const { stdout } = await run('list', '--limit', '1');
    expect(stdout.split('\n').slice(2)).toEqual(['1 of 4 groups', '']);
    expect((await run('list', '--limit', '0')).status).toBe(2);
  });

  test('nothing that matches is an empty table, said on standard error', async () => {
    expect(await run('list', '--application', 'none')).toEqual({
      status: 0,
      stdout: '',
      stderr: 'none of 4 groups matches\n',
    });
  });

  test('-o json and -o yaml are the list of the API, and nothing in it reaches the terminal', async () => {
    for (const [format, read] of [
      ['json', (text: string) => JSON.parse(text) as object],
      ['yaml', (text: string) => parse(text) as object],
    ] as const) {
      const { stdout } = await run('list', '-o', format, '--application', 'a/b');
      expect(read(stdout)).toMatchObject({ matched: 1, total: 4, unreadable: [], groups: [GROUPS[0]] });
      expect(stdout).not.toMatch(/[^\P{Cc}\n]|\p{Cf}/u);
    }
  });
});

describe('show', () => {
  test('is everything that is known of a group', async () => {
    const { status, stdout } = await run('show', 'payments/prod');
    expect(status).toBe(0);
    expect(stdout).toMatch(
      /^application {2}payments\nenvironment {2}prod\ntargets {6}10\.3\.3\.1:9100\n {13}10\.3\.3\.2:9100\nlabels {7}job="pay"\n {13}env="prod"\n {13}team="core"\n {13}area="eu"\nchanged {6}\d.*Z\nrevision {5}\w+\nfile {9}payments@prod\.json\n$/,
    );
  });

  test('takes the key as it stands in the URL, and shows nothing that a terminal would act on', async () => {
    const { stdout } = await run('show', 'a%2Fb/prod');
    expect(stdout).toContain('x="\\u001b[31m\\u202e"');
    expect(stdout).not.toMatch(/[^\P{Cc}\n]|\p{Cf}/u);
  });

  test('a group that is not there has status 1', async () => {
    expect(await run('show', 'payments/none')).toEqual({
      status: 1,
      stdout: '',
      stderr: 'targetctl: there is no group payments/none\n',
    });
  });
});

describe('export', () => {
  test('is a file that apply takes, in order, with job and env first and then the labels by name', async () => {
    const { stdout } = await run('export', '--application', 'payments');
    expect(stdout).toBe(`groups:
  - application: payments
    environment: prod
    targets:
      - 10.3.3.1:9100
      - 10.3.3.2:9100
    labels:
      job: pay
      env: prod
      area: eu
      team: core
  - application: payments
    environment: test
    targets:
      - 10.3.4.1:9100
    labels:
      job: payments
      env: test
`);
    expect((await run('export', '-o', 'json', '--application', 'payments')).stdout).toBe(
      `${JSON.stringify(parse(stdout), undefined, 2)}\n`,
    );
  });
});

describe('version', () => {
  test('names both versions, and it is no failure if the service does not answer', async () => {
    expect((await run('version')).stdout).toMatch(/^targetctl 1\.0\.0\nserver {4}1\.0\.0 \(http:/);
    const { status, stdout } = await run('version', '--url', 'http://127.0.0.1:9', '-o', 'json');
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      targetctl: '1.0.0',
      server: { url: 'http://127.0.0.1:9', reason: 'nothing listens there (connection refused)' },
    });
  });
});

test('says once for all pages, on standard error, that the service does not hear the cluster', async () => {
  const { url } = await fake((_method, { searchParams }) => {
    const next = searchParams.has('after') ? {} : { next: 'more' };
    return { headers: { Age: '73' }, body: { groups: [], matched: 0, total: 0, unreadable: [], ...next } };
  });
  const { status, stdout, stderr } = await runHere(['list', '-o', 'json'], { TARGETCTL_URL: url });
  expect([status, stderr.split('\n')]).toEqual([
    0,
    [
      'targetctl: the service has not heard the cluster for 73 s; the groups are as it knew them then',
      'there are no groups',
      '',
    ],
  ]);
  expect(JSON.parse(stdout)).toMatchObject({ groups: [] });
});
