import fc from 'fast-check';
import { anyGroup, anyKey, sha256 } from '../../testing/index.js';
import { compareKeys } from '../groups/key-order.js';
import { revisionOf, type StoredGroup } from '../groups/revision.js';
import { type GroupKey, isSameGroup, type TargetGroup } from '../groups/target-group.js';
import type { Selector } from '../listing/filter.js';
import type { Snapshot } from '../ports/target-group-store.js';
import { atOnce } from '../turns.js';
import { nameOf } from './given-groups.js';
import { type Plan, planRemoval, planReplacement, planRetirement, presentAmong } from './plan.js';

interface Keyed {
  readonly key: GroupKey;
  readonly group: TargetGroup;
}

function snapshotOf(groups: readonly Keyed[], unreadable: readonly GroupKey[] = []): Snapshot {
  const stored = groups.map(({ key, group }): StoredGroup => {
    return { key, group, revision: revisionOf(group, sha256), changedAt: 0 };
  });
  return {
    revision: 'now',
    groups: stored.sort((one, other) => compareKeys(one.key, other.key)),
    unreadable: unreadable.map((key) => ({ name: nameOf(key), key, reason: 'torn' })),
  };
}

function replacement(snapshot: Snapshot, given: readonly Keyed[], pruned?: Selector): Plan {
  const placed = given.map((one, index) => ({ ...one, place: `groups[${String(index)}]` }));
  return atOnce(planReplacement(snapshot, placed, atOnce(presentAmong(snapshot, placed)), pruned));
}

/** The groups after all changes of a plan were made, by name. */
function carriedOut(snapshot: Snapshot, plan: Plan): ReadonlyMap<string, TargetGroup> {
  const groups = new Map(snapshot.groups.map(({ key, group }) => [nameOf(key), group]));
  for (const { key, after, apply } of plan.changes) {
    const now = apply === undefined ? after : apply(groups.get(nameOf(key)));
    expect(isSameGroup(now, after)).toBe(true);
    if (now === undefined) groups.delete(nameOf(key));
    else groups.set(nameOf(key), now);
  }
  return groups;
}

function targetsIn(groups: Iterable<TargetGroup>): number {
  return [...groups].reduce((sum, { targets }) => sum + targets.length, 0);
}

const anyKeyed: fc.Arbitrary<readonly Keyed[]> = fc.uniqueArray(fc.record({ key: anyKey, group: anyGroup }), {
  maxLength: 5,
  selector: ({ key }) => nameOf(key),
});

/** Groups, and others of which some replace those. */
const anyBulk = fc.tuple(anyKeyed, anyKeyed).chain(([there, others]) =>
  fc.tuple(fc.subarray([...there]), fc.array(anyGroup, { minLength: 5, maxLength: 5 })).map(([again, groups]) => {
    const changed = again.map(({ key, group }, index) => ({ key, group: groups[index] ?? group }));
    const names = new Set(there.map(({ key }) => nameOf(key)));
    return { there, given: [...others.filter(({ key }) => !names.has(nameOf(key))), ...changed] };
  }),
);

test('a replacement with pruning leaves exactly what is given, and takes away what is no more there', () => {
  fc.assert(
    fc.property(anyBulk, ({ there, given }) => {
      const snapshot = snapshotOf(there);
      const plan = replacement(snapshot, given, {});
      const after = carriedOut(snapshot, plan);
      expect(after).toEqual(new Map(given.map(({ key, group }) => [nameOf(key), group])));
      const total = targetsIn(there.map(({ group }) => group));
      const kept = there.flatMap(({ key, group }) =>
        group.targets.filter((target) => after.get(nameOf(key))?.targets.includes(target)),
      );
      expect([plan.taken, plan.total, plan.given]).toEqual([total - kept.length, total, given.length]);
      const again = snapshotOf(given);
      expect(replacement(again, given, {}).changes.every(({ before, after: a }) => isSameGroup(before?.group, a))).toBe(
        true,
      );
    }),
  );
});

