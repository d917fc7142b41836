import { FeedOfFake } from '../../test/support/feed-of-fake.js';

const names = (count: number): readonly string[] => Array.from({ length: count }, (_, index) => `/g/${String(index)}`);

let all: FeedOfFake;
beforeEach(() => {
  all = new FeedOfFake();
});
afterEach(() => {
  all.feed.close();
});

describe('the first time', () => {
  test('everything is read in pages as it was at one revision, and what happened meanwhile is told after it', async () => {
    all.put(...names(350));
    const { revision } = all.cluster;
    all.cluster.beforePage = () => {
      if (all.cluster.revision < revision + 3) all.put('/g/7', '/g/new');
    };
    await all.start();
    expect(all.copy.syncedAt).toBeGreaterThan(revision);
    expect(all.copy.heard.length).toBeGreaterThan(0);
    expect(all.isRight).toBe(true);
    expect(all.said.resyncs).toEqual(['start']);
  });

  test.each([
    ['that it had', ['/name', '/name0'], '/name 1'],
    ['none where it got one meanwhile', ['/name0'], undefined],
  ])('the cluster has the name at that revision: %s', async (_, before, name) => {
    all.put(...names(350), ...before);
    let pages = 0;
    all.cluster.beforePage = () => {
      pages += 1;
      if (pages === 2) all.put('/name', '/g/7');
    };
    await all.start();
    expect(all.copy.name).toBe(name);
  });

  test('it begins anew where the history is compacted between two pages', async () => {
    all.put(...names(350));
    let pages = 0;
    all.cluster.beforePage = () => {
      pages += 1;
      if (pages !== 2) return;
      all.remove('/g/3');
      all.cluster.compact(all.cluster.revision);
    };
    all.feed.start(all.copy);
    await all.clock.pass(1);
    expect([pages > 3, all.isRight, all.feed.isLive]).toEqual([true, true, true]);
  });

  test('nothing is known, and nothing told, as long as nobody answers; then it is tried at most every half second', async () => {
    all.cluster.isAway = true;
    all.feed.start(all.copy);
    await all.clock.pass(60);
    expect([all.feed.isLive, all.feed.lastHeard, all.feed.revision]).toEqual([false, undefined, 0]);
    expect(all.cluster.calls).toBeGreaterThan(60);
    expect(all.cluster.calls).toBeLessThan(120);
    expect(all.said.losses).toHaveLength(1);
    all.cluster.isAway = false;
    await all.clock.pass(1);
    expect(all.feed.isLive).toBe(true);
  });
});

describe('a node that hangs', () => {
  test('is left within the interval between two looks and what it may take to answer', async () => {
    await all.start();
    await all.clock.pass(1);
    all.cluster.hanging.add('a');
    all.put('/g/1');
    await all.clock.pass(12);
    expect(all.isRight).toBe(true);
    expect(all.said.watched).toEqual(['a', 'b']);
    expect(all.said.restarts).toEqual(['behind']);
  });

  test('is left within three seconds where somebody waits', async () => {
    await all.start();
    all.cluster.hanging.add('a');
    all.put('/g/1');
    const told = jest.fn();
    void all.feed.caughtUp(all.cluster.revision).then(told);
    await all.clock.pass(1.9);
    expect(told).not.toHaveBeenCalled();
    await all.clock.pass(1.1);
    expect(told).toHaveBeenCalled();
    expect(all.isRight).toBe(true);
  });

  test('with no other one is waited for, and the feed is not live', async () => {
    await all.start();
    const heard = all.feed.lastHeard;
    all.cluster.hanging.add('a').add('b');
    await all.clock.pass(12);
    expect([all.feed.isLive, all.feed.lastHeard]).toEqual([false, heard]);
    all.put('/g/1');
    all.cluster.resume();
    await all.clock.pass(3);
    expect([all.feed.isLive, all.isRight]).toEqual([true, true]);
    expect(all.said.resyncs).toEqual(['start']);
  });
});

describe('a watch', () => {
  test('that ends makes the feed not live until there is another, which tells what happened meanwhile', async () => {
    all.put('/g/1');
    await all.start();
    all.cluster.endWatches();
    all.remove('/g/1');
    expect(all.feed.isLive).toBe(false);
    await all.clock.pass(1);
    expect([all.feed.isLive, all.copy.heard.length, all.said.restarts]).toEqual([true, 1, ['ended']]);
  });

  test('of which the majority knows nothing is not live, though it goes on', async () => {
    await all.start();
    all.cluster.failing = 1;
    await all.clock.pass(10);
    expect(all.feed.isLive).toBe(false);
    await all.clock.pass(1);
    expect([all.feed.isLive, all.said.restarts]).toEqual([true, []]);
  });

  test('that tells nothing on any node is no reason to know nothing: all is read', async () => {
    await all.start();
    all.cluster.isMute = true;
    all.put('/g/1');
    await all.clock.pass(20);
    expect([all.isRight, all.said.resyncs]).toEqual([true, ['start', 'untold']]);
  });
});

