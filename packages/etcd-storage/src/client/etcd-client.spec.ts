import { execFileSync } from 'node:child_process';
import { ManualClock, until } from '@target-eye/domain/testing';
import { describeWith } from '../../../../apps/server/test/support/needs.js';
import { type EtcdNodes, startEtcd } from '../../test/support/etcd-nodes.js';
import type { KeyEvent, KeyValue, WatchListener } from './etcd.js';
import { EtcdClient } from './etcd-client.js';

describeWith(['etcd', 'etcdctl', 'curl'])('the client of a cluster', () => {
  let nodes: EtcdNodes;
  let client: EtcdClient;

  beforeAll(async () => {
    nodes = await startEtcd(1, { flags: ['--quota-backend-bytes', String(16 * 1024 * 1024)] });
    client = new EtcdClient(nodes.urls);
  });
  afterAll(async () => {
    client.close();
    await nodes.stop();
  });

  test('writes only over what the writer has seen, and says what there is otherwise', async () => {
    const made = await client.write({ key: '/a/1', seenAt: 0, value: 'é' });
    expect(made).toMatchObject({ isMade: true });
    const current = { key: '/a/1', value: 'é', createRevision: made.revision, modRevision: made.revision };
    expect(await client.write({ key: '/a/1', seenAt: 0, value: 'y' })).toMatchObject({ isMade: false, current });
    expect(await client.compare('/a/1', made.revision)).toMatchObject({ isMade: true });
    expect(await client.compare('/a/1', 0)).toMatchObject({ isMade: false, current });
    expect(await client.write({ key: '/a/1', seenAt: made.revision, value: undefined })).toMatchObject({
      isMade: true,
    });
    expect(await client.compare('/a/1', made.revision)).toMatchObject({ isMade: false, current: undefined });
  });

  test('makes many changes at once in few transactions, and looks at the key of each', async () => {
    const { revision } = await client.write({ key: '/m/0', seenAt: 0, value: 'first' });
    const outcomes = await Promise.all(
      Array.from({ length: 64 }, (_, index) =>
        client.write({ key: `/m/${String(index)}`, seenAt: 0, value: String(index) }),
      ),
    );
    const [known, ...others] = outcomes;
    expect(known).toMatchObject({ isMade: false, current: { key: '/m/0', value: 'first', modRevision: revision } });
    expect(others.every(({ isMade }) => isMade)).toBe(true);
    expect(new Set(others.map((other) => other.revision)).size).toBeLessThan(10);
    const { entries } = await client.page('/m/', 100);
    expect(entries.map(({ key }) => key)).toHaveLength(64);
    for (const { key, modRevision } of entries.slice(1))
      expect(modRevision).toBe(outcomes[Number(key.slice('/m/'.length))]?.revision);
  });

  test('shows the keys with a prefix in pages, as they were at one revision', async () => {
    for (const name of ['1', '2', '3']) await client.write({ key: `/b/${name}`, seenAt: 0, value: name });
    await client.write({ key: '/c/1', seenAt: 0, value: 'other' });
    const first = await client.page('/b/', 2);
    expect(first.entries.map(({ value }) => value)).toEqual(['1', '2']);
    await client.write({ key: '/b/4', seenAt: 0, value: '4' });
    const second = await client.page('/b/', 2, first.next, first.revision);
    expect(second.entries.map(({ value }) => value)).toEqual(['3']);
    expect([second.next, second.revision]).toEqual([undefined, first.revision]);
  });

  test('says whether any key with a prefix was written or removed since a revision', async () => {
    const first = await client.write({ key: '/s/1', seenAt: 0, value: '1' });
    const { revision } = await client.write({ key: '/s/2', seenAt: 0, value: '2' });
    await client.write({ key: '/other/1', seenAt: 0, value: 'other' });
    expect(await client.census('/s/', first.revision)).toMatchObject({ count: 2, isAnyWritten: true });
    const unchanged = await client.census('/s/', revision);
    expect(unchanged).toEqual({ count: 2, isAnyWritten: false, revision: (await client.state('/s/')).revision });
    await client.write({ key: '/s/1', seenAt: first.revision, value: undefined });
    expect(await client.census('/s/', revision)).toMatchObject({ count: 1, isAnyWritten: false });
  });

  test('tells of every change from a revision on, in order', async () => {
    const { revision } = await client.write({ key: '/w/1', seenAt: 0, value: 'first' });
    const heard: KeyEvent[] = [];
    const end = client.watch('/w/', revision, {
      started: () => undefined,
      changed: (events) => void heard.push(...events),
      ended: ({ message }) => {
        throw new Error(message);
      },
    });
    await client.write({ key: '/w/1', seenAt: revision, value: undefined });
    await client.write({ key: '/w/2', seenAt: 0, value: 'second' });
    await until('all is heard', () => heard.length === 3);
    expect(heard.map(({ key, current }) => [key, current?.value])).toEqual([
      ['/w/1', 'first'],
      ['/w/1', undefined],
      ['/w/2', 'second'],
    ]);
    end();
  });

  test('keeps keys and values of any characters, and shows keys that are none', async () => {
    const prefix = '/ü/€/😀';
    const { revision } = await client.write({ key: `${prefix}\u{10ffff}`, seenAt: 0, value: '\u0000"😀\n' });
    await client.write({ key: '/ü/€/😁', seenAt: 0, value: 'beyond the prefix' });
    put(Buffer.concat([Buffer.from(prefix), Buffer.of(0xff)]));
    put(Buffer.concat([Buffer.from(prefix), Buffer.of(0xff, 0xfe)]));
    const entries: KeyValue[] = [];
    let next: string | undefined;
    do {
      const page = await client.page(prefix, 1, next);
      entries.push(...page.entries);
      next = page.next;
    } while (next !== undefined);
    expect(entries.map(({ key, value }) => [key, value])).toEqual([
      [`${prefix}\u{10ffff}`, '\u0000"😀\n'],
      [`${prefix}\ufffd`, 'foreign'],
      [`${prefix}\ufffd\ufffd`, 'foreign'],
    ]);
    expect(entries[0]?.modRevision).toBe(revision);
  });

  test.each([
    ['/w/', 0],
    ['/w/', 1.5],
    ['/w/', NaN],
    ['', 1],
  ])('asks no node to watch %j from %p on', (prefix, from) => {
    expect(() => client.watch(prefix, from, unheard())).toThrow(RangeError);
  });

  test('tells what is larger than a frame may be as one', async () => {
    const value = 'x'.repeat(1024 * 1024);
    const { revision } = await client.write({ key: '/large/1', seenAt: 0, value });
    for (const name of ['2', '3']) await client.write({ key: `/large/${name}`, seenAt: 0, value });
    const changed = jest.fn();
    const end = client.watch('/large/', revision, { ...unheard(), changed });
    await until('it is told', () => changed.mock.calls.length > 0);
    end();
    expect(changed.mock.calls).toEqual([
      [[1, 2, 3].map((name) => expect.objectContaining({ key: `/large/${String(name)}` }) as unknown)],
    ]);
  });

  test('says where the history was forgotten, of a page and of a watch', async () => {
    const { revision } = await client.write({ key: '/old/1', seenAt: 0, value: '1' });
    const later = await client.write({ key: '/old/1', seenAt: revision, value: '2' });
    etcdctl('compact', String(later.revision));
    await expect(client.page('/old/', 1, undefined, revision)).rejects.toMatchObject({ failure: 'compacted' });
    const ended = jest.fn();
    client.watch('/old/', revision, { ...unheard(), ended });
    await until('the watch ends', () => ended.mock.calls.length > 0);
    const message = `${nodes.urls[0]} has forgotten what was then`;
    expect(ended.mock.calls).toEqual([[expect.objectContaining({ message, isCompacted: true })]]);
  });

  test('waits for a node that is killed and started again', async () => {
    const [node] = nodes.nodes;
    const { revision } = await client.write({ key: '/restart/1', seenAt: 0, value: '1' });
    await node?.end();
    const written = client.write({ key: '/restart/1', seenAt: revision, value: '2' });
    await node?.start();
    expect(await written).toEqual({ isMade: true, revision: revision + 1 });
  });

  test('refuses a node of another cluster, and says which', async () => {
    const other = await startEtcd(1);
    const [own, foreign] = [await client.state('/'), await new EtcdClient(other.urls).state('/')];
    const clock = new ManualClock();
    const both = new EtcdClient([...nodes.urls, ...other.urls], { clock });
    await both.compare('/a', 0);
    await nodes.nodes[0]?.end();
    let error: unknown;
    both.write({ key: '/a', seenAt: 0, value: 'x' }).catch((caught: unknown) => (error = caught));
    await until('it gives up', async () => {
      await clock.pass(0.25);
      return error !== undefined;
    });
    expect(error).toMatchObject({ failure: 'unreachable', isUnconfirmed: false });
    expect((error as Error).message).toContain(
      `${foreign.endpoint} belongs to the cluster ${foreign.clusterId}, and the others to ${own.clusterId}`,
    );
    expect((await new EtcdClient(other.urls).page('/', 1)).entries).toEqual([]);
    await nodes.nodes[0]?.start();
    both.close();
    await other.stop();
  });

  test('says that a value is too large, and that there is no room, where something can still be removed', async () => {
    // Its time stands still: a busy machine may take long for that much.
    const client = new EtcdClient(nodes.urls, { clock: new ManualClock() });
    const change = { key: '/full/0', seenAt: 0 };
    for (const megabytes of [1.6, 2.1])
      await expect(client.write({ ...change, value: 'x'.repeat(megabytes * 1024 * 1024) })).rejects.toMatchObject({
        failure: 'too_large',
        isUnconfirmed: false,
        message: 'the cluster takes no request that large',
      });
    const { revision } = await client.write({ ...change, value: 'small' });
    const value = 'x'.repeat(1.4 * 1024 * 1024);
    const fill = async (): Promise<void> => {
      for (let number = 1; ; number += 1) await client.write({ key: `/full/${String(number)}`, seenAt: 0, value });
    };
    await expect(fill()).rejects.toMatchObject({ failure: 'full', message: 'the cluster has no room for more' });
    expect(await client.write({ ...change, seenAt: revision, value: undefined })).toMatchObject({ isMade: true });
    client.close();
  });

  function unheard(): WatchListener {
    return { started: () => undefined, changed: () => undefined, ended: () => undefined };
  }

  function etcdctl(...args: readonly string[]): void {
    const env = { ...process.env, ETCDCTL_API: '3' };
    execFileSync('etcdctl', ['--endpoints', nodes.urls[0], ...args], { env, stdio: 'pipe' });
  }

  /** Something that is not ours. */
  function put(key: Buffer): void {
    const body = JSON.stringify({ key: key.toString('base64'), value: Buffer.from('foreign').toString('base64') });
    execFileSync('curl', ['--silent', '--fail', '--data', body, `${nodes.urls[0]}/v3/kv/put`]);
  }
});
