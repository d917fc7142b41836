import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { useTemporaryDirectory } from '../../server/test/support/temporary-directory.js';
import { runHere } from './support/run-here.js';
import { runTargetctl } from './support/run-targetctl.js';
import { useServer } from './support/use-server.js';

const server = useServer({ FUSE_TARGETS: '5' });
const home = useTemporaryDirectory();
const run = (...args: readonly string[]) => runHere(args, { TARGETCTL_URL: server().url });

beforeEach(async () => {
  // The fuse asks only about what goes by a request to many.
  for (const { application, environment } of await groups())
    await fetch(`${server().url}/${application}/${environment}`, { method: 'DELETE' });
});

interface Group {
  readonly application: string;
  readonly environment: string;
  readonly targets: readonly string[];
  readonly labels: object;
}

async function groups(): Promise<readonly Group[]> {
  const list = (await (await fetch(`${server().url}/api/v1/groups`)).json()) as { groups: readonly Group[] };
  return list.groups;
}

async function put(key: string, targets: readonly string[], labels: object = {}): Promise<void> {
  const headers = { 'Content-Type': 'application/json' };
  const body = JSON.stringify({ targets, labels });
  expect((await fetch(`${server().url}/${key}`, { method: 'PUT', headers, body })).status).toBe(200);
}

function file(text: string, name = 'groups.yaml'): string {
  const path = join(home(), name);
  writeFileSync(path, text);
  return path;
}

const summary = async (): Promise<readonly string[]> =>
  (await groups()).map(({ application, environment, targets }) => `${application}/${environment}: ${targets.join()}`);

const WANTED = `
groups:
  - &prod
    application: payments
    environment: prod
    targets: [a:1, c:1]
    labels: { team: core, version: 1.10 }
  - { application: payments, environment: test, targets: [t:1] }
`;

const DIFFERENCES = `~ payments/prod
-   b:1
-   team="data"
+   c:1
+   team="core"
+   version="1.10"
+ payments/test
+   t:1
+   job="payments"
+   env="test"
- payments/old
-   o:1
-   job="payments"
-   env="old"
`;

