import fc from 'fast-check';
import { anyGroup } from '../../testing/index.js';
import { difference } from './difference.js';
import { append } from '../groups/target-sets.js';
import type { TargetGroup } from '../groups/target-group.js';

const group: TargetGroup = { targets: ['a:1', 'b:1'], labels: { job: 'shop', env: 'prod' } };
const nothing = { targets: [], labels: {} };

test('nothing differs between a group and itself, or in another order', () => {
  const same = { targets: ['b:1', 'a:1'], labels: { env: 'prod', job: 'shop' } };
  for (const other of [group, same, { ...group }])
    expect(difference(group, other)).toEqual({ added: nothing, removed: nothing });
  expect(difference(undefined, undefined)).toEqual({ added: nothing, removed: nothing });
});

test('a new group is all added, one that goes is all removed', () => {
  expect(difference(undefined, group)).toEqual({ added: group, removed: nothing });
  expect(difference(group, undefined)).toEqual({ added: nothing, removed: group });
});

test('what was appended is all that was added, and the targets before it are not looked at again', () => {
  const looked: string[] = [];
  const watched = (list: readonly string[]) =>
    new Proxy(list, {
      get: (target, name) => {
        looked.push(String(name));
        return Reflect.get(target, name) as unknown;
      },
    });
  const before = watched(group.targets);
  const targets = append(before, ['c:1']);
  looked.length = 0;

  expect(difference({ ...group, targets: before }, { ...group, targets })).toEqual({
    added: { targets: ['c:1'], labels: {} },
    removed: nothing,
  });
  expect(looked.filter((name) => /^\d+$/.test(name))).toEqual([]);
});

test('a label with another value is both removed and added', () => {
  const after = { targets: ['b:1', 'c:1'], labels: { job: 'shop', env: 'test', team: 'x' } };
  expect(difference(group, after)).toEqual({
    added: { targets: ['c:1'], labels: { env: 'test', team: 'x' } },
    removed: { targets: ['a:1'], labels: { env: 'prod' } },
  });
});

const anyTransition = fc.oneof(
  fc.tuple(fc.option(anyGroup, { nil: undefined }), fc.option(anyGroup, { nil: undefined })),
  // Two groups that have something in common.
  fc.tuple(anyGroup, anyGroup, fc.nat(), fc.nat()).map(([one, other, targets, labels]) => [
    one,
    {
      targets: [...new Set([...one.targets.slice(targets % 8), ...other.targets])],
      labels: { ...Object.fromEntries(Object.entries(one.labels).slice(labels % 6)), ...other.labels },
    },
  ]),
);

const setOf = (part: TargetGroup | undefined): Set<string> =>
  new Set([
    ...(part?.targets ?? []).map((target) => JSON.stringify(target)),
    ...Object.entries(part?.labels ?? {}).map((label) => JSON.stringify(label)),
  ]);

test('without what is removed and with what is added, the one becomes the other', () => {
  fc.assert(
    fc.property(anyTransition, ([before, after]) => {
      const { added, removed } = difference(before, after);
      const result = setOf(before);
      for (const element of setOf(removed)) expect(result.delete(element)).toBe(true);
      for (const element of setOf(added)) {
        expect(result).not.toContain(element);
        result.add(element);
      }
      expect(result).toEqual(setOf(after));
    }),
  );
});

test('nothing is both added and removed, and the way back is the reverse', () => {
  fc.assert(
    fc.property(anyTransition, ([before, after]) => {
      const { added, removed } = difference(before, after);
      const gone = setOf(removed);
      expect([...setOf(added)].filter((element) => gone.has(element))).toEqual([]);
      expect(difference(after, before)).toEqual({ added: removed, removed: added });
    }),
  );
});
