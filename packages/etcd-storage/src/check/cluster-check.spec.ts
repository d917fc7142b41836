import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { describeWith } from '../../../../apps/server/test/support/needs.js';
import { type EtcdNodes, startEtcd } from '../../test/support/etcd-nodes.js';
import { checkCluster, type CheckOptions } from './cluster-check.js';
import { isFit } from './versions.js';

const clock: CheckOptions['clock'] = {
  now: () => Date.now() / 1000,
  after: (seconds, call) => {
    const timer = setTimeout(call, seconds * 1000);
    return () => {
      clearTimeout(timer);
    };
  },
};

const KEYS = 'keys that begin with /target-eye/';
const OLD = 'which is good for trials; for production take 3.5.33, 3.6.14, 3.7.1 or newer';

async function sentencesOf(urls: readonly string[], login?: string): Promise<readonly string[]> {
  const [username = '', password = ''] = login?.split(':') ?? [];
  const options = { clock, tls: () => ({}), login: () => (login === undefined ? undefined : { username, password }) };
  const findings = await checkCluster(urls, '/target-eye/', options);
  return findings.map(({ isGood, isFault, sentence }) => `${isGood ? 'good' : isFault ? 'fault' : 'bad'}: ${sentence}`);
}

test.each([
  ['3.4.23', false],
  ['3.5.32', false],
  ['3.5.33', true],
  ['3.6.2', false],
  ['3.6.14', true],
  ['3.7.0', false],
  ['3.7.2-rc.0', true],
  ['3.8.0', true],
  ['4.0.0', true],
  ['2.3.8', false],
  ['a build', true],
])('the version %s is fit for production: %j', (version, expected) => {
  expect(isFit(version)).toBe(expected);
});

describeWith(['etcd'])('the check of a cluster', () => {
  let nodes: EtcdNodes;
  let url: string;

  /** Calls the gateway as an administrator who sets it up. */
  async function call(path: string, body: object, token?: string): Promise<Record<string, string>> {
    const headers = token === undefined ? {} : { Authorization: token };
    const response = await fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) });
    return (await response.json()) as Record<string, string>;
  }

  const revisionNow = async (token?: string): Promise<string | undefined> => {
    const { header } = (await call('/v3/kv/range', { key: btoa('/') }, token)) as unknown as {
      header: { revision: string };
    };
    return header.revision;
  };

  beforeAll(async () => {
    nodes = await startEtcd(1);
    [url] = nodes.urls;
  });
  afterAll(() => nodes.stop());

  test('says of each node what it answers, and of all whether they are one cluster, and changes nothing', async () => {
    const page = createServer((_request, response) => response.writeHead(404).end('404 page not found\n')).listen(0);
    await once(page, 'listening');
    const other = await startEtcd(1);
    const before = await revisionNow();
    const stranger = `http://127.0.0.1:${String((page.address() as AddressInfo).port)}`;
    const sentences = await sentencesOf([url, 'http://127.0.0.1:1', stranger, other.urls[0]]);
    const one = /the cluster ([0-9a-f]+);/.exec(sentences[0] ?? '')?.[1] ?? '';
    const two = /the cluster ([0-9a-f]+);/.exec(sentences[4] ?? '')?.[1] ?? '';
    expect(sentences).toEqual([
      `good: ${url} answers as etcd 3.4.23 of the cluster ${one}; ${KEYS} can be read, written and watched`,
      `bad: ${url} runs etcd 3.4.23, ${OLD}`,
      'bad: http://127.0.0.1:1 refuses the connection',
      `fault: ${stranger} answers with status 404, and not as etcd's JSON gateway does`,
      `good: ${other.urls[0]} answers as etcd 3.4.23 of the cluster ${two}; ${KEYS} can be read, written and watched`,
      `bad: ${other.urls[0]} runs etcd 3.4.23, ${OLD}`,
      `fault: the endpoints belong to different clusters: ${url} to ${one}, ${other.urls[0]} to ${two}`,
    ]);
    expect(await revisionNow()).toBe(before);
    page.close();
    await other.stop();
  });

  test('says what the login may not do', async () => {
    for (const [name, type] of [
      ['reader', 'READ'],
      ['writer', 'READWRITE'],
      ['nobody', undefined],
    ] as const) {
      await call('/v3/auth/user/add', { name, password: 'secret' });
      await call('/v3/auth/role/add', { name });
      const perm = { permType: type, key: btoa('/target-eye/'), range_end: btoa('/target-eye0') };
      if (type !== undefined) await call('/v3/auth/role/grant', { name, perm });
      await call('/v3/auth/user/grant', { user: name, role: name });
    }
    await call('/v3/auth/user/add', { name: 'root', password: 'secret' });
    await call('/v3/auth/role/add', { name: 'root' });
    await call('/v3/auth/user/grant', { user: 'root', role: 'root' });
    await call('/v3/auth/enable', {});
    const { token } = await call('/v3/auth/authenticate', { name: 'root', password: 'secret' });
    const before = await revisionNow(token);
    expect(await sentencesOf([url])).toEqual([`fault: ${url} asks for a user and a password, and none is set`]);
    expect(await sentencesOf([url], 'writer:wrong')).toEqual([
      `fault: ${url} does not accept the user and the password`,
    ]);
    const forbidden = `fault: ${url} does not permit the login to`;
    expect(await sentencesOf([url], 'nobody:secret')).toEqual([`${forbidden} read ${KEYS}`]);
    expect(await sentencesOf([url], 'reader:secret')).toEqual([`${forbidden} write ${KEYS}`]);
    expect(await sentencesOf([url], 'writer:secret')).toEqual([
      expect.stringMatching(/^good: .* can be read, written and watched$/) as string,
      `bad: ${url} runs etcd 3.4.23, ${OLD}`,
    ]);
    expect(await revisionNow(token)).toBe(before);
  });
});
