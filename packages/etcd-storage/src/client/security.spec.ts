import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { until } from '@target-eye/domain/testing';
import { type Authority, createAuthority } from '../../../../apps/server/test/support/certificates.js';
import { describeWith } from '../../../../apps/server/test/support/needs.js';
import { type EtcdNodes, startEtcd } from '../../test/support/etcd-nodes.js';
import { type LossyProxy, startLossyProxy } from '../../test/support/lossy-proxy.js';
import { NO_CLUSTER_EVENTS } from '../cluster-events.js';
import type { ClusterTls } from './connection.js';
import { EtcdClient } from './etcd-client.js';
import type { Login } from './logins.js';

const LOGIN: Login = { username: 'te', password: 'hunter2' };

/** The administrator of a cluster, at its command line. */
function etcdctl(...args: readonly string[]): void {
  execFileSync('etcdctl', args, { env: { ...process.env, ETCDCTL_API: '3' }, stdio: 'pipe' });
}

/** A user with rights for one prefix only, and logins asked for from now on. */
function enableLogins(...where: readonly string[]): void {
  for (const command of [
    'user add root:root',
    'role add root',
    'user grant-role root root',
    `user add te:${LOGIN.password}`,
    'role add te',
    'role grant-permission te readwrite /t/ --prefix',
    'user grant-role te te',
    'auth enable',
  ])
    etcdctl(...where, ...command.split(' '));
}

describeWith(['etcd'])('TLS', () => {
  test('with a node that speaks none fails with what its URL has to begin with', async () => {
    const nodes = await startEtcd(1);
    const url = nodes.urls[0].replace('http', 'https');
    const client = new EtcdClient([url]);
    await expect(client.page('/t/', 1)).rejects.toMatchObject({
      message: `the only node, ${url}, closed the connection before TLS was set up (if it speaks none, its URL has to begin with http)`,
    });
    client.close();
    await nodes.stop();
  });
});

describeWith(['etcd', 'etcdctl'])('a login', () => {
  let nodes: EtcdNodes;
  let proxy: LossyProxy | undefined;
  let logins = 0;
  const clients: EtcdClient[] = [];
  const clientWith = (login: () => Login | undefined, urls = nodes.urls): EtcdClient => {
    logins = 0;
    const operated = (operation: string): void => {
      if (operation === 'login') logins += 1;
    };
    const client = new EtcdClient(urls, { login, events: { ...NO_CLUSTER_EVENTS, operated } });
    clients.push(client);
    return client;
  };

  beforeAll(async () => {
    nodes = await startEtcd(1, { flags: ['--auth-token-ttl', '1'] });
  });
  afterEach(() => {
    for (const client of clients.splice(0)) client.close();
  });
  afterAll(async () => {
    proxy?.stop();
    await nodes.stop();
  });

  test('may be set before the cluster asks for it, and is used as soon as it does', async () => {
    const client = clientWith(() => LOGIN);
    const { revision } = await client.write({ key: '/t/1', seenAt: 0, value: 'before' });
    enableLogins('--endpoints', nodes.urls[0]);
    expect(await client.write({ key: '/t/1', seenAt: revision, value: 'after' })).toMatchObject({ isMade: true });
  });

  test('with rights for the prefix only is enough for everything there, and for nothing else', async () => {
    const client = clientWith(() => LOGIN);
    const { revision } = await client.write({ key: '/t/2', seenAt: 0, value: 'ü' });
    expect(await client.compare('/t/2', revision)).toMatchObject({ isMade: true });
    expect((await client.page('/t/', 10)).entries).toContainEqual(expect.objectContaining({ value: 'ü' }));
    expect((await client.state('/t/')).revision).toBe(revision);
    expect((await client.census('/t/', revision)).isAnyWritten).toBe(false);
    const [started, changed, ended] = [jest.fn(), jest.fn(), jest.fn()];
    client.watch('/t/', revision, { started, changed, ended });
    await until('a change is told', () => changed.mock.calls.length > 0);
    expect(logins).toBe(1);
    await expect(client.write({ key: '/other', seenAt: 0, value: 'x' })).rejects.toMatchObject({
      failure: 'refused',
      message: 'the cluster does not permit the login to do this',
    });
    client.watch('/other/', revision, { started, changed, ended });
    await until('the watch is refused', () => ended.mock.calls.length > 0);
    expect(ended).toHaveBeenCalledWith({
      message: `${nodes.urls[0]} does not permit the login to do this`,
      general: 'the cluster does not permit the login to do this',
      isCompacted: false,
    });
  });

  test('that is wrong or missing is refused with a sentence that does not show it', async () => {
    const wrong = clientWith(() => ({ ...LOGIN, password: 'correct horse' }));
    const error: unknown = await wrong.page('/t/', 1).catch((error: unknown) => error);
    expect(error).toMatchObject({
      failure: 'refused',
      message: 'the cluster does not accept the user and the password',
    });
    expect(inspect(error, { depth: 10 })).not.toContain('correct horse');
    const without = clientWith(() => undefined);
    const missing = 'asks for a user and a password, and none is set';
    await expect(without.page('/t/', 1)).rejects.toMatchObject({
      failure: 'refused',
      message: `the cluster ${missing}`,
    });
    const [started, changed, ended] = [jest.fn(), jest.fn(), jest.fn()];
    without.watch('/t/', 1, { started, changed, ended });
    await until('the watch is refused', () => ended.mock.calls.length > 0);
    expect(ended).toHaveBeenCalledWith(expect.objectContaining({ message: `${nodes.urls[0]} ${missing}` }));
  });

  test('is made again when its token is not taken any more, and when it has changed', async () => {
    let login = LOGIN;
    const client = clientWith(() => login);
    const { revision } = await client.write({ key: '/t/3', seenAt: 0, value: '1' });
    const expired = new Promise((resolve) => setTimeout(resolve, 2500));
    await expired;
    expect(await client.compare('/t/3', revision)).toMatchObject({ isMade: true });
    expect(logins).toBe(2);
    execFileSync(
      'etcdctl',
      ['--endpoints', nodes.urls[0], '--user', 'root:root', 'user', 'passwd', 'te', '--interactive=false'],
      {
        env: { ...process.env, ETCDCTL_API: '3' },
        input: 'changed\n',
        stdio: 'pipe',
      },
    );
    login = { ...LOGIN, password: 'changed' };
    expect(await client.compare('/t/3', revision)).toMatchObject({ isMade: true });
    expect(logins).toBe(3);
  });

  test('is made again when the node closes the connection without a word', async () => {
    proxy = await startLossyProxy(nodes.urls[0]);
    const client = clientWith(() => ({ ...LOGIN, password: 'changed' }), [proxy.url]);
    const { revision } = await client.page('/t/', 1);
    proxy.lose('answer');
    expect((await client.page('/t/', 1)).revision).toBe(revision);
    expect(logins).toBe(2);
  });
});