describe('diff and apply', () => {
  beforeEach(async () => {
    await put('payments/prod', ['a:1', 'b:1'], { team: 'data' });
    await put('payments/old', ['o:1']);
    await put('other/prod', ['x:1']);
  });

  const OPTIONS = ['--application', 'payments', '--prune'];

  test('diff shows what apply would change, with status 1 if that is anything', async () => {
    expect(await run('diff', file(WANTED), ...OPTIONS)).toEqual({
      status: 1,
      stdout: DIFFERENCES,
      stderr: '1 to create, 1 to change, 1 to remove, 0 unchanged\n',
    });
    const json = await run('diff', file(WANTED), ...OPTIONS, '-o', 'json');
    expect(JSON.parse(json.stdout)).toMatchObject({
      created: 1,
      groups: [
        { application: 'payments', environment: 'prod', outcome: 'changed', before: { targets: ['a:1', 'b:1'] } },
        { environment: 'test', outcome: 'created', after: { targets: ['t:1'] } },
        { environment: 'old', outcome: 'removed' },
      ],
    });
    expect(await groups()).toHaveLength(3);
  });

  test('apply does it, and once more it has nothing to do', async () => {
    const path = file(WANTED);
    const tried = await run('apply', path, ...OPTIONS, '--dry-run');
    expect(tried).toEqual({
      status: 0,
      stdout: `${DIFFERENCES}1 created, 1 changed, 1 removed, 0 unchanged (dry run: nothing was changed)\n`,
      stderr: '',
    });
    expect(await groups()).toHaveLength(3);
    expect(await run('apply', path, ...OPTIONS)).toEqual({
      status: 0,
      stdout: `${DIFFERENCES}1 created, 1 changed, 1 removed, 0 unchanged\n`,
      stderr: '',
    });
    expect(await summary()).toEqual(['other/prod: x:1', 'payments/prod: a:1,c:1', 'payments/test: t:1']);
    expect((await run('apply', path, ...OPTIONS)).stdout).toBe('0 created, 0 changed, 0 removed, 2 unchanged\n');
    expect(await run('diff', path, ...OPTIONS)).toMatchObject({ status: 0, stdout: '' });
  });

  test('without --prune nothing is removed, and groups that are in no file are not spoken of', async () => {
    expect((await run('apply', file(WANTED))).stdout).toMatch(/1 created, 1 changed, 0 removed, 0 unchanged\n$/);
    expect(await summary()).toContain('payments/old: o:1');
  });

  test('another order of targets is a difference too', async () => {
    await put('payments/prod', ['b:1', 'a:1']);
    const path = file('[{application: payments, environment: prod, targets: [a:1, b:1]}]');
    expect((await run('diff', path)).stdout).toBe('~ payments/prod\n~   the order of the targets\n');
  });

  test('what export writes is what is there, also through a pipe, in JSON and in YAML', async () => {
    for (const format of ['json', 'yaml']) {
      const { stdout } = await run('export', '-o', format);
      const again = await runTargetctl(['diff', '-', '--prune', '--application', '*', '--url', server().url], {
        stdin: stdout,
      });
      expect(again).toEqual({ status: 0, stdout: '', stderr: '0 to create, 0 to change, 0 to remove, 3 unchanged\n' });
    }
  });

  test.each(['diff', 'apply'])('%s reads standard input to its end, however slow and long it is', async (command) => {
    const text = `[${' '.repeat(1 << 20)}{"application": "payments", "environment": "prod", "targets": ["n:1"]}]`;
    async function* slowly(): AsyncGenerator<string> {
      for (const part of [text.slice(0, 1000), text.slice(1000, -20), text.slice(-20)]) {
        await pause(300);
        yield part;
      }
    }
    const args = [command, '-', '--dry-run', '--url', server().url].filter(
      (each) => command === 'apply' || each !== '--dry-run',
    );
    const { status, stdout, stderr } = await runTargetctl(args, { stdin: Readable.from(slowly()) });
    expect(stderr).not.toMatch(/cannot be read/);
    expect(stdout).toMatch(/^~ payments\/prod\n(?:-.*\n)*\+ {3}n:1\n/);
    expect(status).toBe(command === 'apply' ? 0 : 1);
  });

  test('--prune needs a filter, and every group has to match it', async () => {
    expect(await run('apply', file(WANTED), '--prune')).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/--prune needs a filter/) as string,
    });
    const outside = await run('diff', file(WANTED), '--prune', '--application', 'other');
    expect(outside).toMatchObject({ status: 2, stdout: '' });
    expect(outside.stderr).toMatch(/groups\.yaml:4: .*"payments\/prod".*filter/);
  });

  test('a file with nothing in it is refused; one that says that there are no groups is not', async () => {
    for (const text of ['', '# nothing\n', '{}']) {
      const { status } = await run('apply', file(text), ...OPTIONS);
      expect({ text, status, groups: (await groups()).length }).toEqual({ text, status: 2, groups: 3 });
    }
    for (const command of ['apply', 'diff'])
      expect(await run(command, file('[]'))).toEqual({
        status: 2,
        stdout: '',
        stderr: 'targetctl: the files name no group; give one, or --prune to remove all groups that match the filter\n',
      });
    expect((await run('apply', file('groups: []'), ...OPTIONS)).stdout).toMatch(/2 removed, 0 unchanged\n$/);
  });
});

