import fc from 'fast-check';
import {
  compareKeys,
  type GroupKey,
  groupKey,
  type GroupPublisher,
  isSameGroup,
  type PublishedGroup,
  type TargetGroup,
} from '../src/index.js';
import { anyGroup, anyKey } from './arbitraries.js';
import { groupOf, PATIENCE_MILLISECONDS } from './contract-helpers.js';
import { until } from './until.js';

/** A publisher of nothing yet, what Prometheus finds of it, what somebody else can do to it, and how to let go of it. */
export interface OpenGroupPublisher {
  readonly publisher: GroupPublisher;
  readonly published: () => readonly PublishedGroup[];
  readonly edit: (key: GroupKey, group: TargetGroup | undefined) => void;
  readonly close: () => Promise<void>;
}

type Step =
  | { readonly publish: GroupKey; readonly group: TargetGroup | undefined }
  | { readonly reconcile: readonly PublishedGroup[] };

/** What every publisher must guarantee. `open` gives a publisher of its own to each test, with nothing published. */
export function describeGroupPublisher(name: string, open: () => Promise<OpenGroupPublisher>): void {
  describe(name, () => {
    const key = groupKey('shop', 'prod');
    const other = groupKey('shop', 'test');
    let current: OpenGroupPublisher;

    beforeEach(async () => {
      current = await open();
    });

    afterEach(() => current.close());

    const published = () => inOrder(current.published());

    test('a group that is published is found, as is the next one, until it is removed', async () => {
      const { publisher } = current;
      await publisher.publish(key, groupOf(['a:1'], { team: 'x' }));
      expect(published()).toEqual([{ key, group: groupOf(['a:1'], { team: 'x' }) }]);
      await publisher.publish(key, groupOf(['b:1']));
      expect(published()).toEqual([{ key, group: groupOf(['b:1']) }]);
      await publisher.publish(key, undefined);
      await publisher.publish(other, undefined);
      expect(published()).toEqual([]);
    });

    test('a reconciliation leaves exactly its groups, and says what that took', async () => {
      const { publisher } = current;
      await publisher.publish(key, groupOf(['a:1']));
      await publisher.publish(other, groupOf(['a:1']));
      const third = groupKey('till', 'prod');
      const groups = [
        { key, group: groupOf(['a:1']) },
        { key: third, group: groupOf(['c:1']) },
      ];
      expect(await publisher.reconcile(groups)).toEqual({ written: 1, removed: 1 });
      expect(published()).toEqual(groups);
      expect(await publisher.reconcile([])).toEqual({ written: 0, removed: 2 });
      expect(published()).toEqual([]);
    });

    test('the same labels in another order are the same group', async () => {
      const { publisher } = current;
      await publisher.publish(key, { targets: ['a:1'], labels: { job: 'shop', env: 'prod' } });
      const group = { targets: ['a:1'], labels: { env: 'prod', job: 'shop' } };
      expect(await publisher.reconcile([{ key, group }])).toEqual({ written: 0, removed: 0 });
    });

    test('of calls that do not wait for each other the last one wins', async () => {
      const { publisher } = current;
      const ports = Array.from({ length: 20 }, (_, index) => String(index + 1));
      await Promise.all(ports.map((port) => publisher.publish(key, groupOf([`a:${port}`]))));
      expect(published()).toEqual([{ key, group: groupOf(['a:20']) }]);
      await Promise.all([
        publisher.publish(key, groupOf(['b:1'])),
        publisher.publish(other, groupOf(['b:1'])),
        publisher.reconcile([{ key, group: groupOf(['b:2']) }]),
        publisher.reconcile([{ key, group: groupOf(['b:3']) }]),
      ]);
      expect(published()).toEqual([{ key, group: groupOf(['b:3']) }]);
      await Promise.all([
        publisher.reconcile([]),
        publisher.publish(key, groupOf(['c:1'])),
        publisher.publish(other, groupOf(['c:2'])),
      ]);
      expect(published()).toEqual([
        { key, group: groupOf(['c:1']) },
        { key: other, group: groupOf(['c:2']) },
      ]);
    });

    test('a reconciliation leaves the groups alone of which it is not known what they are', async () => {
      const { publisher } = current;
      await publisher.publish(key, groupOf(['a:1']));
      await publisher.publish(other, groupOf(['b:1']));
      expect(await publisher.reconcile([], [key, groupKey('no', 'group')])).toEqual({ written: 0, removed: 1 });
      expect(published()).toEqual([{ key, group: groupOf(['a:1']) }]);
    });

    test('a call says what it did', async () => {
      const { publisher } = current;
      const group = groupOf(['a:1']);
      expect(await publisher.publish(key, group)).toEqual({ written: 1, removed: 0 });
      expect(await publisher.publish(key, group)).toEqual({ written: 0, removed: 0 });
      expect(await publisher.publish(key, undefined)).toEqual({ written: 0, removed: 1 });
      expect(await publisher.publish(key, undefined)).toEqual({ written: 0, removed: 0 });
    });

    test('what somebody else does is told, what the publisher does is not, and all of it can be put right', async () => {
      const { publisher, edit } = current;
      const told: string[] = [];
      const tells = async (of: GroupKey): Promise<void> => {
        await until('the group is told', () => told.includes(nameOf(of)));
        told.length = 0;
      };
      const unwatch = publisher.watch((of) => told.push(of === undefined ? 'all' : nameOf(of)));
      const group = groupOf(['a:1']);
      await publisher.publish(other, group);
      await publisher.reconcile([{ key, group }]);
      for (const edited of [groupOf(['by-hand:1']), undefined]) {
        edit(key, edited);
        await tells(key);
        await publisher.publish(key, group);
        expect(published()).toEqual([{ key, group }]);
      }
      edit(other, groupOf(['foreign:1']));
      await tells(other);
      await publisher.publish(other, undefined);
      expect(published()).toEqual([{ key, group }]);
      await publisher.publish(key, undefined);
      await publisher.publish(other, group);
      await publisher.reconcile([{ key, group }]);
      const last = groupKey('till', 'prod');
      edit(last, group);
      await until('the group is told', () => told.includes(nameOf(last)));
      expect(new Set(told)).toEqual(new Set([nameOf(last)]));
      unwatch();
      edit(last, undefined);
      await publisher.reconcile([]);
      expect(told.filter((name) => name !== nameOf(last))).toEqual([]);
    });

    test('what was accepted before a close is done, and nothing is accepted afterwards', async () => {
      const { publisher } = current;
      const accepted = publisher.publish(key, groupOf(['a:1']));
      await publisher.close();
      await accepted;
      await expect(publisher.publish(key, undefined)).rejects.toMatchObject({ code: 'stopping' });
      await expect(publisher.reconcile([])).rejects.toMatchObject({ code: 'stopping' });
      expect(published()).toEqual([{ key, group: groupOf(['a:1']) }]);
    });

    test(
      'any sequence of calls leaves what a model says, and a reconciliation with that does nothing',
      async () => {
        const { publisher } = current;
        await fc.assert(
          fc.asyncProperty(anySteps, fc.boolean(), async (steps, isInTurn) => {
            const model = new Map<string, PublishedGroup>();
            await publisher.reconcile([]);
            const calls: Promise<unknown>[] = [];
            for (const step of steps) {
              apply(step, model);
              calls.push(call(publisher, step));
              if (isInTurn) await calls.at(-1);
            }
            await Promise.all(calls);
            const expected = inOrder([...model.values()]);
            expectSame(published(), expected);
            expect(await publisher.reconcile(expected)).toEqual({ written: 0, removed: 0 });
          }),
          { numRuns: 50 },
        );
      },
      PATIENCE_MILLISECONDS,
    );
  });
}

