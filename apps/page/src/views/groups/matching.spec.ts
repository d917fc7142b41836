import fc from 'fast-check';
import { filterFor, parseLabelMatcher, TARGET_STATUSES } from '@target-eye/domain';
import { anyGroup, anyKey } from '@target-eye/domain/testing';
import type { ListedGroup, StatusesOfGroup } from '@target-eye/client';
import { filterOf, notUpIn, sorted, type SortValues } from './matching.js';
import { COLUMNS, type Wanted, wantedIn } from './wanted.js';

const anyListed: fc.Arbitrary<ListedGroup> = fc
  .tuple(anyKey, anyGroup, fc.date({ noInvalidDate: true, min: new Date(0), max: new Date(1e13) }))
  .map(([key, group, date]) => ({ ...key, ...group, revision: 'r1', changed_at: date.toISOString() }));

/** Pieces of what is in the groups, in some case, so that there is something to find. */
const textIn = (groups: readonly ListedGroup[]): fc.Arbitrary<string> => {
  const texts = groups.flatMap(({ application, environment, targets, labels }) => [
    application,
    environment,
    ...targets,
    ...Object.entries(labels).flatMap(([name, value]) => [name, value, `${name}=${value}`]),
  ]);
  return fc
    .tuple(fc.constantFrom('', '=', 'ς', ...texts), fc.nat(3), fc.nat(8), fc.boolean())
    .map(([text, from, length, isUpper]) => {
      const piece = Array.from(text)
        .slice(from, from + length)
        .join('');
      return isUpper ? piece.toUpperCase() : piece;
    });
};

const anyCase = fc.array(anyListed, { minLength: 1, maxLength: 8 }).chain((groups) => {
  const text = textIn(groups);
  const pattern = fc.tuple(text, fc.constantFrom('', '*')).map(([piece, star]) => `${star}${piece}${star}`);
  const matcher = fc
    .tuple(fc.constantFrom('job', 'env', 'team'), fc.constantFrom('=', '!='), pattern)
    .map((parts) => parts.join(''));
  return fc.record({
    groups: fc.constant(groups),
    search: text,
    application: fc.array(pattern, { maxLength: 2 }),
    environment: fc.array(pattern, { maxLength: 1 }),
    label: fc.array(matcher, { maxLength: 2 }),
  });
});

const nothingKnown = (): undefined => undefined;

test('the browser finds the groups that the rules of the service find', () => {
  fc.assert(
    fc.property(anyCase, ({ groups, ...query }) => {
      const wanted: Wanted = { ...query, status: [], sort: '', plot: '' };
      const labels = query.label.flatMap((each) => parseLabelMatcher(each) ?? []);
      const { application: applications, environment: environments, search } = query;
      const rule = filterFor({ applications, environments, labels, search });
      expect(groups.filter(filterOf(wanted, nothingKnown))).toEqual(groups.filter((group) => rule(group, group)));
    }),
    { numRuns: 1000 },
  );
});

const group = (application: string, environment = 'prod', more: Partial<ListedGroup> = {}): ListedGroup => ({
  application,
  environment,
  targets: ['h:1'],
  labels: { job: application, env: environment },
  revision: 'r',
  changed_at: '2026-01-01T00:00:00Z',
  ...more,
});

const wantedOf = (query: string): Wanted => wantedIn(new URLSearchParams(query));

test('of several statuses one is enough, and what is not known is not shown', () => {
  const [down, up, stale, unknown] = ['a', 'b', 'c', 'd'].map((name) => group(name));
  const statuses = new Map<unknown, StatusesOfGroup>([
    [down, { down: 1, up: 3 }],
    [up, { up: 2 }],
    [stale, { stale: 1 }],
  ]);
  const found = (query: string) =>
    [down, up, stale, unknown].filter((each) => each && filterOf(wantedOf(query), (of) => statuses.get(of))(each));
  expect(found('status=down&status=stale')).toEqual([down, stale]);
  expect(found('status=up')).toEqual([down, up]);
  expect(found('')).toEqual([down, up, stale, unknown]);
});

test('targets that are not up are counted', () => {
  expect(notUpIn({ up: 3 })).toBe(0);
  expect(notUpIn(Object.fromEntries(TARGET_STATUSES.map((status) => [status, 2])))).toBe(18);
});

const names = (list: readonly ListedGroup[]): string => list.map(({ application }) => application).join(' ');

describe('sorted', () => {
  const GROUPS = [
    group('a', 'z', { changed_at: '2026-01-03T00:00:00Z', labels: { team: 'b' } }),
    group('b', 'x', { changed_at: '2026-01-01T00:00:00Z', targets: ['h:1', 'h:2'], labels: { team: 'c' } }),
    group('c', 'y', { changed_at: '2026-01-02T00:00:00Z', labels: { team: 'a' } }),
  ];
  const statusesOf = ({ application }: ListedGroup): StatusesOfGroup => (application === 'a' ? { down: 1 } : { up: 1 });
  const by = (sort: string): string =>
    names(sorted(GROUPS, wantedOf(`sort=${sort}`), { statusesOf, values: new Map() }));

  test.each([
    ['application', 'a b c'],
    ['environment', 'b c a'],
    ['labels', 'c a b'],
    ['targets', 'c b a'],
    ['changed', 'b c a'],
  ])('by %s', (column, order) => {
    expect(by(column)).toBe(order);
    expect(by(`-${column}`)).toBe(Array.from(order).reverse().join(''));
  });

  test('every column sorts all groups', () => {
    fc.assert(
      fc.property(fc.array(anyListed), fc.constantFrom(...COLUMNS), fc.boolean(), (groups, column, isDescending) => {
        const wanted = wantedOf(`sort=${isDescending ? '-' : ''}${column}`);
        const list = sorted(groups, wanted, { statusesOf: nothingKnown, values: new Map() });
        expect(new Set(list)).toEqual(new Set(groups));
        expect(list).toHaveLength(groups.length);
      }),
    );
  });

  test('a group that changes stays where it is, and a new one comes where it belongs', () => {
    const values: SortValues = new Map();
    const wanted = wantedOf('sort=changed');
    const show = (groups: readonly ListedGroup[]): string =>
      names(sorted(groups, wanted, { statusesOf: nothingKnown, values }));
    expect(show(GROUPS)).toBe('b c a');
    const [a, b, c] = GROUPS.map((each) => ({ ...each }));
    const touched = { ...group('b', 'x'), changed_at: '2026-01-09T00:00:00Z' };
    const added = group('d', 'x', { changed_at: '2026-01-02T12:00:00Z' });
    expect(b).toBeDefined();
    expect(show([a, touched, c, added].filter((each) => each !== undefined))).toBe('b c d a');
  });

  test('what is wrong counts as soon as it is known', () => {
    const values: SortValues = new Map();
    const wanted = wantedOf('sort=-targets');
    expect(names(sorted(GROUPS, wanted, { statusesOf: nothingKnown, values }))).toBe('b a c');
    expect(names(sorted(GROUPS, wanted, { statusesOf, values }))).toBe('a b c');
  });
});
