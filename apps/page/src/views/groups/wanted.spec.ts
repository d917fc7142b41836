import fc from 'fast-check';
import { hrefOf, placeIn } from '../../place/url.js';
import { TARGET_STATUSES } from '@target-eye/domain';
import { COLUMNS, filtersIn, sortedBy, sortOf, toggled, type Wanted, wantedIn, whyNoFilter } from './wanted.js';

const NOTHING = wantedIn(new URLSearchParams());

const patterns = fc.uniqueArray(fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => text.length < 20));
const anyWanted: fc.Arbitrary<Wanted> = fc.record({
  search: fc.string({ unit: 'grapheme' }).map((text) => text.trim()),
  application: patterns,
  environment: patterns,
  label: fc.uniqueArray(fc.constantFrom('team=core', 'team!=web', 'a=', 'a=b=c', 'a!=*')),
  status: fc.subarray([...TARGET_STATUSES]),
  sort: fc.constantFrom('', ...COLUMNS, ...COLUMNS.map((column) => `-${column}`)),
  plot: fc.constantFrom('', 'all', 'not_up'),
});

const inUrl = (wanted: Wanted): Wanted => wantedIn(placeIn(hrefOf('groups', { ...wanted })).query);

test('a link leads to the same groups in the same order', () => {
  fc.assert(
    fc.property(anyWanted, (wanted) => {
      expect(inUrl(wanted)).toEqual(wanted);
    }),
  );
});

test('blanks around what is searched for do not count', () => {
  expect(wantedIn(new URLSearchParams({ search: '\t10.3.3.4:9100 ' })).search).toBe('10.3.3.4:9100');
  expect(wantedIn(new URLSearchParams({ search: ' two  words ' })).search).toBe('two  words');
});

test('a filter that is added and taken back leaves the others', () => {
  fc.assert(
    fc.property(anyWanted, fc.constantFrom('application', 'label'), (wanted, name) => {
      const value = 'some=thing';
      const added = toggled(wanted, name, value);
      expect(filtersIn(added)).toHaveLength(filtersIn(wanted).length + 1);
      expect(filtersIn(added)).toContainEqual([name, value]);
      expect(toggled(added, name, value)).toEqual(wanted);
    }),
  );
});

test('what can be no filter is left out of a link', () => {
  expect(wantedIn(new URLSearchParams('label=team&label=1x=2&status=upp&sort=size&application='))).toEqual(NOTHING);
});

test('a column is sorted by, then the other way round, then by another', () => {
  const changed = sortedBy(NOTHING, 'changed');
  expect(sortOf(changed)).toEqual({ column: 'changed', isDescending: false });
  const turned = sortedBy(changed, 'changed');
  expect(sortOf(turned)).toEqual({ column: 'changed', isDescending: true });
  expect(sortedBy(turned, 'application')).toEqual(NOTHING);
  expect(sortOf(sortedBy(NOTHING, 'application'))).toEqual({ column: 'application', isDescending: true });
});

test.each([
  ['label', 'team', /name=pattern/],
  ['label', '1x=2', /name=pattern/],
  ['label', `a=${'*'.repeat(21)}`, /20 \*/],
  ['application', '*'.repeat(21), /20 \*/],
] as const)('as a filter by %s, %j is refused', (name, text, reason) => {
  expect(whyNoFilter(name, text)).toMatch(reason);
});

test.each(['team=core', 'team!=web', 'team=', 'team=c*'])('%j is a filter by label', (text) => {
  expect(whyNoFilter('label', text)).toBeUndefined();
});