describe('the fuse', () => {
  const FEW = '[{application: a, environment: prod, targets: [h1:1]}]';

  beforeEach(() => put('a/prod', ['h1:1', 'h2:1', 'h3:1', 'h4:1', 'h5:1', 'h6:1']));

  test('without a terminal it is refused, and says which --force lets it through; no other number does', async () => {
    const refused = await run('apply', file(FEW));
    expect(refused.status).toBe(1);
    expect(refused.stderr).not.toMatch(/[^-]force/);
    expect(refused.stderr).toMatch(/5 of 6 targets.*\ntargetctl: --force=5 lets exactly that many go\n$/);
    expect((await run('apply', file(FEW), '--force=4')).status).toBe(1);
    expect(await summary()).toEqual(['a/prod: h1:1,h2:1,h3:1,h4:1,h5:1,h6:1']);
    expect((await run('apply', file(FEW), '--force=5')).status).toBe(0);
    expect(await summary()).toEqual(['a/prod: h1:1']);
    expect((await run('apply', file(FEW), '--force', 'all')).status).toBe(2);
  });

  test('retire passes it too', async () => {
    for (const key of ['b/1', 'b/2', 'b/3', 'b/4', 'b/5', 'b/6']) await put(key, ['old:1', 'old:2']);
    const refused = await run('retire', 'old');
    expect([refused.status, refused.stdout]).toEqual([1, '']);
    expect(refused.stderr).toMatch(/--force=12 lets/);
    const done = await run('retire', 'old', '--force=12');
    expect(done.stdout).toMatch(/^- b\/1\n(?:- b\/\d\n){5}0 created, 0 changed, 6 removed, 0 unchanged\n$/);
    expect(await summary()).toHaveLength(1);
  });
});

test('retire takes a target out of every group, and may be repeated', async () => {
  await put('a/prod', ['h:1', 'h:2', 'i:1']);
  await put('b/prod', ['h:1']);
  expect((await run('retire', 'h:1', '--dry-run')).stdout).toBe(
    '~ a/prod\n- b/prod\n0 created, 1 changed, 1 removed, 0 unchanged (dry run: nothing was changed)\n',
  );
  expect((await run('retire', 'h:1')).status).toBe(0);
  expect(await summary()).toEqual(['a/prod: h:2,i:1']);
  expect(await run('retire', 'h:1')).toMatchObject({ status: 0, stderr: '' });
  expect((await run('retire', 'h:1')).stdout).toBe(
    'no group has the target "h:1"\n0 created, 0 changed, 0 removed, 0 unchanged\n',
  );
});

describe('faults in files', () => {
  test.each<[string, string, readonly RegExp[]]>([
    [
      'all of them, with file and line',
      'groups:\n- application: a\n  environment: prod\n  targets:\n  - ok:1\n  - h:99999\n  labels:\n    __name__: x\n- application: a\n  environment: prod\n  targets: [h:1]\n',
      [/groups\.yaml:6: "h:99999"/, /groups\.yaml:8: .*"__name__"/, /groups\.yaml:9: .*given twice/],
    ],
    [
      'keys and values that do not belong there',
      '{"groups": [\n{"application": "a", "environment": "b", "target": ["h:1"], "targets": ["h:1", 5]},\n{"application": "a", "targets": "h:1", "labels": []}], "more": 1}',
      [
        /groups\.yaml:2: the key "target" is not known/,
        /:2: .*5 and no text/,
        /:3: environment is missing/,
        /:3: a group has no list of targets/,
        /:3: the labels of a group are not an object/,
        /:3: the key "more" is not known/,
      ],
    ],
    ['neither groups nor a list', 'application: a\n', [/groups\.yaml:1: the key "application" is not known/]],
    [
      'a tag',
      'groups: !include x.yaml\n',
      [/groups\.yaml:1: the tag "!include" says that what is written is not the value itself/],
    ],
    [
      'a bracket that is not closed',
      'groups:\n- application: a\n  targets: [\n',
      [
        /groups\.yaml:4: it is not YAML: something is not indented as it should be, or a bracket or brace is not closed$/m,
      ],
    ],
    ['a tab', 'groups:\n\t- a\n', [/groups\.yaml:2: it is not YAML: a line is indented with a tab; use spaces$/m]],
    ['two documents', 'a: b\n---\nc: d\n', [/groups\.yaml:2: it holds more than one document$/m]],
    ['a quotation mark that is missing', '- "a\n', [/groups\.yaml:\d: it is not YAML: .*quotation mark is missing$/m]],
    ['text behind a value', '- "a" b\n', [/groups\.yaml:1: it is not YAML: text stands where none is expected/]],
    [
      'two values in a line',
      '- a: b: c\n',
      [/groups\.yaml:1: it is not YAML: a value that holds ": " has to be quoted/],
    ],
    ['an alias for nothing', 'groups: *x\n', [/groups\.yaml cannot be used: an alias stands for nothing/]],
    ['nothing', '', [/groups\.yaml is empty/]],
    ['raw control characters in a name, safely shown', '["\\u001b[31m"]', [/groups\.yaml:1: a group is not an object/]],
  ])('%s', async (_, text, says) => {
    for (const command of ['diff', 'apply']) {
      const { status, stdout, stderr } = await run(command, file(text));
      expect([status, stdout]).toEqual([2, '']);
      expect(stderr.trimEnd().split('\n')).toHaveLength(says.length);
      for (const each of says) expect(stderr).toMatch(each);
      expect(stderr).not.toMatch(/[^\P{Cc}\n]/u);
    }
  });

  test('a file that is not there', async () => {
    expect(await run('apply', '/nowhere.yaml')).toMatchObject({
      status: 2,
      stderr: 'targetctl: the file "/nowhere.yaml" cannot be read (ENOENT)\n',
    });
  });
});

