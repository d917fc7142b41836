import type { Clock } from '@target-eye/domain';
import { until } from '@target-eye/domain/testing';
import { describeWith } from '../../../../apps/server/test/support/needs.js';
import { Copy, Sayings } from '../../test/support/copy.js';
import { type EtcdNodes, startEtcd } from '../../test/support/etcd-nodes.js';
import { type LossyProxy, startLossyProxy } from '../../test/support/lossy-proxy.js';
import { EtcdClient } from '../client/etcd-client.js';
import { GroupFeed } from './group-feed.js';

/** The time, but that everything comes after a fifth of it. */
const QUICK: Clock = {
  now: () => Date.now() / 1000,
  after: (seconds, call) => {
    const timer = setTimeout(call, seconds * 200);
    return () => {
      clearTimeout(timer);
    };
  },
};

type Urls = readonly [string, ...string[]];

/** A feed of real nodes, and who is told. */
class Following {
  readonly copy = new Copy();
  readonly said = new Sayings();
  readonly feed: GroupFeed;
  private readonly etcd: EtcdClient;

  constructor(urls: Urls, prefix: string) {
    this.etcd = new EtcdClient(urls);
    const { events } = this.said;
    this.feed = new GroupFeed({ etcd: this.etcd, prefix, nameKey: '/name', clock: QUICK, random: Math.random, events });
    this.feed.start(this.copy);
  }

  async untilLive(): Promise<void> {
    await until('the feed is live', () => this.feed.isLive);
  }

  async untilHolds(expected: Readonly<Record<string, string>>): Promise<void> {
    await until('the copy is right', () => {
      const entries = Object.entries(expected);
      const { values } = this.copy;
      return values.size === entries.length && entries.every(([key, value]) => values.get(key) === value);
    });
  }

  close(): void {
    this.feed.close();
    this.etcd.close();
  }
}

let following: Following | undefined;
afterEach(() => {
  following?.close();
});

function follow(urls: Urls, prefix: string): Following {
  following = new Following(urls, prefix);
  return following;
}

describeWith(['etcd'])('a feed of three nodes', () => {
  let nodes: EtcdNodes;
  let writer: EtcdClient;
  beforeAll(async () => {
    nodes = await startEtcd(3);
    writer = new EtcdClient(nodes.urls);
  });
  afterAll(async () => {
    writer.close();
    await nodes.stop();
  });

  /** Puts it whatever is there, as soon as the cluster takes it. */
  const put = async (key: string, value: string): Promise<number> => {
    let seenAt = 0;
    for (;;) {
      const outcome = await writer.write({ key, seenAt, value }).catch(() => undefined);
      if (outcome?.isMade === true) return outcome.revision;
      seenAt = outcome?.current?.modRevision ?? seenAt;
    }
  };

  test('tells of what there is, in pages, and of every change from then on', async () => {
    const keys: Record<string, string> = {};
    for (let index = 0; index < 250; index += 1) keys[`/pages/${String(index)}`] = String(index);
    await Promise.all(Object.entries(keys).map(([key, value]) => put(key, value)));
    const all = follow(nodes.urls, '/pages/');
    await all.untilLive();
    expect(Object.fromEntries(all.copy.values)).toEqual(keys);
    await all.feed.caughtUp(await put('/pages/new', 'new'));
    expect(all.copy.heard.map(({ key }) => key)).toEqual(['/pages/new']);
  });

  test('tells of all changes once and in order while the leader dies and comes back', async () => {
    const all = follow(nodes.urls, '/leader/');
    const { feed, copy, said } = all;
    await all.untilLive();
    const leader = await nodes.leader();
    let last = 0;
    for (let count = 1; count <= 60; count += 1) {
      if (count === 20) await leader.end();
      last = await put('/leader/1', String(count));
    }
    await feed.caughtUp(last);
    const told = copy.heard.map(({ current }) => Number(current?.value));
    expect([...new Set(told)]).toEqual(Array.from({ length: 60 }, (_, index) => index + 1));
    expect(new Set(copy.heard.map(({ revision }) => revision)).size).toBe(copy.heard.length);
    expect(said.resyncs).toEqual(['start']);
    await leader.start();
  });

  test('leaves a node that stands still in the middle of everything', async () => {
    const all = follow(nodes.urls, '/still/');
    const { feed, said } = all;
    await all.untilLive();
    const still = nodes.nodes.find(({ url }) => url === said.watched[0]);
    await still?.pause();
    try {
      await feed.caughtUp(await put('/still/1', 'told'));
      await all.untilLive();
      expect(said.watched.at(-1)).not.toBe(still?.url);
      expect(said.resyncs).toEqual(['start']);
    } finally {
      still?.resume();
    }
  });

  test('is not live without a majority, and loses nothing when there is one again', async () => {
    const all = follow(nodes.urls, '/majority/');
    const { feed, copy, said } = all;
    await feed.caughtUp(await put('/majority/1', 'before'));
    await all.untilLive();
    const [, ...others] = nodes.nodes;
    await Promise.all(others.map((node) => node.end()));
    await until('the feed is not live', () => !feed.isLive);
    const { lastHeard } = feed;
    await Promise.all(others.map((node) => node.start()));
    await feed.caughtUp(await put('/majority/1', 'after'));
    await all.untilLive();
    expect(copy.values.get('/majority/1')).toBe('after');
    expect(feed.lastHeard).toBeGreaterThan(lastHeard ?? Infinity);
    expect(said.resyncs).toEqual(['start']);
  });
});