describe('other keys of the cluster', () => {
  test('make no node seem to be behind, and a compaction costs nothing where no group has changed', async () => {
    all.put('/g/1');
    await all.start();
    for (let count = 0; count < 5; count += 1) {
      all.put('/other/1');
      await all.clock.pass(12);
    }
    expect([all.feed.isLive, all.said.restarts]).toEqual([true, []]);
    expect(all.feed.revision).toBeGreaterThanOrEqual(all.cluster.revision - 1);
    all.put('/other/1');
    all.put('/other/1');
    all.cluster.compact(all.cluster.revision);
    all.cluster.endWatches();
    await all.clock.pass(1);
    expect([all.feed.isLive, all.said.resyncs]).toEqual([true, ['start']]);
    expect(all.feed.revision).toBe(all.cluster.revision);
  });

  test('are found out where somebody waits for the revision of one', async () => {
    await all.start();
    all.put('/other/1');
    const told = jest.fn();
    void all.feed.caughtUp(all.cluster.revision).then(told);
    await all.clock.pass(1.1);
    expect(told).toHaveBeenCalled();
  });
});

describe('a history that is not what was told', () => {
  test.each([
    ['compacted', () => undefined],
    ['restored', (raftTerm: number) => raftTerm - 1],
  ])('because it was %s is read anew, once', async (reason, termAfter) => {
    all.put('/g/1', '/g/2');
    await all.start();
    all.cluster.isAway = true;
    all.cluster.endWatches();
    all.remove('/g/1');
    all.put('/g/3');
    if (reason === 'compacted') all.cluster.compact(all.cluster.revision);
    all.cluster.raftTerm = termAfter(all.cluster.raftTerm) ?? all.cluster.raftTerm;
    all.cluster.isAway = false;
    await all.clock.pass(1);
    expect([all.isRight, all.said.resyncs]).toEqual([true, ['start', reason]]);
  });

  test('because it went back is noticed, and nobody waits for what is gone', async () => {
    all.put('/g/1');
    await all.start();
    all.put('/g/2');
    const wait = all.feed.caughtUp(all.cluster.revision + 1);
    const refused = expect(wait).rejects.toMatchObject({ failure: 'unreachable', isUnconfirmed: true });
    await all.clock.pass(0.1);
    all.cluster.restore(all.cluster.revision - 1);
    await all.clock.pass(1);
    await refused;
    expect([all.isRight, all.said.resyncs]).toEqual([true, ['start', 'restored']]);
  });

  test('because a backup was restored is noticed also where it has come as far again, in the same term', async () => {
    all.put('/g/1');
    await all.start();
    all.put('/g/2');
    await all.clock.pass(0.1);
    all.cluster.isAway = true;
    all.cluster.restore(all.cluster.revision - 1);
    all.put('/g/3');
    all.put('/other/1');
    all.cluster.isAway = false;
    await all.clock.pass(1);
    expect([all.isRight, all.said.resyncs]).toEqual([true, ['start', 'restored']]);
  });

  test('because it is that of another cluster is read anew', async () => {
    await all.start();
    all.cluster.clusterId = 'other';
    all.put('/g/1');
    all.cluster.endWatches();
    await all.clock.pass(1);
    expect([all.isRight, all.said.resyncs]).toEqual([true, ['start', 'other_cluster']]);
  });
});

test('a feed that is closed tells nothing, waits for nothing and plans nothing', async () => {
  await all.start();
  const wait = all.feed.caughtUp(all.cluster.revision + 1);
  all.feed.close();
  await expect(wait).rejects.toThrow('the service is stopping');
  await expect(all.feed.caughtUp(all.cluster.revision + 1)).rejects.toThrow('the service is stopping');
  all.put('/g/1');
  await all.clock.pass(30);
  expect([all.copy.heard, all.feed.isLive, all.clock.planned]).toEqual([[], false, 0]);
});

test.each([0, 0.01, 1.5])('a feed that is closed %d s after a failure plans nothing', async (seconds) => {
  all.cluster.isAway = true;
  all.feed.start(all.copy);
  await all.clock.pass(seconds);
  all.feed.close();
  await all.clock.pass(30);
  expect(all.clock.planned).toBe(0);
});
