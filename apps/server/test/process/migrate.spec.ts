import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeFileSd, groupKey } from '@target-eye/domain';
import { type EtcdNodes, startEtcd } from '../../../../packages/etcd-storage/test/support/etcd-nodes.js';
import { describeWith } from '../support/needs.js';
import { runHere } from '../support/run-here.js';
import { type Ended, runServer, startServer } from '../support/running-server.js';
import { useTemporaryDirectory } from '../support/temporary-directory.js';
import { until } from '../support/until.js';

const home = useTemporaryDirectory();
let nodes: EtcdNodes;
/** Each test has keys of its own. */
let prefix = '';
let tests = 0;

beforeAll(async () => {
  nodes = await startEtcd(1);
});
afterAll(() => nodes.stop());
beforeEach(() => {
  tests += 1;
  prefix = `/test-${String(tests)}/`;
});

const directory = (name = 'file_sd') => join(home(), name);
const cluster = () => ({ ETCD_ENDPOINTS: nodes.urls[0], ETCD_PREFIX: prefix });
const environment = (name?: string) => ({ ...cluster(), FILE_SD_DIRECTORY: directory(name) });
const migrate = (args: readonly string[], name?: string): Promise<Ended> =>
  runHere(environment(name), ['migrate', ...args]);

function put(place: string, name: string, ...targets: readonly string[]): void {
  const [application = '', environment = ''] = name.split('/');
  const key = groupKey(application, environment);
  mkdirSync(directory(place), { recursive: true });
  const text = encodeFileSd({ targets, labels: { job: key.application, env: key.environment, team: 'x' } });
  writeFileSync(join(directory(place), `${[application, environment].map(encodeURIComponent).join('@')}.json`), text);
}

const filesIn = (place?: string) =>
  Object.fromEntries(
    readdirSync(directory(place), { withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ name }) => [name, readFileSync(join(directory(place), name), 'utf8')]),
  );

/** The keys in the cluster, without the prefix. */
async function keys(): Promise<readonly string[]> {
  const key = Buffer.from(prefix).toString('base64');
  const range_end = Buffer.from(`${prefix.slice(0, -1)}0`).toString('base64');
  const response = await fetch(`${nodes.urls[0]}/v3/kv/range`, {
    method: 'POST',
    body: JSON.stringify({ key, range_end, keys_only: true }),
  });
  const { kvs = [] } = (await response.json()) as { kvs?: readonly { readonly key: string }[] };
  return kvs.map((each) => Buffer.from(each.key, 'base64').toString().slice(prefix.length));
}

