import fc from 'fast-check';
import { FeedOfFake, PREFIX } from '../../test/support/feed-of-fake.js';

const anyNames = fc.uniqueArray(fc.constantFrom('/g/1', '/g/2', '/g/3', '/g/4'), { minLength: 1 });

type Step = (stage: FeedOfFake) => void | Promise<void>;

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

async function live(stage: FeedOfFake, steps: readonly Step[]): Promise<void> {
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
        const stage = new FeedOfFake();
        await live(stage, steps);
        expect(stage.said.resyncs).toEqual(['start']);
        expect(stage.copy.heard).toEqual(
          stage.cluster.since(stage.copy.syncedAt).filter(({ key }) => key.startsWith(PREFIX)),
        );
        stage.feed.close();
      },
    );
    await fc.assert(property, { numRuns: 150 });
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
      const stage = new FeedOfFake();
      await live(stage, steps);
      stage.feed.close();
    });
    await fc.assert(property, { numRuns: 150 });
  });
});
