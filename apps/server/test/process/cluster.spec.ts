import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type EtcdNodes, startEtcd } from '../../../../packages/etcd-storage/test/support/etcd-nodes.js';
import { sampleOf } from '../support/exposition.js';
import { describeWith } from '../support/needs.js';
import { type RunningServer, runServer, startServer } from '../support/running-server.js';
import { useTemporaryDirectory } from '../support/temporary-directory.js';
import { until } from '../support/until.js';

const home = useTemporaryDirectory();
const directory = (): string => join(home(), 'file_sd');
const file = (name: string): string => join(directory(), name);

describeWith(['etcd'])('a service with a cluster', () => {
  let nodes: EtcdNodes;
  let url: string;
  let server: RunningServer | undefined;

  beforeAll(async () => {
    nodes = await startEtcd(1);
    [url] = nodes.urls;
  });
  afterEach(async () => {
    await server?.stop();
    server = undefined;
  });
  afterAll(() => nodes.stop());

  const node = () => {
    const [first] = nodes.nodes;
    if (first === undefined) throw new Error('there is no node');
    return first;
  };
  const settings = (more: Readonly<Record<string, string>> = {}) => ({
    ...{ FILE_SD_DIRECTORY: directory(), ETCD_ENDPOINTS: url, ETCD_PREFIX: '/tests/' },
    ...more,
  });
  const send = (method: string, path: string, body?: string): Promise<Response> =>
    fetch(`${String(server?.url)}${path}`, { method, ...(body !== undefined && { body: new URLSearchParams(body) }) });
  const put = async (targets: string) => (await send('PUT', '/shop/prod', `targets=${targets}`)).status;
  const isReady = async () => (await send('GET', '/-/ready')).status === 200;
  const linesOf = (message: string) =>
    String(server?.output())
      .split('\n')
      .filter((line) => line.includes(`msg="${message}`) || line.includes(`msg=${message} `));

  test('starts and listens without it, touches nothing, and is ready when it has come', async () => {
    mkdirSync(directory(), { mode: 0o755 });
    writeFileSync(file('gone@prod.json'), '[{"targets":["h:1"],"labels":{"job":"gone","env":"prod"}}]');
    await node().end('SIGTERM');
    server = await startServer(settings());
    await until('it is said once', () => linesOf('the cluster is not heard; which groups there are').length === 1);
    const ready = await send('GET', '/-/ready');
    const message =
      'changes cannot be stored: the cluster has not told yet which groups there are, because the only node refuses the connection';
    expect([ready.status, await ready.json()]).toEqual([503, expect.objectContaining({ code: 'not_ready', message })]);
    const asked = await runServer({ ...settings(), BIND: new URL(server.url).host }, ['healthcheck']);
    expect(asked).toEqual({ status: 1, stdout: '', stderr: `target-eye: the service is not ready: ${message}\n` });
    expect((await send('GET', '/api/v1/groups')).status).toBe(503);
    expect(await put('h:1')).toBe(503);
    expect(existsSync(file('gone@prod.json'))).toBe(true);

    await node().start();
    let why = '';
    await until('it is said what is not in the cluster', async () => {
      why = ((await (await send('GET', '/-/ready')).json()) as { readonly message: string }).message;
      return why.includes('groups that have files here');
    });
    expect(why).toContain(
      'are not stored in the etcd cluster under /tests/, 1 of 1: "gone/prod"; their files stay, and nothing is reconciled, until ETCD_ENDPOINTS and ETCD_PREFIX lead to them, or "target-eye migrate --to=etcd" has moved them in, or their files are removed, if they are not wanted any more',
    );
    expect([(await send('GET', '/http_sd')).status, await put('h:1')]).toEqual([503, 503]);
    expect(existsSync(file('gone@prod.json'))).toBe(true);
    rmSync(file('gone@prod.json'));
    await until('it is ready', isReady);
    expect(linesOf('the cluster is not heard')).toHaveLength(1);
    const [loaded = ''] = linesOf('loaded');
    for (const part of [
      ` directory=${directory()} `,
      ` endpoints=${url} `,
      ' groups=0 unreadable=0 ',
      ' prefix=/tests/ written=0 removed=0',
    ])
      expect(loaded).toContain(part);
    expect(await put('h:1')).toBe(200);
    await until('it is in the directory', () => existsSync(file('shop@prod.json')));

    writeFileSync(file('shop@prod.json'), '[]');
    await until('it is put back', () => readFileSync(file('shop@prod.json'), 'utf8').includes('h:1'));
    expect(
      linesOf('a file that this service is not known to have written is being put right').filter((line) =>
        line.includes('file=shop@prod.json'),
      ),
    ).toHaveLength(1);

    let text = '';
    await until('it is counted', async () => {
      text = await (await send('GET', '/metrics')).text();
      return sampleOf(text, 'target_eye_mirror_writes_total{operation="put_back"}') > 0;
    });
    const samples = {
      writes: sampleOf(text, 'target_eye_etcd_operations_total{operation="write",outcome="ok"}'),
      syncs: sampleOf(text, 'target_eye_etcd_resyncs_total{reason="start"}'),
      told: sampleOf(text, 'target_eye_etcd_watch_lag_seconds_count'),
      age: sampleOf(text, 'target_eye_store_age_seconds'),
      published: sampleOf(text, 'target_eye_mirror_writes_total{operation="publish"}'),
      putBack: sampleOf(text, 'target_eye_mirror_writes_total{operation="put_back"}'),
      inSync: sampleOf(text, 'target_eye_mirror_in_sync'),
      batches: sampleOf(text, 'target_eye_commit_batch_size_count'),
      ready: sampleOf(text, 'target_eye_ready'),
    };
    expect(samples).toEqual({
      ...{
        // The group, and the name of the cluster.
        writes: 2,
        syncs: 1,
        told: 1,
        age: 0,
        published: 1,
        putBack: 1,
        inSync: 1,
        batches: 1,
        ready: 1,
      },
    });
    expect(await (await send('GET', '/-/ui/about')).json()).toMatchObject({ file_sd_directory: directory() });
    expect(await server.stop()).toBe(0);
    expect(linesOf('the directory cannot be made what is stored')).toHaveLength(1);
  });

  test('goes on with what is known while it is away, and says once that it is and for how long it was', async () => {
    server = await startServer(settings());
    await until('it is ready', isReady);
    await put('h:1');
    await until('it is published', () => readdirSync(directory()).includes('shop@prod.json'));
    const files = readdirSync(directory());
    await node().end();
    await until('it is noticed', async () => !(await isReady()));
    const away = await send('GET', '/shop/prod');
    expect([away.status, Number(away.headers.get('age'))]).toEqual([200, expect.any(Number)]);
    await node().start();
    await until('it is ready again', isReady);
    await until('that is said', () => linesOf('the cluster is heard again').length === 1);
    expect(linesOf('the cluster is not heard')).toHaveLength(1);
    expect(readdirSync(directory())).toEqual(files);
    expect(await put('h:2')).toBe(200);
  });

  test('--check-config says what each node answers, and that one may only be down', async () => {
    const { status, stdout, stderr } = await runServer(settings({ ETCD_ENDPOINTS: `${url},http://127.0.0.1:1` }), [
      '--check-config',
    ]);
    const id = /the cluster ([0-9a-f]+);/.exec(stdout)?.[1];
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout.split('\n').slice(-4)).toEqual([
      `# ${url} answers as etcd 3.4.23 of the cluster ${String(id)}; keys that begin with /tests/ can be read, written and watched`,
      `# warning: ${url} runs etcd 3.4.23, which is good for trials; for production take 3.5.33, 3.6.14, 3.7.1 or newer`,
      '# warning: http://127.0.0.1:1 refuses the connection',
      '',
    ]);
    const idle = await runServer(settings({ ETCD_ENDPOINTS: '' }), ['--check-config']);
    expect(idle.stdout).toContain(
      '# warning: the setting etcd_prefix has no effect: etcd_endpoints names no cluster (setting_without_effect)\n',
    );
  });

  test.each([
    ['a password in a URL', { ETCD_ENDPOINTS: 'http://root:hunter2@a' }, /basic_auth in ETCD_HTTP_CONFIG_FILE$/],
    ['http and https', { ETCD_ENDPOINTS: 'http://a,https://b' }, /write https for all nodes, or http for all$/],
    ['no prefix', { ETCD_PREFIX: '/target-eye' }, /^target-eye: ETCD_PREFIX: "\/target-eye" is not a prefix of keys/],
    ['a missing file', { ETCD_HTTP_CONFIG_FILE: '/nowhere' }, /HTTP config file .* cannot be read \(ENOENT\)$/],
  ])('%s ends the start with one sentence', async (_what, more, expected) => {
    const { status, stderr } = await runServer(settings(more));
    expect([status, stderr.trim().split('\n').length]).toEqual([1, 1]);
    expect(stderr.trim()).toMatch(expected);
    expect(stderr).not.toContain('hunter2');
  });

  test('a login that was changed counts from the SIGHUP on', async () => {
    const config = join(home(), 'etcd.yml');
    const logIn = (password: string) => {
      writeFileSync(config, `basic_auth: {username: target-eye, password: ${password}}\n`);
    };
    logIn('outdated');
    server = await startServer(settings({ ETCD_HTTP_CONFIG_FILE: config }));
    await until('it is ready', isReady);
    for (const [path, body] of [
      ['user/add', { name: 'root', password: 'secret' }],
      ['role/add', { name: 'root' }],
      ['user/grant', { user: 'root', role: 'root' }],
      ['user/add', { name: 'target-eye', password: 'hunter2' }],
      ['role/add', { name: 'target-eye' }],
      [
        'role/grant',
        { name: 'target-eye', perm: { permType: 'READWRITE', key: btoa('/tests/'), range_end: btoa('/tests0') } },
      ],
      ['user/grant', { user: 'target-eye', role: 'target-eye' }],
      ['enable', {}],
    ] as const)
      expect((await fetch(`${url}/v3/auth/${path}`, { method: 'POST', body: JSON.stringify(body) })).status).toBe(200);
    expect(await put('h:3')).toBe(503);
    const checked = await runServer(settings({ ETCD_HTTP_CONFIG_FILE: config }), ['--check-config']);
    expect(checked).toMatchObject({
      status: 1,
      stderr: `target-eye: etcd cannot be used as it is: ${url} does not accept the user and the password; ETCD_ENDPOINTS names the nodes, and ETCD_HTTP_CONFIG_FILE has login and certificates\n`,
    });
    logIn('hunter2');
    server.process.kill('SIGHUP');
    await until('it is read', () => linesOf('reload').some((line) => line.includes('etcd_http_config_file')));
    await until('changes can be stored', async () => (await put('h:3')) === 200);
    await until('changes are watched with it', () => linesOf('changes are watched').length >= 1);
    expect(server.output()).not.toMatch(/hunter2|outdated/);
  });
});