describeWith(['etcd'])('target-eye migrate', () => {
  test('there and back gives the same files, byte for byte', async () => {
    put('file_sd', 'payments/prod', '10.3.3.1:9100', '10.3.3.2:9100');
    put('file_sd', 'Ä & co/a', 'b:1');
    put('file_sd', 'shop/prod', 'c:1');
    const before = filesIn();
    const there = await runServer(environment(), ['migrate', '--to=etcd']);
    expect(there).toEqual({
      status: 0,
      stdout: '3 written, 0 alike, 0 differ, 0 only in etcd, 0 unreadable\n',
      stderr: '',
    });
    expect(await keys()).toEqual(['groups/payments/prod', 'groups/shop/prod', 'groups/%C3%84%20%26%20co/a'].sort());
    expect(readdirSync(directory())).not.toContain('.target-eye');
    const back = await runServer(environment('back'), ['migrate', '--to=directory']);
    expect(back).toEqual({
      status: 0,
      stdout: `3 written, 0 alike, 0 differ, 0 only in ${JSON.stringify(directory('back'))}, 0 unreadable\n`,
      stderr: '',
    });
    expect(filesIn('back')).toEqual(before);
    const again = await migrate(['--to=directory'], 'back');
    expect(again).toMatchObject({ status: 0, stdout: expect.stringMatching(/^0 written, 3 alike, /) as string });
  });

  test('a dry run writes nothing, in either direction', async () => {
    put('file_sd', 'payments/prod', 'a:1');
    const dry = await migrate(['--to=etcd', '--dry-run']);
    expect(dry).toEqual({
      status: 0,
      stdout:
        'to be written to etcd (1):\n  "payments/prod"\n1 to be written, 0 alike, 0 differ, 0 only in etcd, 0 unreadable\n',
      stderr: '',
    });
    expect(await keys()).toEqual([]);
    await migrate(['--to=etcd']);
    const back = await migrate(['--to=directory', '--dry-run', '--output=json'], 'back');
    expect(JSON.parse(back.stdout)).toMatchObject({
      to: 'directory',
      dry_run: true,
      complete: true,
      to_be_written: [{ application: 'payments', environment: 'prod' }],
    });
    expect(existsSync(directory('back'))).toBe(false);
  });

  test('what is there and different stays, until it is overwritten; what is only there always does', async () => {
    put('file_sd', 'payments/prod', 'a:1');
    put('other', 'payments/prod', 'b:1');
    put('other', 'shop/prod', 'c:1');
    await migrate(['--to=etcd'], 'other');
    const stays = await migrate(['--to=etcd']);
    expect(stays).toEqual({
      status: 1,
      stdout: [
        '"payments/prod" differs (- etcd, + directory):',
        '  - "b:1"',
        '  + "a:1"',
        'only in etcd, where they stay (1):',
        '  "shop/prod"',
        '0 written, 0 alike, 1 differ, 1 only in etcd, 0 unreadable',
        '',
      ].join('\n'),
      stderr: '',
    });
    const { status, stdout } = await migrate(['--to=etcd', '--overwrite', '--output=json']);
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      to: 'etcd',
      dry_run: false,
      complete: true,
      partial: [],
      conflicts: [],
      written: [{ application: 'payments', environment: 'prod' }],
      missing: [],
      alike: 0,
      differing: [],
      failed: [],
      only_there: [{ application: 'shop', environment: 'prod' }],
      unreadable: [],
      overruled: [],
      unclaimed: [],
    });
    expect(await keys()).toEqual(['groups/payments/prod', 'groups/shop/prod']);
  });

  test('two directories are told apart group by group, and nothing is written until it is said which counts', async () => {
    put('a', 'payments/prod', 'a:1', 'b:1');
    put('b', 'payments/prod', 'b:1', 'c:1');
    put('a', 'shop/prod', 'd:1');
    put('a', 'web/prod', 'e:1');
    put('b', 'web/prod', 'e:1');
    const both = ['--to=etcd', `--from=${directory('a')}`, `--from=${directory('b')}`];
    const [a, b] = [directory('a'), directory('b')].map((path) => JSON.stringify(path));
    const differences = [
      `only in ${String(a)} (1):`,
      '  "shop/prod"',
      `"payments/prod" differs (- ${String(a)}, + ${String(b)}):`,
      '  - "a:1"',
      '  + "c:1"',
    ];
    // The directory of the settings counts for nothing then, and need not be there.
    expect(await runHere(cluster(), ['migrate', ...both])).toEqual({
      status: 1,
      stdout: [
        ...differences,
        'nothing was written, because 1 differ; say with --prefer which directory counts, or make them alike',
        '',
      ].join('\n'),
      stderr: '',
    });
    expect(await keys()).toEqual([]);
    const preferred = await migrate([...both, `--prefer=${directory('b')}`]);
    expect(preferred).toEqual({
      status: 0,
      stdout: [...differences, '3 written, 0 alike, 0 differ, 0 only in etcd, 0 unreadable', ''].join('\n'),
      stderr: '',
    });
    await migrate(['--to=directory'], 'back');
    expect(filesIn('back')['payments@prod.json']).toBe(filesIn('b')['payments@prod.json']);
  });

  test('what is not understood is named, not taken, and makes the status 1', async () => {
    put('file_sd', 'payments/prod', 'a:1');
    writeFileSync(join(directory(), 'shop@prod.json'), '[{');
    cpSync(join(directory(), 'payments@prod.json'), join(directory(), 'd41d8cd98f00b204e9800998ecf8427e.json'));
    const { status, stdout } = await migrate(['--to=etcd']);
    expect([status, stdout]).toEqual([
      1,
      [
        'unreadable (1):',
        `  "shop@prod.json" in ${JSON.stringify(directory())}: it is not JSON`,
        'files of the predecessor that do not say whose they are (1):',
        `  "d41d8cd98f00b204e9800998ecf8427e.json" in ${JSON.stringify(directory())}`,
        '1 written, 0 alike, 0 differ, 0 only in etcd, 1 unreadable, 1 of the predecessor',
        '',
      ].join('\n'),
    ]);
    expect(await keys()).toEqual(['groups/payments/prod']);
  });

  test('what cannot be read is told in words wherever it is, and nothing is complete with it', async () => {
    put('file_sd', 'payments/prod', 'a:1');
    await migrate(['--to=etcd']);
    mkdirSync(directory('back'), { recursive: true });
    writeFileSync(join(directory('back'), 'shop@prod.json'), '[{');
    for (const more of [['--dry-run'], []]) {
      const { status, stdout } = await migrate(['--to=directory', '--output=json', ...more], 'back');
      expect([status, JSON.parse(stdout)]).toEqual([
        1,
        expect.objectContaining({
          complete: false,
          unreadable: [{ place: JSON.stringify(directory('back')), name: 'shop@prod.json', reason: 'it is not JSON' }],
        }),
      ]);
    }
    const inFile = await migrate(['--to=directory'], 'back');
    expect(inFile).toMatchObject({
      status: 1,
      stderr: 'target-eye: a file is unreadable (file: shop@prod.json, reason: it is not JSON)\n',
    });
    expect(inFile.stdout).toContain('where they stay (1):\n  "shop@prod.json": it is not JSON\n');
    const body = JSON.stringify({ key: btoa(`${prefix}groups/odd`), value: btoa('x') });
    await fetch(`${nodes.urls[0]}/v3/kv/put`, { method: 'POST', body });
    const inCluster = await migrate(['--to=directory', '--output=json']);
    expect([inCluster.status, JSON.parse(inCluster.stdout)]).toMatchObject([
      1,
      { complete: false, unreadable: [{ place: 'etcd', name: `${prefix}groups/odd` }] },
    ]);
    expect(inCluster.stderr).toBe(
      `target-eye: a group is not as it should be (key: ${prefix}groups/odd, reason: its key names no group that every host can publish)\n`,
    );
  });

  test('a group that one of two directories cannot read is in both, and counts as --prefer says', async () => {
    put('a', 'payments/prod', 'a:1');
    put('b', 'shop/prod', 'b:1');
    put('a', 'shop/prod', 'b:1');
    writeFileSync(join(directory('b'), 'payments@prod.json'), '[{');
    const both = ['--to=etcd', `--from=${directory('a')}`, `--from=${directory('b')}`];
    const file = `  "payments@prod.json" in ${JSON.stringify(directory('b'))}: it is not JSON\n`;
    expect(await runHere(cluster(), ['migrate', ...both, '--dry-run'])).toMatchObject({
      status: 1,
      stdout: `to be written to etcd (1):\n  "shop/prod"\nunreadable (1):\n${file}1 to be written, 0 alike, 0 differ, 0 only in etcd, 1 unreadable\n`,
    });
    expect(await runHere(cluster(), ['migrate', ...both, `--prefer=${directory('a')}`])).toMatchObject({
      status: 0,
      stdout: `unreadable, and what --prefer names counts (1):\n${file}2 written, 0 alike, 0 differ, 0 only in etcd, 0 unreadable\n`,
    });
  });

  test('a running service does not keep its directory from being read, but from being written', async () => {
    put('file_sd', 'payments/prod', 'a:1');
    const server = await startServer({ FILE_SD_DIRECTORY: directory() });
    const holder = `process ${String(server.process.pid)}`;
    const named = `a Target-eye (${holder}) has the directory ${JSON.stringify(directory())}`;
    const there = await migrate(['--to=etcd']);
    expect(there).toMatchObject({
      status: 0,
      stderr: `target-eye: ${named}: what it changes from now on may be missed, unless it keeps its groups in etcd; stop it, or run this again\n`,
    });
    const dry = await migrate(['--to=directory', '--dry-run']);
    expect(dry).toMatchObject({
      status: 0,
      stderr: `target-eye: ${named}: it has to be stopped before anything can be written\n`,
    });
    expect(await migrate(['--to=directory'])).toEqual({
      status: 1,
      stdout: '',
      stderr: `target-eye: the file_sd directory ${JSON.stringify(directory())} is in use by another Target-eye (${holder})\n`,
    });
    await server.stop();
    const instance = await startServer(environment());
    const refused = await migrate(['--to=directory']);
    expect(refused.stderr).toContain(`in use by another Target-eye (process ${String(instance.process.pid)})`);
    await until('it mirrors', async () => (await fetch(`${instance.url}/-/ready`)).ok);
    for (const more of [['--dry-run'], []])
      expect(await migrate(['--to=etcd', ...more])).toMatchObject({ status: 0, stderr: '' });
    await instance.stop();
  });

  test('what the end of the cluster interrupts is reported, and finished by running it again', async () => {
    for (let index = 0; index < 400; index += 1) put('file_sd', `shop/${String(index)}`, 'a:1');
    const [node] = nodes.nodes;
    const interrupted = runServer(environment(), ['migrate', '--to=etcd', '--output=json']);
    await until('some groups are written', async () => (await keys()).length > 0);
    await node?.end();
    const { status, stdout } = await interrupted;
    const { complete, written, missing, failed } = JSON.parse(stdout) as Record<string, readonly unknown[]>;
    expect([status, complete]).toEqual([1, false]);
    expect(Number(written?.length) + Number(failed?.length)).toBe(400);
    // Those whose answer was lost failed, as far as is known, and may be there.
    for (const key of missing ?? []) expect(failed).toContainEqual(expect.objectContaining(key as object));
    expect(missing?.length).toBeGreaterThan(0);
    await node?.start();
    const again = await migrate(['--to=etcd']);
    expect([again.status, (await keys()).length]).toEqual([0, 400]);
  });

  test('without a cluster, and without a directory, one line says so and nothing is written', async () => {
    put('file_sd', 'payments/prod', 'a:1');
    const away = { ...environment('back'), ETCD_ENDPOINTS: 'http://127.0.0.1:1' };
    expect(await runHere(away, ['migrate', '--to=directory'])).toEqual({
      status: 1,
      stdout: '',
      stderr: 'target-eye: etcd cannot be used: http://127.0.0.1:1 refuses the connection\n',
    });
    expect(existsSync(directory('back'))).toBe(false);
    const none = await runHere({ FILE_SD_DIRECTORY: directory() }, ['migrate', '--to=etcd']);
    expect(none.stderr).toMatch(/^target-eye: ETCD_ENDPOINTS is not set: .*\n$/);
    const missing = await migrate(['--to=etcd'], 'nowhere');
    expect(missing).toEqual({
      status: 1,
      stdout: '',
      stderr: `target-eye: the file_sd directory ${JSON.stringify(directory('nowhere'))} cannot be read (ENOENT)\n`,
    });
  });
});
