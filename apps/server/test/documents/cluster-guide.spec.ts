import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileIn, readDocument } from '../support/document.js';
import { freePort } from '../support/free-port.js';
import { GuidedCluster, type Host, HOSTS } from '../support/guided-cluster.js';
import { describeWith } from '../support/needs.js';
import { type RunningServer, runServer, spawnProgram, startServer } from '../support/running-server.js';
import { until } from '../support/until.js';

const GUIDE = readDocument('docs/cluster.md');
const EYES = ['prom-a', 'prom-b'] as const;
const LOGIN = 'ETCDCTL_USER="target-eye:$(cat etcd.password)"';

/** A command of the guide about one group, with another group. */
const about = (command: string, group: string): string => command.replace('/payments/prod', group);

describeWith(['etcd', 'etcdctl', 'openssl', 'curl', 'haproxy'])('docs/cluster.md, line by line', () => {
  let cluster: GuidedCluster;
  const eyes = new Map<Host, RunningServer>();
  beforeAll(async () => {
    cluster = await GuidedCluster.create();
  });
  afterAll(async () => {
    await Promise.all([...eyes.values()].map((eye) => eye.stop('SIGKILL')));
    await cluster.remove();
  });

  const settings = (host: Host): Record<string, string> => ({
    ...cluster.variables('/etc/default/target-eye', host),
    FILE_SD_DIRECTORY: join(cluster.folder(host), 'var', 'lib', 'target-eye', 'file_sd'),
    BIND: `127.0.0.1:${String(cluster.port(host, '8000'))}`,
  });
  const start = async (host: Host): Promise<void> => {
    eyes.set(host, await startServer(settings(host)));
  };
  const isReady = async (host: Host): Promise<boolean> =>
    (await cluster.run(cluster.block('localhost:8000/-/ready').split('\n').at(-2) ?? '', host)).status === 0;
  const shownBy = (host: Host, path: string): Promise<string> =>
    cluster.output(`curl --silent ${host}.example.org:8000${path}`);

  test('makes certificates that etcd takes, and three nodes that are healthy', async () => {
    await cluster.output(fileIn(GUIDE, 'make-certificates.sh'));
    for (const host of HOSTS) {
      await cluster.output(cluster.block('install -d -m 0750 -g etcd'), host);
      cluster.startEtcd(host);
    }
    const ask = cluster.block('etcdctl endpoint health');
    await until('the nodes are healthy', async () => (await cluster.run(ask)).status === 0);
    expect(await cluster.output(ask)).toMatch(/\| +true \|/);
  });

  test('gives Target-eye a login for its prefix only', async () => {
    await cluster.output(cluster.block('etcdctl auth enable'));
    await cluster.output(`${LOGIN} etcdctl put /target-eye/x y`);
    await cluster.output(`${LOGIN} etcdctl del /target-eye/x`);
    expect((await cluster.run(`${LOGIN} etcdctl put /other x`)).stderr).toContain('permission denied');
    expect((await cluster.run('etcdctl get /target-eye/x')).stderr).toContain('user name is empty');
    await cluster.output(cluster.block('export ETCDCTL_USER'));
  });

  test('starts Target-eye on both hosts with the same lines, after a check', async () => {
    writeFileSync(join(cluster.home, 'etcd.yml'), fileIn(GUIDE, 'etcd.yml'));
    for (const host of EYES) {
      mkdirSync(join(cluster.folder(host), 'etc', 'target-eye'), { recursive: true });
      await cluster.output(cluster.block('/etc/target-eye/etcd-ca.pem'), host);
      await start(host);
    }
    expect(await runServer(settings('prom-a'), ['--check-config'])).toMatchObject({ status: 0 });
    for (const host of EYES) await until(`${host} is ready`, () => isReady(host));
  });

  test('shows on one host what was registered on the other, and in its file', async () => {
    const [put = '', get = '', file = '', remove = ''] = cluster.block('/test/cluster').split('\n');
    const group = '[{"targets":["localhost:9090"],"labels":{"job":"test","env":"cluster"}}]';
    expect(JSON.parse(await cluster.output(put))).toEqual(JSON.parse(group));
    await until('the other shows it', async () => (await cluster.output(get)).includes('localhost:9090'));
    await until('it is in the file', async () => (await cluster.run(file)).status === 0);
    expect(JSON.parse(await cluster.output(file))).toEqual(JSON.parse(group));
    await cluster.output(remove);
    await until('the file is gone', async () => (await cluster.run(file)).status !== 0);
  });

  test('shows what there is to look at', async () => {
    await cluster.output('curl -fsS -X PUT prom-a.example.org:8000/payments/prod -d targets=10.3.3.1:9100');
    const [metrics = ''] = cluster.block('/metrics | grep').split('\n');
    const shown = await cluster.output(metrics);
    for (const name of ['ready', 'store_age_seconds', 'mirror_in_sync', 'etcd_operations_total'])
      expect(shown).toMatch(new RegExp(`^target_eye_${name}\\b`, 'm'));
    const named = [...GUIDE.matchAll(/^\| `(target_eye_\w+)/gm)].map(([, name = '']) => name);
    expect(named.length).toBeGreaterThan(4);
    for (const name of named) expect(shown).toContain(name);
    const entries = await cluster.output(cluster.block('get --prefix /target-eye/'));
    expect(entries).toMatch(/^\/target-eye\/groups\/payments\/prod\n\{"targets":\["10\.3\.3\.1:9100"\]/);
  });

  test('lets a proxy find the instance that is ready, and ask any when none is', async () => {
    const port = await freePort();
    const config = cluster
      .localized(cluster.block('backend alive'))
      .replace('bind :80', `bind 127.0.0.1:${String(port)}`)
      .replaceAll('inter 2s', 'inter 200ms');
    writeFileSync(join(cluster.home, 'haproxy.cfg'), config);
    const proxy = spawnProgram(['haproxy', '-db', '-f', join(cluster.home, 'haproxy.cfg')], {
      PATH: process.env['PATH'] ?? '',
    });
    const ask = (options: string, path = '/proxied/prod'): Promise<string> =>
      cluster.output(`curl -s -w ' %{http_code}' ${options} http://127.0.0.1:${String(port)}${path}`);
    await until('the proxy answers', async () => (await ask('-X PUT -d targets=h:1')).endsWith(' 200'));
    await eyes.get('prom-a')?.stop('SIGKILL');
    for (const target of ['h:2', 'h:3', 'h:4']) expect(await ask(`-X PUT -d targets=${target}`)).toMatch(/ 200$/);
    for (const host of ['prom-b', 'etcd-c'] as const) await cluster.stopEtcd(host);
    await until('prom-b is not ready', async () => !(await isReady('prom-b')));
    await until('the proxy asks it all the same', async () => (await ask('', '/-/ready')).includes('not_ready'));
    expect(await ask('')).toMatch(/"h:4"[^]* 200$/);
    for (const host of ['prom-b', 'etcd-c'] as const) cluster.startEtcd(host);
    await until('prom-b is ready', () => isReady('prom-b'));
    proxy.kill('SIGKILL');
  });

  test('registers at the instance that is there, in every way that is shown', async () => {
    const script = fileIn(GUIDE, 'register-anywhere.sh');
    const simple = cluster.block('--retry-connrefused');
    await cluster.output(about(script, '/script/prod').replaceAll('"$@"', '-d targets=h:1'));
    expect(await shownBy('prom-b', '/script/prod')).toContain('h:1');
    const both = simple.replace('target-eye.example.org', 'prom-b.example.org');
    await cluster.output(about(both, '/simple/prod'));
    expect(await shownBy('prom-b', '/simple/prod')).toContain('10.3.3.1:9100');
    await start('prom-a');
    await until(
      'prom-a has caught up',
      async () => (await isReady('prom-a')) && (await shownBy('prom-a', '/simple/prod')).includes('10.3.3.1'),
    );
  });

  test('comes back from a backup, with its groups and no others', async () => {
    const [save = '', status = ''] = cluster.block('snapshot save').split('\n');
    await cluster.output(save);
    expect(await cluster.output(status)).toContain('REVISION');
    await cluster.output('curl -fsS -X PUT prom-a.example.org:8000/later/prod -d targets=h:1');
    for (const host of HOSTS) await cluster.stopEtcd(host);
    const restore = cluster.block('snapshot restore').replaceAll(/^(?:systemctl|chown) .*$/gm, '');
    for (const host of HOSTS) {
      await cluster.output(
        restore.replace('--name prom-a', `--name ${host}`).replace('urls https://prom-a', `urls https://${host}`),
        host,
      );
      cluster.startEtcd(host);
    }
    const file = (host: Host, group: string) => join(settings(host)['FILE_SD_DIRECTORY'] ?? '', `${group}@prod.json`);
    for (const host of EYES) {
      await until(
        `${host} has taken over the backup`,
        async () => (await isReady(host)) && (await shownBy(host, '/later/prod')).startsWith('[]'),
      );
      await until(
        'the file of the later group is gone',
        () => readFileSync(file(host, 'simple')).length > 0 && !existsSync(file(host, 'later')),
      );
      const metrics = await cluster.output(`curl -s ${host}.example.org:8000/metrics`);
      expect(metrics).toMatch(/^target_eye_etcd_resyncs_total\{reason="(?:restored|other_cluster)"\} [1-9]/m);
    }
  });

  test('makes room in etcd', async () => {
    const [ask = '', ...others] = cluster.block('alarm disarm').split('\n');
    const revision = /\d+/.exec(await cluster.output(ask))?.[0] ?? '';
    await cluster.output(others.join('\n').replace('123456', revision));
    await cluster.output('curl -fsS -X PUT prom-a.example.org:8000/payments/prod -d targets=10.3.3.2:9100');
    await until('the other host is told', async () => (await shownBy('prom-b', '/payments/prod')).includes('10.3.3.2'));
  });
});
