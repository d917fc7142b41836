import fc from 'fast-check';
import {
  anyGroup,
  anyKey,
  InMemoryPrometheus,
  InMemoryTargetGroupStore,
  ManualClock,
  PUBLISHED,
  scraped,
  shown,
  viewOf,
} from '../../testing/index.js';
import type { StoredGroup } from '../groups/revision.js';
import type { GroupKey } from '../groups/target-group.js';
import { filterFor, type Selector } from '../listing/filter.js';
import type { CountedGroup } from '../scrapes/counted-groups.js';
import type { ActiveTarget } from '../scrapes/facts.js';
import { TARGET_STATUSES, type TargetStatus } from '../scrapes/status.js';
import { ONE_TURN } from '../turns.js';
import { type CountedListRequest, ScrapeStatus } from './scrape-status.js';

/** What becomes of a target: how it is scraped, or `undefined` where it is not found. */
const FATES: readonly (Partial<ActiveTarget> | undefined)[] = [
  { health: 'up' },
  { health: 'down', lastError: 'x' },
  { health: 'unknown', lastScrape: undefined },
  { lastScrape: 1 },
  undefined,
];

const anyState = fc.uniqueArray(
  fc.record({
    key: anyKey,
    group: anyGroup,
    fates: fc.array(fc.nat(FATES.length - 1), { minLength: 8, maxLength: 8 }),
  }),
  { selector: ({ key }) => JSON.stringify(key), maxLength: 8 },
);
type State = typeof anyState extends fc.Arbitrary<infer Value> ? Value : never;

const anyWords = fc.subarray([...TARGET_STATUSES]);
const anySelector: fc.Arbitrary<Selector> = fc.record(
  {
    applications: fc.array(fc.constantFrom('*', 'a*', 's*', '*b'), { maxLength: 1 }),
    search: fc.constantFrom('', 'a'),
  },
  { requiredKeys: [] },
);
const anyLimit = fc.integer({ min: 1, max: 4 });

/** What became of these groups on a Prometheus that has read all of them. */
async function statusOf(state: State): Promise<ScrapeStatus> {
  const clock = new ManualClock();
  const store = new InMemoryTargetGroupStore(() => clock.now());
  for (const { key, group } of state) await store.replace(key, group);
  await clock.pass(100);
  const { groups } = await store.snapshot();
  const fatesOf = ({ key }: StoredGroup): readonly number[] =>
    state.find((each) => each.key.application === key.application && each.key.environment === key.environment)?.fates ??
    [];
  const prometheus = new InMemoryPrometheus(clock, (askedAt) => {
    const files = groups.map(({ key, changedAt }) => [`/sd/${PUBLISHED.nameOf(key)}`, Math.floor(changedAt)] as const);
    const active = groups.flatMap((stored) =>
      stored.group.targets.flatMap((address, index) => {
        const fate = FATES[fatesOf(stored)[index] ?? 0];
        return fate === undefined ? [] : [scraped(stored, askedAt, { address, lastScrape: askedAt, ...fate })];
      }),
    );
    return viewOf(shown(Object.fromEntries(files), { active }));
  });
  return new ScrapeStatus({ prometheus: [prometheus], store, publication: PUBLISHED, turns: ONE_TURN, clock });
}

async function allPages(status: ScrapeStatus, request: CountedListRequest): Promise<readonly CountedGroup[]> {
  const groups: CountedGroup[] = [];
  let after: GroupKey | undefined;
  do {
    const page = await status.list({ ...request, after });
    expect(page.groups.length).toBeLessThanOrEqual(request.limit);
    groups.push(...page.groups);
    after = page.next;
  } while (after !== undefined);
  return groups;
}

const EVERYTHING = { selector: {}, statuses: [], limit: 100 };
const keysOf = (groups: readonly CountedGroup[]): readonly GroupKey[] => groups.map(({ key }) => key);

test('the counts of all groups that match add up to those of all their targets', async () => {
  await fc.assert(
    fc.asyncProperty(anyState, anySelector, anyLimit, async (state, selector, limit) => {
      const status = await statusOf(state);
      const groups = await allPages(status, { selector, limit, statuses: [] });
      const { counts } = await status.ofAll({ selector, limit: 1 });
      for (const word of TARGET_STATUSES)
        expect(groups.reduce((sum, { statuses }) => sum + statuses[word], 0)).toBe(counts[word]);
      for (const { group, statuses } of groups)
        expect(Object.values(statuses).reduce((sum, count) => sum + count, 0)).toBe(group.targets.length);
    }),
    { numRuns: 50 },
  );
});

test('pages with statuses are the groups that match and have one of them, each once and in order', async () => {
  await fc.assert(
    fc.asyncProperty(anyState, anySelector, anyWords, anyLimit, async (state, selector, statuses, limit) => {
      const status = await statusOf(state);
      const filter = filterFor(selector);
      const hasOne = (counts: CountedGroup['statuses']): boolean =>
        statuses.length === 0 || statuses.some((word) => counts[word] > 0);
      const { groups } = await status.list(EVERYTHING);
      const expected = groups.filter((each) => filter(each.key, each.group) && hasOne(each.statuses));
      expect(keysOf(await allPages(status, { selector, statuses, limit }))).toEqual(keysOf(expected));
      expect(await status.list({ selector, statuses, limit })).toMatchObject({
        matched: expected.length,
        total: state.length,
      });
    }),
    { numRuns: 50 },
  );
});

test('targets of several statuses are among those that are tried', async () => {
  const seen = new Set<TargetStatus>();
  for (const state of fc.sample(anyState, { numRuns: 20, seed: 1 }))
    for (const { statuses } of (await (await statusOf(state)).list(EVERYTHING)).groups)
      for (const word of TARGET_STATUSES) if (statuses[word] > 0) seen.add(word);
  expect([...seen]).toEqual(expect.arrayContaining(['up', 'down', 'waiting', 'stale']));
});
