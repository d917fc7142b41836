import { until } from '@target-eye/domain/testing';
import { describeWith } from '../../../../apps/server/test/support/needs.js';
import { type EtcdNodes, startEtcd } from '../../test/support/etcd-nodes.js';
import { NO_CLUSTER_EVENTS } from '../cluster-events.js';
import type { WatchEnd, WatchListener } from './etcd.js';
import { EtcdClient } from './etcd-client.js';
import type { EtcdError } from './etcd-error.js';

describeWith(['etcd'])('with three nodes', () => {
  let nodes: EtcdNodes;
  let left: string[];
  let client: EtcdClient;

  beforeAll(async () => {
    nodes = await startEtcd(3);
  });
  afterAll(async () => {
    await nodes.stop();
  });
  beforeEach(() => {
    left = [];
    const events = {
      ...NO_CLUSTER_EVENTS,
      nodeLeft: (url: string, reason: string) => void left.push(`${url} ${reason}`),
    };
    client = new EtcdClient(nodes.urls, { events });
  });
  afterEach(() => {
    client.close();
  });

  test('no acknowledged change is lost or made twice while leaders die under 16 hosts', async () => {
    const counters = new Counters();
    const hosts = Array.from({ length: 16 }, () => new EtcdClient(nodes.urls));
    const ends = hosts.map((host) => counters.count(host));
    for (let round = 0; round < 2; round += 1) {
      await counters.more(30);
      const leader = await nodes.leader();
      await leader.end();
      await counters.more(30);
      await leader.start();
    }
    counters.isOver = true;
    await Promise.all(ends);
    for (const host of hosts) host.close();
    const { acknowledged, unconfirmed } = counters;
    const outcome = await client.compare('/count', 0);
    const counted = outcome.isMade ? 0 : countIn(outcome.current?.value);
    expect(counted).toBeGreaterThanOrEqual(acknowledged);
    expect(counted).toBeLessThanOrEqual(acknowledged + unconfirmed);
  });

  test('a node that stands still is left for the next one, and its watch goes where it is told', async () => {
    const { revision } = await client.write({ key: '/still', seenAt: 0, value: '1' });
    const watch = listener();
    client.watch('/still', revision, watch);
    await until('it is watched', () => watch.startedBy.length === 1);
    const still = nodes.nodes.find(({ url }) => url === watch.startedBy[0]);
    await still?.pause();
    try {
      expect((await client.state('/still')).endpoint).not.toBe(still?.url);
      expect(await client.write({ key: '/still', seenAt: revision, value: '2' })).toMatchObject({ isMade: true });
      expect(left.join('\n')).toContain(`${still?.url ?? ''} did not answer within`);
      const moved = listener();
      client.watch('/still', revision + 1, moved, still?.url);
      await until('the change is told', () => moved.told.length === 1);
      expect(moved.startedBy).not.toEqual([still?.url]);
      expect(moved.told).toEqual(['2']);
    } finally {
      still?.resume();
    }
  });

  test('without a majority nothing is done and that is certain, and afterwards everything goes on', async () => {
    const { revision } = await client.write({ key: '/majority', seenAt: 0, value: '1' });
    const [first, ...others] = nodes.nodes;
    const watched = listener();
    client.watch('/majority', revision, watched);
    await until('it is watched', () => watched.startedBy.length === 1);
    await Promise.all(others.map((node) => node.end()));
    await until('the watch ends', () => watched.ends.length === 1);
    const leaderless = `${String(first?.url)} knows no leader`;
    expect(watched.ends).toEqual([
      expect.objectContaining({
        message: `1 of the 3 nodes does not answer as it should: ${leaderless}`,
        isCompacted: false,
      }),
    ]);
    const error = await client
      .write({ key: '/majority', seenAt: revision, value: '2' })
      .catch((error: unknown) => error);
    expect(error).toMatchObject({ name: 'EtcdError', failure: 'unreachable', isUnconfirmed: false });
    expect(error).toMatchObject({
      message: `none of the 3 nodes answers as it should: ${[leaderless, ...others.map(({ url }) => `${url} refuses the connection`)].join(', ')}`,
      general:
        'none of the 3 nodes answers as it should: node 1 knows no leader, node 2 refuses the connection, node 3 refuses the connection',
    });
    const refused = listener();
    const avoided = others[0]?.url;
    client.watch('/majority', revision, refused, avoided);
    await until('there is no new watch', () => refused.ends.length === 1);
    await Promise.all(others.map((node) => node.start()));
    expect(await client.compare('/majority', revision)).toMatchObject({ isMade: true });
    expect(await client.write({ key: '/majority', seenAt: revision, value: '3' })).toMatchObject({ isMade: true });
  });
});

/** Many clients that count by compare-and-set on one key. */
class Counters {
  isOver = false;
  acknowledged = 0;
  unconfirmed = 0;
  private number = 0;

  async count(host: EtcdClient): Promise<void> {
    let [seenAt, count] = [0, 0];
    while (!this.isOver)
      try {
        const value = JSON.stringify({ count: count + 1, operation: (this.number += 1) });
        const outcome = await host.write({ key: '/count', seenAt, value });
        if (outcome.isMade) [seenAt, count, this.acknowledged] = [outcome.revision, count + 1, this.acknowledged + 1];
        else [seenAt, count] = [outcome.current?.modRevision ?? 0, countIn(outcome.current?.value)];
      } catch (error) {
        if ((error as EtcdError).isUnconfirmed) this.unconfirmed += 1;
      }
  }

  /** Waits until so many more are acknowledged. */
  async more(changes: number): Promise<void> {
    const wanted = this.acknowledged + changes;
    await until(`${String(changes)} more changes are acknowledged`, () => this.acknowledged >= wanted);
  }
}

function countIn(value = '{"count":0}'): number {
  return (JSON.parse(value) as { count: number }).count;
}

interface Listening extends WatchListener {
  readonly startedBy: string[];
  readonly told: (string | undefined)[];
  readonly ends: WatchEnd[];
}

function listener(): Listening {
  const [startedBy, told, ends]: [string[], (string | undefined)[], WatchEnd[]] = [[], [], []];
  return {
    startedBy,
    told,
    ends,
    started: ({ endpoint }) => void startedBy.push(endpoint),
    changed: (events) => void told.push(...events.map(({ current }) => current?.value)),
    ended: (end) => void ends.push(end),
  };
}