describe('files for file_sd', () => {
  test('their labels job and env say which group it is; those with the same labels become one', async () => {
    const path = file(
      '- targets: [a:1]\n  labels: {job: node, env: prod, rack: r1}\n- targets: [b:1]\n  labels: {env: prod, job: node, rack: r1}\n',
      'node.yml',
    );
    expect((await run('apply', path)).status).toBe(0);
    expect(await groups()).toMatchObject([
      {
        application: 'node',
        environment: 'prod',
        targets: ['a:1', 'b:1'],
        labels: { job: 'node', env: 'prod', rack: 'r1' },
      },
    ]);
  });

  test('--as says what the labels do not; other labels may name the environment; several files at once', async () => {
    mkdirSync(join(home(), 'sd'));
    const one = file(
      '[{"targets": ["a:1"], "labels": {"rack": "r1"}}, {"targets": ["b:1"], "labels": {"rack": "r2"}}]',
      'sd/one.json',
    );
    const two = file('- targets: [c:1]\n', 'sd/two.yml');
    const { status } = await run('apply', one, two, '--as', 'node/prod', '--environment-label', 'rack');
    expect(status).toBe(0);
    expect(await summary()).toEqual(['node/prod: c:1', 'node/r1: a:1', 'node/r2: b:1']);
  });

  test.each<[string, string, readonly string[], RegExp]>([
    [
      'what does not say its names',
      '- targets: [a:1]\n',
      [],
      /node\.yml:1: the group does not say its application \(label "job"\) and its environment \(label "env"\); .*--as <application>\/<environment>/,
    ],
    [
      'what says only one of them',
      '- targets: [a:1]\n  labels: {job: x}\n',
      [],
      /does not say its environment \(label "env"\);/,
    ],
    [
      'groups of one name with other labels',
      '- targets: [a:1]\n  labels: {rack: r1}\n- targets: [b:1]\n  labels: {rack: r2}\n',
      ['--as', 'node/prod'],
      /node\.yml:3: this group and the one at .*node\.yml:1 would both be node\/prod, and differ in "rack"; .*--environment-label/,
    ],
    [
      'a bad target of the second of two that become one',
      '- targets: [a:1]\n- targets: ["b b:1"]\n',
      ['--as', 'node/prod'],
      /node\.yml:2: "b b:1"/,
    ],
    ['a name that is none', '- targets: [a:1]\n', ['--as', 'node'], /"node" is not a group/],
  ])('%s is refused', async (_, text, options, says) => {
    const { status, stderr } = await run('apply', file(text, 'node.yml'), ...options);
    expect(status).toBe(2);
    expect(stderr).toMatch(says);
  });
});
