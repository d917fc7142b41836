import { until } from '@target-eye/domain/testing';
import { describeWith } from '../../../../apps/server/test/support/needs.js';
import { type EtcdNodes, startEtcd } from '../../test/support/etcd-nodes.js';
import type { KeyEvent } from './etcd.js';
import { EtcdClient } from './etcd-client.js';

describeWith(['etcd'])('the client of a cluster', () => {
  let nodes: EtcdNodes;
  let client: EtcdClient;

  beforeAll(async () => {
    nodes = await startEtcd(1);
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
      ended: ({ reason }) => {
        throw new Error(reason);
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
});