describeWith(['etcd', 'etcdctl', 'openssl'])('a cluster that asks for client certificates', () => {
  let home: string;
  let authority: Authority;
  let nodes: EtcdNodes;
  let proxy: LossyProxy;
  const clients: EtcdClient[] = [];

  const tlsWith = ({ cert, key }: Files): ClusterTls => read({ ca: authority.ca, cert, key });
  const clientWith = (tls: () => ClusterTls, urls = nodes.urls, login?: Login): EtcdClient => {
    const client = new EtcdClient(urls, { tls, login: () => login });
    clients.push(client);
    return client;
  };
  const clientFiles = (name: string, commonName = ''): Files =>
    authority.issue(name, commonName, { names: 'DNS:target-eye', usages: 'clientAuth' });

  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), 'target-eye-etcd-tls-'));
    authority = createAuthority(home);
    const { cert, key } = authority.issue('node', '', { names: 'IP:127.0.0.1', usages: 'serverAuth,clientAuth' });
    nodes = await startEtcd(1, {
      flags: ['--cert-file', cert, '--key-file', key, '--client-cert-auth', '--trusted-ca-file', authority.ca],
      scheme: 'https',
      isAwaited: false,
    });
    proxy = await startLossyProxy(nodes.urls[0]);
  });
  afterAll(async () => {
    for (const client of clients) client.close();
    proxy.stop();
    await nodes.stop();
    rmSync(home, { recursive: true });
  });

  test('is asked with new files as soon as there are some, over new connections', async () => {
    let tls = tlsWith(clientFiles('first'));
    const client = clientWith(() => tls, [proxy.url]);
    const { revision } = await client.write({ key: '/t/1', seenAt: 0, value: '1' });
    const { made } = proxy.connections();
    await client.compare('/t/1', revision);
    expect(proxy.connections()).toEqual({ made, open: 1 });
    tls = tlsWith(clientFiles('second'));
    await client.compare('/t/1', revision);
    await until('the first connection is closed', () => proxy.connections().open === 1);
    expect(proxy.connections().made).toBe(made + 1);
  });

  test('takes those of its authority, without a name where users log in, and nobody else', async () => {
    const own = clientFiles('own');
    const { revision } = await clientWith(() => tlsWith(own)).write({ key: '/t/2', seenAt: 0, value: '1' });
    await expect(clientWith(() => read({ ca: authority.ca })).page('/t/', 1)).rejects.toMatchObject({
      failure: 'refused',
      message: `the only node, ${nodes.urls[0]}, does not take the client certificate, or asks for one`,
    });
    const stranger = createAuthority(home, 'stranger');
    await expect(
      clientWith(() => ({ ...tlsWith(own), ...read({ ca: stranger.ca }) })).page('/t/', 1),
    ).rejects.toMatchObject({
      failure: 'unreachable',
      message: `the only node, ${nodes.urls[0]}, shows a certificate of an authority that is not trusted`,
    });
    const clear = nodes.urls[0].replace('https', 'http');
    await expect(clientWith(() => ({}), [clear]).page('/t/', 1)).rejects.toMatchObject({
      message: `the only node, ${clear}, closed the connection without an answer (if it speaks TLS, its URL has to begin with https)`,
    });
    const [url] = nodes.urls;
    enableLogins('--endpoints', url, '--cacert', authority.ca, '--cert', own.cert, '--key', own.key);
    expect((await clientWith(() => tlsWith(own), nodes.urls, LOGIN).page('/t/', 1)).revision).toBe(revision);
    const named = clientFiles('named', 'te');
    await expect(clientWith(() => tlsWith(named), nodes.urls, LOGIN).page('/t/', 1)).rejects.toMatchObject({
      failure: 'refused',
      message: 'the cluster takes no client certificate with a common name (CN) where users log in',
    });
  });
});

interface Files {
  readonly cert: string;
  readonly key: string;
}

function read(files: Readonly<Record<string, string>>): ClusterTls {
  return Object.fromEntries(Object.entries(files).map(([name, path]) => [name, readFileSync(path, 'utf8')]));
}