describeWith(['etcd', 'etcdctl'])('a feed that is away', () => {
  let nodes: EtcdNodes;
  let writer: EtcdClient;
  let way: LossyProxy;
  beforeAll(async () => {
    nodes = await startEtcd(1);
    writer = new EtcdClient(nodes.urls);
    way = await startLossyProxy(nodes.urls[0]);
  });
  afterEach(() => {
    way.mend();
  });
  afterAll(async () => {
    writer.close();
    way.stop();
    await nodes.stop();
  });

  const put = async (key: string, value: string): Promise<number> =>
    (await writer.write({ key, seenAt: 0, value })).revision;
  const compact = async (revision: number): Promise<void> => {
    await fetch(`${nodes.urls[0]}/v3/kv/compaction`, { method: 'POST', body: JSON.stringify({ revision }) });
  };

  test('notices a backup that was restored meanwhile, though the cluster has come as far again', async () => {
    await put('/backup/1', 'kept');
    const restore = await nodes.backUp();
    const all = follow([way.url], '/backup/');
    await all.feed.caughtUp(await put('/backup/2', 'lost'));
    await all.untilLive();
    way.cut();
    await restore();
    await put('/backup/3', 'new');
    await put('/other/1', 'ahead');
    way.mend();
    await all.untilHolds({ '/backup/1': 'kept', '/backup/3': 'new' });
    expect(all.said.resyncs).toEqual(['start', 'restored']);
  });

  test('notices a backup that was restored before its eyes', async () => {
    const all = follow([way.url], '/eyes/');
    await put('/eyes/1', 'kept');
    const restore = await nodes.backUp();
    await all.feed.caughtUp(await put('/eyes/2', 'lost'));
    await all.untilLive();
    await restore();
    await all.untilHolds({ '/eyes/1': 'kept' });
    expect(all.said.resyncs).toEqual(['start', 'restored']);
  });

  test('is told when it is back of what was changed and removed', async () => {
    const first = await put('/away/1', '1');
    const second = await put('/away/2', '2');
    const all = follow([way.url], '/away/');
    await all.untilLive();
    way.cut();
    await until('the feed is not live', () => !all.feed.isLive);
    await writer.write({ key: '/away/1', seenAt: first, value: undefined });
    await writer.write({ key: '/away/2', seenAt: second, value: '2b' });
    way.mend();
    await all.untilHolds({ '/away/2': '2b' });
    expect(all.copy.heard.map(({ key }) => key)).toEqual(['/away/1', '/away/2']);
    expect(all.said.resyncs).toEqual(['start']);
  });

  test('reads all anew where the history was compacted meanwhile, but not where it holds nothing new', async () => {
    const first = await put('/compacted/1', '1');
    const all = follow([way.url], '/compacted/');
    await all.untilLive();
    way.cut();
    await until('the feed is not live', () => !all.feed.isLive);
    await put('/other/2', '2');
    await compact(await put('/other/3', '3'));
    way.mend();
    await all.untilLive();
    expect(all.said.resyncs).toEqual(['start']);
    way.cut();
    await writer.write({ key: '/compacted/1', seenAt: first, value: undefined });
    await compact(await put('/compacted/2', '2'));
    await put('/compacted/3', '3');
    way.mend();
    await all.untilHolds({ '/compacted/2': '2', '/compacted/3': '3' });
    expect(all.said.resyncs).toEqual(['start', 'compacted']);
  });

  test('because the only node was killed goes on when it is started again', async () => {
    const all = follow(nodes.urls, '/killed/');
    await all.feed.caughtUp(await put('/killed/1', '1'));
    await all.untilLive();
    const [node] = nodes.nodes;
    await node?.end();
    await until('the feed is not live', () => !all.feed.isLive);
    await node?.start();
    await put('/killed/2', '2');
    await all.untilHolds({ '/killed/1': '1', '/killed/2': '2' });
    expect(all.said.resyncs).toEqual(['start']);
  });
});
