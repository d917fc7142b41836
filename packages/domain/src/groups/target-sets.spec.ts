import fc from 'fast-check';
import { add } from '../changes/add.js';
import { append, isKnownToExtend, setOf } from './target-sets.js';
import { groupKey } from './target-group.js';

const names = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,3}$/));

test('what is appended goes to the end and leaves the list as it was', () => {
  const list = ['a'];

  expect(append(list, ['b', 'c'])).toEqual(['a', 'b', 'c']);
  expect(list).toEqual(['a']);
});

test('the set of a list is its targets, however the list grew and whatever else grew from it', () => {
  fc.assert(
    fc.property(names, fc.array(fc.tuple(fc.nat(), names)), (first, steps) => {
      const lists: (readonly string[])[] = [first];
      for (const [from, others] of steps) {
        const list = lists[from % lists.length] ?? [];
        lists.push(
          append(
            list,
            others.filter((other) => !list.includes(other)),
          ),
        );
      }

      for (const list of lists) expect([...setOf(list)].sort()).toEqual([...list].sort());
      for (const list of lists)
        for (const start of lists) if (isKnownToExtend(list, start)) expect(list.slice(0, start.length)).toEqual(start);
    }),
  );
});

test('a list is known to extend all that it grew from, and nothing else', () => {
  const first = ['a'];
  const second = append(first, ['b']);
  const third = append(second, ['c']);

  expect([first, second, third].map((start) => isKnownToExtend(third, start))).toEqual([true, true, true]);
  expect(isKnownToExtend(first, third)).toBe(false);
  expect(isKnownToExtend(['a', 'b'], ['a'])).toBe(false);
  const other = append(second, ['d']);
  expect([isKnownToExtend(other, second), isKnownToExtend(other, third)]).toEqual([true, false]);
});

test('adding to the same group twice gives the same twice, also after others were added', () => {
  const key = groupKey('shop', 'prod');
  const current = add(key, { targets: ['a:1'] })(undefined);
  const change = add(key, { targets: ['b:1'] });
  const once = change(current);
  add(key, { targets: ['c:1'] })(once);

  expect(change(current)).toEqual(once);
  expect(() => change(once)).toThrow('"b:1" is already in the group');
});
