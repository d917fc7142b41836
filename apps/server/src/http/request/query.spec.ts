import fc from 'fast-check';
import { FLAG, readQuery, TEXT, TEXTS, wholeNumber } from './query.js';

const TABLE = { dry_run: FLAG, name: TEXT, label: TEXTS, limit: wholeNumber(1, 10_000) };
const NOTHING = { dry_run: false, name: undefined, label: [], limit: undefined };

test.each<[string, object]>([
  ['/a', {}],
  ['/a?', {}],
  ['/a?&', {}],
  ['/a?dry_run=true', { dry_run: true }],
  ['/a?dry_run=false', { dry_run: false }],
  ['/a?limit=10000&label=b&name=x&label=a', { limit: 10_000, label: ['b', 'a'], name: 'x' }],
  ['/a?label=team%3Dcaf%C3%A9+1&l%61bel=x=y=z', { label: ['team=café 1', 'x=y=z'] }],
])('%s', (url, expected) => {
  expect(readQuery(url, TABLE)).toEqual({ ...NOTHING, ...expected });
});

test.each<[string, string]>([
  ['dry_run=yes', '"dry_run" in the query of the URL is "yes"; it has to be true or false'],
  ['dry_run', '"dry_run" in the query of the URL is ""; it has to be true or false'],
  ['dry_run=true&dry_run=true', '"dry_run" in the query of the URL is given more than once'],
  ['name=', '"name" in the query of the URL is empty; give it a value or leave it out'],
  ['name=a&name=b', '"name" in the query of the URL is given more than once'],
  ['label=a&label=', '"label" in the query of the URL is empty; give it a value or leave it out'],
  ['limit=0', '"limit" in the query of the URL is "0"; it has to be a whole number from 1 to 10000'],
  ['limit=1e3', '"limit" in the query of the URL is "1e3"; it has to be a whole number from 1 to 10000'],
  ['limit=10001', '"limit" in the query of the URL is "10001"; it has to be a whole number from 1 to 10000'],
  [
    'limit=99999999999999999999',
    '"limit" in the query of the URL is "99999999999999999999"; it has to be a whole number from 1 to 10000',
  ],
])('?%s does not fit', (query, message) => {
  const path = query.replace(/=.*/, '');
  expect(failureOf(() => readQuery(`/a?${query}`, TABLE))).toMatchObject({
    code: 'query_invalid',
    faults: [{ path, code: 'query_invalid', message }],
  });
});

test('a parameter that the URL does not have is refused with those that it has', () => {
  expect(failureOf(() => readQuery('/a?limits=3', TABLE))).toMatchObject({
    code: 'query_not_understood',
    message:
      '"limits" in the query of the URL is not understood; the parameters of this URL are dry_run, name, label, limit',
  });
  expect(failureOf(() => readQuery('/a?toString=1', {}, 'do it otherwise'))).toMatchObject({
    message: '"toString" in the query of the URL is not understood; this URL has no parameters; do it otherwise',
  });
});

test('every fault is told', () => {
  expect(failureOf(() => readQuery('/a?x=1&dry_run=2&limit=3&limit=4', TABLE))).toMatchObject({
    faults: [{ code: 'query_not_understood' }, { path: 'dry_run' }, { path: 'limit' }],
  });
});

test.each(['/a?name=%zz', '/a?%ff=1'])('%s is refused', (url) => {
  expect(failureOf(() => readQuery(url, TABLE))).toMatchObject({ code: 'bad_percent_encoding' });
});

test('what is encoded as a form is read back', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ minLength: 1, unit: 'grapheme' })), (texts) => {
      const query = new URLSearchParams(texts.map((text): [string, string] => ['label', text]));
      expect(readQuery(`/a?${query.toString()}`, TABLE).label).toEqual(texts);
    }),
  );
});

function failureOf(read: () => unknown): unknown {
  try {
    read();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was refused');
}
