import { ManualClock, until } from '@target-eye/domain/testing';
import { describeWith } from '../../../../apps/server/test/support/needs.js';
import { type EtcdNodes, startEtcd } from '../../test/support/etcd-nodes.js';
import { EtcdClient } from '../client/etcd-client.js';
import { NO_CLUSTER_EVENTS } from '../cluster-events.js';
import { GroupFeed } from './group-feed.js';

describeWith(['etcd'])('the feed of a cluster', () => {
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

  test('tells of what there is, and of every change from then on', async () => {
    await client.write({ key: '/g/1', seenAt: 0, value: 'one' });
    const copy = new Map<string, string>();
    const feed = new GroupFeed({
      etcd: client,
      prefix: '/g/',
      clock: new ManualClock(),
      random: () => 0,
      events: NO_CLUSTER_EVENTS,
    });
    feed.start({
      synced: (entries) => {
        copy.clear();
        for (const { key, value } of entries) copy.set(key, value);
      },
      changed: (events) => {
        for (const { key, current } of events)
          if (current === undefined) copy.delete(key);
          else copy.set(key, current.value);
      },
    });
    await until('the feed is live', () => feed.isLive);
    expect([...copy]).toEqual([['/g/1', 'one']]);
    const { revision } = await client.write({ key: '/g/2', seenAt: 0, value: 'two' });
    await feed.caughtUp(revision);
    expect(feed.revision).toBe(revision);
    expect([...copy]).toEqual([
      ['/g/1', 'one'],
      ['/g/2', 'two'],
    ]);
    feed.close();
    await expect(feed.caughtUp(revision + 1)).rejects.toThrow('the service is stopping');
  });
});
