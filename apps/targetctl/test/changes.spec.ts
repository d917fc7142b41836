import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { VERSION } from '../src/version.js';
import { runHere } from './support/run-here.js';
import { runTargetctl } from './support/run-targetctl.js';
import { useServer } from './support/use-server.js';

const server = useServer();

const run = (...args: readonly string[]) => runHere(args, { TARGETCTL_URL: server().url });
const group = async (): Promise<unknown> => (await fetch(`${server().url}/payments/prod`)).json();

test('set replaces, add adds, remove removes; what is so already counts as done', async () => {
  const set = await run('set', 'payments/prod', 'a:1', 'b:1', '--label', 'team=core=x');
  expect(set).toEqual({
    status: 0,
    stdout: 'payments/prod: 2 targets, job="payments", env="prod", team="core=x"\n',
    stderr: '',
  });
  for (let time = 0; time < 2; time += 1)
    expect(await run('add', 'payments/prod', 'b:1', 'c:1', '--label', 'tier=1')).toMatchObject({
      status: 0,
      stderr: '',
    });
  for (let time = 0; time < 2; time += 1)
    expect(await run('remove', 'payments/prod', 'a:1', '--label', 'team=core=x')).toMatchObject({
      status: 0,
      stderr: '',
    });
  expect(await group()).toEqual([{ targets: ['b:1', 'c:1'], labels: { job: 'payments', env: 'prod', tier: '1' } }]);
  expect((await run('set', 'payments/prod', '--no-labels')).status).toBe(0);
  expect(await group()).toEqual([{ targets: ['b:1', 'c:1'], labels: { job: 'payments', env: 'prod' } }]);
  expect(await run('remove', 'payments/prod', '--group')).toMatchObject({
    status: 0,
    stdout: 'payments/prod: removed, with 2 targets\n',
  });
  expect(await run('remove', 'payments/prod', '--group')).toMatchObject({
    status: 0,
    stdout: 'payments/prod: there is no such group\n',
  });
  expect(await group()).toEqual([]);
});

test('the names of a key are percent-decoded, as in the URL', async () => {
  expect((await run('set', 'a%2Fb/50%25', 'h:1')).stdout).toBe('a%2Fb/50%25: 1 target, job="a/b", env="50%"\n');
  expect(await (await fetch(`${server().url}/a%2Fb/50%25`)).json()).toHaveLength(1);
});

test('--dry-run changes nothing, --if-absent and --if-match only what is in that state', async () => {
  expect(await run('set', 'payments/prod', 'a:1', '--dry-run')).toMatchObject({
    status: 0,
    stdout: 'payments/prod: 1 target, job="payments", env="prod" (dry run: nothing was changed)\n',
  });
  expect(await group()).toEqual([]);
  const { revision } = JSON.parse((await run('set', 'payments/prod', 'a:1', '--if-absent', '-o', 'json')).stdout) as {
    revision: string;
  };
  expect(await run('add', 'payments/prod', 'b:1', '--if-absent')).toMatchObject({ status: 1, stdout: '' });
  expect((await run('add', 'payments/prod', 'b:1', '--if-match', revision)).status).toBe(0);
  const again = await run('add', 'payments/prod', 'c:1', '--if-match', revision);
  expect(again).toMatchObject({
    status: 1,
    stdout: '',
    stderr: expect.stringMatching(/^targetctl: .*revision/) as string,
  });
  expect(await group()).toMatchObject([{ targets: ['a:1', 'b:1'] }]);
});

test('what the service refuses is told with every fault, and has status 1', async () => {
  expect(await run('set', 'payments/prod', 'a:99999', 'ok:1', 'http://b', '--label', '1=x')).toEqual({
    status: 1,
    stdout: '',
    stderr: expect.stringMatching(
      /^targetctl: "a:99999".*\(and 2 more faults\)\ntargetctl: {3}targets\[0\]: "a:99999".*\ntargetctl: {3}targets\[2\]: .*\ntargetctl: {3}labels\.1: .*\n$/,
    ) as string,
  });
});

test('the last targets are taken away with the whole group only', async () => {
  await run('set', 'payments/last', 'a:1');
  expect(await run('remove', 'payments/last', 'a:1')).toEqual({
    status: 1,
    stdout: '',
    stderr: 'targetctl: the group would have no targets any more; --group removes it as a whole\n',
  });
});

