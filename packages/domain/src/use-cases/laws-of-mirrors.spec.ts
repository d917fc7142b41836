import fc from 'fast-check';
import { InMemoryGroupPublisher, InMemoryTargetGroupStore, ManualClock } from '../../testing/index.js';
import {
  fault,
  type GroupKey,
  groupKey,
  Mirror,
  type PublishedGroup,
  type Reconciliation,
  type TargetGroup,
} from '../index.js';

const KEYS = ['prod', 'test', 'dev'].map((environment) => groupKey('shop', environment));
const broken = () => fault('', 'storage_unavailable', 'the disk fails');

/** A world in which everything takes time, and much fails. */
class World {
  readonly clock = new ManualClock();
  readonly groups = new InMemoryTargetGroupStore(() => this.clock.now());
  readonly publisher = new SlowPublisher(() => this.delay());
  readonly mirror: Mirror;
  isKnown = false;
  private seconds: readonly number[] = [];

  constructor() {
    const { groups, clock, publisher } = this;
    const answer = async <Result>(ask: () => Promise<Result>): Promise<Result> => {
      if (!this.isKnown) throw broken();
      const result = await ask();
      await this.delay();
      return result;
    };
    const store = {
      find: (key: GroupKey) => answer(() => groups.find(key)),
      snapshot: () => answer(() => groups.snapshot()),
      subscribe: groups.subscribe.bind(groups),
    };
    const nothing = () => undefined;
    const events = { mirrored: nothing, failed: nothing, fellBehind: nothing, caughtUp: nothing };
    this.mirror = new Mirror({ store, publisher, clock, events });
  }

  /** How long the next answers take; as long as the last one says from then on. */
  takes(seconds: readonly number[]): void {
    this.seconds = seconds;
  }

  private async delay(): Promise<void> {
    const [next = 0, ...rest] = this.seconds;
    this.seconds = rest;
    if (next > 0) await new Promise<void>((resolve) => this.clock.after(next, resolve));
  }
}

/** Does what it is told at once, and says so later. Counts what is in vain. */
class SlowPublisher extends InMemoryGroupPublisher {
  failing: 'no' | 'before' | 'after' = 'no';
  calls = 0;

  constructor(private readonly delay: () => Promise<void>) {
    super();
  }

  override publish(key: GroupKey, group: TargetGroup | undefined): Promise<Reconciliation> {
    this.calls += 1;
    return this.slowly(() => super.publish(key, group));
  }

  override reconcile(groups: readonly PublishedGroup[], untouched?: readonly GroupKey[]): Promise<Reconciliation> {
    return this.slowly(() => super.reconcile(groups, untouched));
  }

  private async slowly<Result>(act: () => Promise<Result>): Promise<Result> {
    const { failing } = this;
    if (failing === 'before') throw broken();
    const result = await act();
    await this.delay();
    if (failing === 'after') throw broken();
    return result;
  }
}

const anyKey = fc.constantFrom(...KEYS);
const anyGroup = fc.option(
  fc.constantFrom('a:1', 'b:1').map((target): TargetGroup => ({ targets: [target], labels: { job: 'j', env: 'e' } })),
  { nil: undefined },
);
const anySeconds = fc.constantFrom(0, 0.1, 0.3, 2);

const anyStep = fc.oneof(
  { weight: 4, arbitrary: fc.record({ is: fc.constant('change' as const), key: anyKey, group: anyGroup }) },
  { weight: 3, arbitrary: fc.record({ is: fc.constant('edit' as const), key: anyKey, group: anyGroup }) },
  { weight: 3, arbitrary: fc.record({ is: fc.constant('pass' as const), seconds: anySeconds }) },
  { weight: 1, arbitrary: fc.record({ is: fc.constant('lose' as const) }) },
  { weight: 2, arbitrary: fc.record({ is: fc.constant('takes' as const), seconds: fc.array(anySeconds) }) },
  {
    weight: 2,
    arbitrary: fc.record({ is: fc.constant('fail' as const), when: fc.constantFrom('no', 'before', 'after') }),
  },
);
type Step = typeof anyStep extends fc.Arbitrary<infer Value> ? Value : never;
const anySteps = fc.array(anyStep, { maxLength: 12 });

async function make(world: World, step: Step): Promise<void> {
  if (step.is === 'change') await world.groups.update(step.key, () => step.group);
  else if (step.is === 'edit') world.publisher.edit(step.key, step.group);
  else if (step.is === 'pass') await world.clock.pass(step.seconds);
  else if (step.is === 'lose') world.publisher.lose();
  else if (step.is === 'takes') world.takes(step.seconds);
  else world.publisher.failing = step.when;
}

const text = (groups: readonly PublishedGroup[]): readonly string[] =>
  groups.map(({ key, group }) => JSON.stringify([key.environment, group.targets])).sort();
const stored = async ({ groups }: World): Promise<readonly string[]> => text((await groups.snapshot()).groups);

test('whatever happens, in the end what is published is what is stored, and that is left alone', async () => {
  await fc.assert(
    fc.asyncProperty(anySteps, anySteps, anySteps, async (before, unknown, known) => {
      const world = new World();
      const { publisher, clock, mirror } = world;
      for (const step of before) await make(world, step);
      publisher.failing = 'no';
      mirror.start();
      for (const step of unknown) {
        const shown = text(publisher.published());
        await make(world, step);
        if (step.is !== 'edit' && step.is !== 'lose') expect(text(publisher.published())).toEqual(shown);
      }
      expect(publisher.calls).toBe(0);
      world.isKnown = true;
      for (const step of known) await make(world, step);
      publisher.failing = 'no';
      world.takes([]);
      await clock.pass(200);
      expect(text(publisher.published())).toEqual(await stored(world));
      expect(mirror.problem()).toBeUndefined();
      const causes = known.filter(({ is }) => is === 'change' || is === 'edit');
      expect(publisher.calls).toBeLessThanOrEqual(causes.length);
      expect(clock.planned).toBe(0);
      await mirror.close();
    }),
    { numRuns: 100 },
  );
});

test('a mirror that is closed has published what it was told', async () => {
  await fc.assert(
    fc.asyncProperty(anySteps, fc.array(anySeconds), async (steps, seconds) => {
      const world = new World();
      const { publisher, clock, mirror } = world;
      world.isKnown = true;
      mirror.start();
      await clock.pass(1);
      world.takes(seconds);
      for (const step of steps) if (step.is !== 'fail') await make(world, step);
      await clock.pass(0);
      const closed = mirror.close();
      const expected = await stored(world);
      await world.groups.replace(groupKey('too', 'late'), { targets: ['a:1'], labels: {} });
      await clock.pass(1000);
      await closed;
      const isLost = steps.some(({ is }) => is === 'lose');
      if (!isLost) expect(text(publisher.published())).toEqual(expected);
      expect(clock.planned).toBe(0);
    }),
    { numRuns: 60 },
  );
});
