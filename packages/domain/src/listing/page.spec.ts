import fc from 'fast-check';
import { anyGroup, anyKey } from '../../testing/index.js';
import { compareKeys } from '../groups/key-order.js';
import { type GroupKey, groupKey, type TargetGroup } from '../groups/target-group.js';
import { atOnce } from '../turns.js';
import { filterFor } from './filter.js';
import { pageOf } from './page.js';

interface Listed {
  readonly key: GroupKey;
  readonly group: TargetGroup;
}

const ALL = filterFor({});
const GROUP: TargetGroup = { targets: ['a:1'], labels: {} };
const listOf = (...names: readonly string[]): readonly Listed[] =>
  names.map((name) => ({ key: groupKey(name, 'prod'), group: GROUP }));
const namesOf = (groups: readonly Listed[]) => groups.map(({ key }) => key.application);

test('a page has as many groups as asked for and says where the next one begins', () => {
  const { groups, matched, next } = atOnce(pageOf(listOf('a', 'b', 'c'), { filter: ALL, limit: 2 }));
  expect(namesOf(groups)).toEqual(['a', 'b']);
  expect(matched).toBe(3);
  expect(next).toEqual(groupKey('b', 'prod'));
});

test('the last page says so, also when it is full', () => {
  const rest = atOnce(pageOf(listOf('a', 'b', 'c'), { filter: ALL, limit: 2, after: groupKey('a', 'prod') }));
  expect(namesOf(rest.groups)).toEqual(['b', 'c']);
  expect(rest.next).toBeUndefined();
});

test('a page goes on after a group that has gone', () => {
  const { groups } = atOnce(pageOf(listOf('a', 'd'), { filter: ALL, limit: 2, after: groupKey('b', 'prod') }));
  expect(namesOf(groups)).toEqual(['d']);
});

test('only groups that match are counted and shown', () => {
  const filter = filterFor({ applications: ['*b'] });
  const page = atOnce(pageOf(listOf('a', 'ab', 'b', 'bb', 'c'), { filter, limit: 2 }));
  expect(namesOf(page.groups)).toEqual(['ab', 'b']);
  expect(page.matched).toBe(3);
  expect(
    namesOf(atOnce(pageOf(listOf('a', 'ab', 'b', 'bb', 'c'), { filter, limit: 2, after: page.next })).groups),
  ).toEqual(['bb']);
});

test('whoever follows the pages sees each group that stays exactly once, whatever changes meanwhile', () => {
  const anyState = fc.uniqueArray(fc.record({ key: anyKey, group: anyGroup }), {
    selector: ({ key }) => JSON.stringify(key),
    maxLength: 12,
  });
  fc.assert(
    fc.property(anyState, fc.array(fc.nat(11)), fc.integer({ min: 1, max: 4 }), (state, comeAndGo, limit) => {
      const coming = new Set(comeAndGo);
      const stays = state.filter((_, index) => !coming.has(index)).toSorted((a, b) => compareKeys(a.key, b.key));
      const everything = state.toSorted((a, b) => compareKeys(a.key, b.key));
      const seen: Listed[] = [];
      let after: GroupKey | undefined;
      for (let page = 0; page === 0 || after !== undefined; page += 1) {
        const { groups, next } = atOnce(pageOf(page % 2 === 0 ? stays : everything, { filter: ALL, limit, after }));
        seen.push(...groups);
        after = next;
      }
      expect(seen.filter((each) => stays.includes(each))).toEqual(stays);
      expect(new Set(seen).size).toBe(seen.length);
    }),
  );
});