test('a URL where there is nothing is named', async () => {
  const url = `${server().url}/nope`;
  expect(await run('list', '--url', url)).toEqual({
    status: 1,
    stdout: '',
    stderr: `targetctl: there is nothing of Target-eye at "${url}"; check the URL that is set\n`,
  });
});

test('TLS where there is none is told in plain words', async () => {
  const { status, stderr } = await run('list', '--url', server().url.replace('http:', 'https:'));
  expect(status).toBe(3);
  expect(stderr).toMatch(
    /^targetctl: the.* connection for GET https:[^:]+:\d+\/[^:]*: it does not speak TLS there; try http:\/\/\n$/,
  );
});

// cspell:ignore labl lsit
test.each([
  ['a group without a slash', ['show', 'payments'], /"payments" is not a group; write <application>\/<environment>/],
  ['a group of three', ['show', 'a/b/c'], /"a\/b\/c" is not a group/],
  ['an empty name', ['remove', '/prod', '--group'], /"\/prod" is not a group/],
  ['bad percent-encoding', ['show', 'a%/b'], /write a percent sign as %25/],
  ['nothing to set', ['set', 'a/b'], /nothing to set/],
  ['nothing to add', ['add', 'a/b'], /nothing to add/],
  ['nothing to remove', ['remove', 'a/b'], /nothing to remove.*--group for the whole group/],
  ['the whole group and a part', ['remove', 'a/b', 'h:1', '--group'], /name either it or these/],
  ['a label without a value', ['set', 'a/b', '--label', 'team'], /--label "team" is not name=value/],
  ['a label twice', ['set', 'a/b', '--label', 'x=1', '--label', 'x=2'], /the label "x" is given twice/],
  ['labels and none', ['set', 'a/b', '--label', 'x=1', '--no-labels'], /contradict each other/],
  [
    'a name that is a step in a URL',
    ['set', './..', 'h:1'],
    /"\.\/\.\." cannot be .*; apply, list and export reach it$/m,
  ],
  ['the reserved application', ['set', '--', '-/healthy', 'h:1'], /the application "-" is reserved/],
  ['help for an unknown command', ['help', 'lsit'], /^targetctl: there is no command "lsit"; did you mean list\?\n$/],
  ['an unknown command', ['lsit'], /unknown command 'lsit'\n\(Did you mean list\?\)/],
  ['an unknown option', ['list', '--labl', 'x'], /unknown option '--labl'\n\(Did you mean --label\?\)/],
  ['an unknown format', ['list', '-o', 'xml'], /Allowed choices are table, json, yaml/],
  ['one argument too many', ['show', 'a/b', 'c/d'], /too many arguments/],
  [
    'a filter for labels without a value',
    ['list', '--label', 'team'],
    /--label "team" is neither name=pattern nor name!=pattern/,
  ],
])('a command line with %s is refused with status 2, and nothing is sent', async (_, args, says) => {
  const { status, stdout, stderr } = await run(...args);
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(says);
  expect(stderr).toMatch(/^targetctl: /);
});

test.each([[['--help']], [['help']], [['help', 'set']], [['set', '--help']]])(
  '%j is help and no failure',
  async (args) => {
    const { status, stdout, stderr } = await run(...args);
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^Usage: targetctl /);
  },
);

test('--version is the version of the package', async () => {
  expect(await run('--version')).toEqual({ status: 0, stdout: `targetctl ${VERSION}\n`, stderr: '' });
  const manifest = readFileSync(join(__dirname, '..', 'package.json'), 'utf8');
  expect(JSON.parse(manifest)).toMatchObject({ version: VERSION });
});

test('a service that is not there has status 3, within seconds', async () => {
  const gone = await runTargetctl(['add', 'payments/prod', 'h:1', '--url', 'http://127.0.0.1:9']);
  expect(gone).toMatchObject({ status: 3, stdout: '' });
  expect(gone.stderr).toMatch(
    /^targetctl: there is no connection for POST http:\/\/127\.0\.0\.1:9\/payments\/prod\S*: nothing listens there \(connection refused\)\n$/,
  );
});