/** A key that no publisher need refuse for its length. */
const anyShortKey = anyKey.filter(({ application, environment }) => application.length + environment.length <= 20);

/** Steps over so few keys that they concern each other. */
const anySteps: fc.Arbitrary<readonly Step[]> = fc
  .uniqueArray(anyShortKey, { minLength: 1, maxLength: 4, selector: nameOf })
  .chain((keys) => {
    const anyOf = fc.constantFrom(...keys);
    return fc.array(
      fc.oneof(
        { weight: 3, arbitrary: fc.record({ publish: anyOf, group: fc.option(anyGroup, { nil: undefined }) }) },
        {
          weight: 1,
          arbitrary: fc.record({
            reconcile: fc.uniqueArray(fc.record({ key: anyOf, group: anyGroup }), {
              selector: ({ key }) => nameOf(key),
            }),
          }),
        },
      ),
      { maxLength: 8 },
    );
  });

function apply(step: Step, model: Map<string, PublishedGroup>): void {
  if ('reconcile' in step) {
    model.clear();
    for (const each of step.reconcile) model.set(nameOf(each.key), each);
  } else if (step.group === undefined) model.delete(nameOf(step.publish));
  else model.set(nameOf(step.publish), { key: step.publish, group: step.group });
}

function call(publisher: GroupPublisher, step: Step): Promise<unknown> {
  return 'reconcile' in step ? publisher.reconcile(step.reconcile) : publisher.publish(step.publish, step.group);
}

function expectSame(found: readonly PublishedGroup[], expected: readonly PublishedGroup[]): void {
  expect(found.map(({ key }) => key)).toEqual(expected.map(({ key }) => key));
  for (const [index, { group }] of found.entries()) expect(isSameGroup(group, expected[index]?.group)).toBe(true);
}

function inOrder(groups: readonly PublishedGroup[]): readonly PublishedGroup[] {
  return groups.toSorted((one, another) => compareKeys(one.key, another.key));
}

function nameOf({ application, environment }: GroupKey): string {
  return JSON.stringify([application, environment]);
}
