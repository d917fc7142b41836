import fc from 'fast-check';
import { anyGroup, anyKey, InMemoryTargetGroupStore } from '../../testing/index.js';
import { TargetGroupError } from '../faults/target-group-error.js';
import type { StoredGroup } from '../groups/revision.js';
import { compareKeys } from '../groups/key-order.js';
import { type GroupKey, groupKey } from '../groups/target-group.js';
import { filterFor, type Selector } from '../listing/filter.js';
import { ONE_TURN } from '../turns.js';
import { GroupListing } from './group-listing.js';

const key = groupKey('shop', 'prod');

test('a group is shown as it is stored', async () => {
  const store = new InMemoryTargetGroupStore();
  const listing = new GroupListing(store, ONE_TURN);
  await expect(listing.show(key)).rejects.toMatchObject({ code: 'group_unknown' } satisfies Partial<TargetGroupError>);
  await store.replace(key, { targets: ['h:1'], labels: {} });
  expect(await listing.show(key)).toBe(await store.find(key));
});

test('a list is of one moment, with the revision of all groups', async () => {
  const store = new InMemoryTargetGroupStore();
  const listing = new GroupListing(store, ONE_TURN);
  await store.replace(key, { targets: ['h:1'], labels: {} });
  const { groups, revision } = await store.snapshot();
  expect(await listing.list({ selector: { applications: ['none'] }, limit: 1 })).toEqual({
    groups: [],
    matched: 0,
    next: undefined,
    total: 1,
    revision,
    unreadable: [],
  });
  expect(await listing.list({ selector: {}, limit: 1 })).toMatchObject({ groups, matched: 1, total: 1 });
});

const anyState = fc.uniqueArray(fc.record({ key: anyKey, group: anyGroup }), {
  selector: (each) => JSON.stringify(each.key),
  maxLength: 10,
});

test('whoever follows the pages sees every group that stays once, in order, whatever comes and goes meanwhile', async () => {
  await fc.assert(
    fc.asyncProperty(anyState, fc.array(fc.nat(9)), fc.integer({ min: 1, max: 4 }), async (state, moving, limit) => {
      const store = new InMemoryTargetGroupStore();
      const listing = new GroupListing(store, ONE_TURN);
      const isMoving = (index: number) => moving.includes(index);
      for (const each of state) await store.replace(each.key, each.group);
      const seen: StoredGroup[] = [];
      let after: GroupKey | undefined;
      let page = 0;
      do {
        const { groups, next } = await listing.list({ selector: {}, limit, after });
        seen.push(...groups);
        after = next;
        page += 1;
        for (const [index, each] of state.entries())
          if (isMoving(index)) await store.update(each.key, () => (page % 2 === 0 ? each.group : undefined));
      } while (after !== undefined);
      const keys = seen.map((stored) => stored.key);
      expect(keys).toEqual([...keys].sort(compareKeys));
      expect(new Set(keys.map((each) => JSON.stringify(each))).size).toBe(keys.length);
      const stays = state.filter((_, index) => !isMoving(index)).map((each) => each.key);
      expect(keys).toEqual(expect.arrayContaining(stays));
    }),
    { numRuns: 50 },
  );
});

const anyPattern = fc.constantFrom('*', 'a*', '*b', 'a*b', 'x');
const anySelector: fc.Arbitrary<Selector> = fc.record(
  {
    applications: fc.array(anyPattern, { maxLength: 2 }),
    environments: fc.array(anyPattern, { maxLength: 2 }),
    targets: fc.array(anyPattern, { maxLength: 2 }),
    search: fc.constantFrom('', 'a', 'B', '='),
  },
  { requiredKeys: [] },
);

test('pages with a filter are the groups that match, and matched is how many', async () => {
  await fc.assert(
    fc.asyncProperty(anyState, anySelector, fc.integer({ min: 1, max: 3 }), async (state, selector, limit) => {
      const store = new InMemoryTargetGroupStore();
      const listing = new GroupListing(store, ONE_TURN);
      for (const each of state) await store.replace(each.key, each.group);
      const filter = filterFor(selector);
      const expected = (await store.snapshot()).groups.filter((stored) => filter(stored.key, stored.group));
      const seen: StoredGroup[] = [];
      let after: GroupKey | undefined;
      do {
        const page = await listing.list({ selector, limit, after });
        expect(page.groups.length).toBeLessThanOrEqual(limit);
        expect(page).toMatchObject({ matched: expected.length, total: state.length });
        seen.push(...page.groups);
        after = page.next;
      } while (after !== undefined);
      expect(seen).toEqual(expected);
    }),
    { numRuns: 50 },
  );
});