test('without pruning the others stay', () => {
  fc.assert(
    fc.property(anyBulk, ({ there, given }) => {
      const snapshot = snapshotOf(there);
      const after = carriedOut(snapshot, replacement(snapshot, given));
      const all = [...there, ...given].map(({ key, group }) => [nameOf(key), group] as const);
      expect(after).toEqual(new Map(all));
    }),
  );
});

test('what is removed and what is left are all, in order, and what goes is counted', () => {
  fc.assert(
    fc.property(anyKeyed, fc.constantFrom('a', 'e', '.'), (there, letter) => {
      const snapshot = snapshotOf(there);
      const plan = atOnce(planRemoval(snapshot, { applications: [`*${letter}*`] }));
      const after = carriedOut(snapshot, plan);
      const isGone = ({ key }: Keyed) => key.application.includes(letter);
      expect([...after.keys()]).toEqual(snapshot.groups.filter((one) => !isGone(one)).map(({ key }) => nameOf(key)));
      expect(plan.changes.map(({ key }) => key)).toEqual(snapshot.groups.filter(isGone).map(({ key }) => key));
      expect(plan.taken).toBe(plan.total - targetsIn(after.values()));
    }),
  );
});

test('a target that is retired is nowhere afterwards, and everything else is as it was', () => {
  fc.assert(
    fc.property(anyKeyed, fc.nat(), (there, pick) => {
      const all = there.flatMap(({ group }) => group.targets);
      const retired = all[pick % Math.max(1, all.length)];
      const snapshot = snapshotOf(there);
      const plan = atOnce(planRetirement(snapshot, (target) => target === retired));
      const after = carriedOut(snapshot, plan);
      for (const { key, group } of there) {
        const targets = group.targets.filter((target) => target !== retired);
        expect(after.get(nameOf(key))).toEqual(targets.length === 0 ? undefined : { ...group, targets });
      }
      expect(plan.taken).toBe(all.filter((target) => target === retired).length);
    }),
  );
});

const key = { application: 'shop', environment: 'prod' };
const group = { targets: ['a:1', 'b:1'], labels: { job: 'shop', env: 'prod' } };
const other = { application: 'shop', environment: 'a-test' };

describe('what has changed since the plan was made', () => {
  test('is not removed', () => {
    const [change] = atOnce(planRemoval(snapshotOf([{ key, group }]), {})).changes;
    expect(() => change?.apply?.({ ...group, targets: ['a:1', 'b:1', 'c:1'] })).toThrow(
      'the target group "shop/prod" was not removed, because it was changed while it was about to be',
    );
    expect(change?.apply?.(undefined)).toBeUndefined();
  });

  test('loses the targets that were counted, and no others', () => {
    const [change] = atOnce(planRetirement(snapshotOf([{ key, group }]), () => true)).changes;
    expect(change?.after).toBeUndefined();
    expect(change?.apply?.({ ...group, targets: ['a:1', 'c:1'] })).toEqual({ ...group, targets: ['c:1'] });
    expect(change?.apply?.(undefined)).toBeUndefined();
  });
});

describe('what cannot be read', () => {
  const snapshot = snapshotOf([{ key, group }], [other]);

  test('is never removed, which is told in its place', () => {
    for (const plan of [atOnce(planRemoval(snapshot, { applications: ['shop'] })), replacement(snapshot, [], {})])
      expect(plan.changes.map(({ key: { environment }, error }) => [environment, error?.message])).toEqual([
        [
          'a-test',
          'the target group "shop/a-test" was not removed, because what is stored cannot be understood. It stays as it is',
        ],
        ['prod', undefined],
      ]);
  });

  test('does not count where targets or labels decide, or where it is not meant', () => {
    expect(atOnce(planRemoval(snapshot, { targets: ['a'] })).changes).toHaveLength(1);
    expect(atOnce(planRemoval(snapshot, { environments: ['prod'] })).changes).toHaveLength(1);
    const plan = replacement(snapshot, [{ key: other, group }], {});
    expect(plan.changes.map(({ isUnreadable, error }) => [isUnreadable, error])).toEqual([
      [true, undefined],
      [undefined, undefined],
    ]);
  });
});
