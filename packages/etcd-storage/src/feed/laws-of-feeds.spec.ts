import fc from 'fast-check';
import { ManualClock } from '@target-eye/domain/testing';
import { FakeCluster } from '../../test/support/fake-cluster.js';
import type { KeyEvent } from '../client/etcd.js';
import { NO_CLUSTER_EVENTS, type ResyncReason, type WatchRestart } from '../cluster-events.js';
import type { FeedListener } from './feed-listener.js';
import { GroupFeed } from './group-feed.js';

const PREFIX = '/g/';

/** A copy of the keys, as somebody keeps it who is told; it minds the order in which it is told. */
class Copy implements FeedListener {
  readonly values = new Map<string, string>();
  readonly heard: KeyEvent[] = [];
  syncs = 0;
  revision = 0;

  synced: FeedListener['synced'] = (entries, revision) => {
    this.syncs += 1;
    this.values.clear();
    for (const { key, value } of entries) this.values.set(key, value);
    this.revision = revision;
  };

  changed: FeedListener['changed'] = (events) => {
    for (const { key, current, revision } of events) {
      if (revision < this.revision) throw new Error(`${key} is told out of order`);
      this.revision = revision;
      if (current === undefined) this.values.delete(key);
      else this.values.set(key, current.value);
    }
    this.heard.push(...events);
  };
}

/** A feed of a cluster that can be made to fail. */
class Stage {
  readonly clock = new ManualClock();
  readonly cluster = new FakeCluster(this.clock);
  readonly copy = new Copy();
  readonly resyncs: ResyncReason[] = [];
  readonly restarts: WatchRestart[] = [];
  readonly feed = new GroupFeed({
    etcd: this.cluster,
    prefix: PREFIX,
    clock: this.clock,
    random: () => 0.5,
    events: {
      ...NO_CLUSTER_EVENTS,
      resynchronized: (reason) => void this.resyncs.push(reason),
      watchRestarted: (reason) => void this.restarts.push(reason),
    },
  });
  private writes = 0;

  /** Changes so many keys at once. */
  put(...names: readonly string[]): void {
    this.writes += 1;
    this.cluster.change(new Map(names.map((name) => [name, `${name} ${String(this.writes)}`])));
  }

  remove(...names: readonly string[]): void {
    this.cluster.change(new Map(names.map((name) => [name, undefined])));
  }

  get isRight(): boolean {
    const contents = this.cluster.contents(PREFIX);
    return (
      contents.length === this.copy.values.size &&
      contents.every(({ key, value }) => this.copy.values.get(key) === value)
    );
  }

  async start(): Promise<void> {
    this.feed.start(this.copy);
    await this.clock.pass(0.1);
    expect(this.feed.isLive).toBe(true);
  }
}

const anyNames = fc.uniqueArray(fc.constantFrom('/g/1', '/g/2', '/g/3', '/g/4'), { minLength: 1 });

type Step = (stage: Stage) => void | Promise<void>;

const anyChange: fc.Arbitrary<Step> = fc.oneof(
  anyNames.map((names): Step => (stage) => {
    stage.put(...names);
  }),
  anyNames.map((names): Step => (stage) => {
    stage.remove(...names);
  }),
  fc.constant<Step>((stage) => {
    stage.put('/other/1');
  }),
);

const anyPause = fc.constantFrom(0, 0, 0.02, 0.3, 1.1, 3, 12).map(
  (seconds): Step =>
    (stage) =>
      stage.clock.pass(seconds),
);

const anyFault: fc.Arbitrary<Step> = fc.oneof(
  fc.integer({ min: 1, max: 6 }).map((count): Step => ({ cluster }) => {
    cluster.failing += count;
  }),
  fc.constant<Step>(({ cluster }) => {
    cluster.endWatches();
  }),
  fc.constant<Step>(({ cluster }) => {
    cluster.isAway = !cluster.isAway;
    if (cluster.isAway) cluster.endWatches();
  }),
  fc.constantFrom('a', 'b').map((node): Step => ({ cluster }) => {
    cluster.hanging.add(node);
  }),
  fc.constant<Step>(({ cluster }) => {
    cluster.resume();
  }),
);

async function live(stage: Stage, steps: readonly Step[]): Promise<void> {
  stage.feed.start(stage.copy);
  for (const step of steps) await step(stage);
  stage.cluster.failing = 0;
  stage.cluster.isAway = false;
  stage.cluster.resume();
  await stage.clock.pass(30);
  expect(stage.isRight).toBe(true);
  expect(stage.feed.isLive).toBe(true);
}

describe('whatever happens to a cluster', () => {
  test('every change is told exactly once and in order, as long as its history is whole', async () => {
    const property = fc.asyncProperty(
      fc.array(fc.oneof(anyChange, anyPause, anyFault), { maxLength: 30 }),
      async (steps) => {
        const stage = new Stage();
        let first = 0;
        const { synced } = stage.copy;
        stage.copy.synced = (entries, revision) => {
          first = revision;
          synced(entries, revision);
        };
        await live(stage, steps);
        expect(stage.resyncs).toEqual(['start']);
        expect(stage.copy.heard).toEqual(stage.cluster.since(first).filter(({ key }) => key.startsWith(PREFIX)));
        stage.feed.close();
      },
    );
    await fc.assert(property, { numRuns: 300 });
  });

  test('the copy is right in the end, also where the history was compacted or the cluster restored', async () => {
    const anyLoss: fc.Arbitrary<Step> = fc.oneof(
      fc.integer({ min: 0, max: 3 }).map((back): Step => ({ cluster }) => {
        cluster.compact(cluster.revision - back);
      }),
      fc
        .tuple(fc.integer({ min: 0, max: 5 }), fc.boolean(), fc.integer({ min: 0, max: 6 }))
        .map(([back, hasToken, ahead]): Step => (stage) => {
          stage.cluster.restore(stage.cluster.revision - back);
          if (hasToken) stage.cluster.clusterId += 'x';
          stage.cluster.raftTerm -= 1;
          for (let count = 0; count < ahead; count += 1) stage.put(count % 2 === 0 ? '/g/1' : '/other/1');
        }),
    );
    const anyStep = fc.oneof(anyChange, anyChange, anyPause, anyFault, anyLoss);
    const property = fc.asyncProperty(fc.array(anyStep, { maxLength: 30 }), async (steps) => {
      const stage = new Stage();
      await live(stage, steps);
      stage.feed.close();
    });
    await fc.assert(property, { numRuns: 300 });
  });
});
