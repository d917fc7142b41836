import fc from 'fast-check';
import { type EntityTag, entityTag, isKnownToClient, preconditionOf, tagConditionOf } from './conditions.js';

const strong = (tag: string): EntityTag => ({ tag, isWeak: false });
const weak = (tag: string): EntityTag => ({ tag, isWeak: true });
const condition = (value: string | undefined): unknown =>
  tagConditionOf({ headers: { 'if-match': value } }, 'if-match');

test.each<[string | undefined, unknown]>([
  [undefined, undefined],
  ['*', '*'],
  [' * ', '*'],
  ['"a"', [strong('"a"')]],
  ['""', [strong('""')]],
  ['W/"a"', [weak('"a"')]],
  ['"a", W/"b","c"', [strong('"a"'), weak('"b"'), strong('"c"')]],
  ['"a,b" , "*"', [strong('"a,b"'), strong('"*"')]],
])('%s', (value, expected) => {
  expect(condition(value)).toEqual(expected);
});

test.each([
  '',
  'a',
  '"a',
  'a"',
  '"a" "b"',
  '"a"W/"b"',
  '"a" "b"x',
  '*, "a"',
  '"a", *',
  'w/"a"',
  '"a" x',
  '"a b"',
  "'a'",
])('%j is no list of entity tags', (value) => {
  expect(() => condition(value)).toThrow(/^the header If-Match is .*; it has to be \* or entity tags in quotes/);
});

test('a long header is read in a time in proportion to its length', () => {
  expect(condition(`"${'a'.repeat(10_000)}"${', '.repeat(5_000)}`)).toHaveLength(1);
  expect(() => condition(`"a"${' '.repeat(10_000)}x`)).toThrow();
});

test('any tag is read back from a list', () => {
  const tag = fc.stringMatching(/^[!#-~]*$/).map(entityTag);
  fc.assert(
    fc.property(fc.array(tag, { minLength: 1 }), (tags) => {
      expect(condition(tags.join(', '))).toEqual(tags.map(strong));
    }),
  );
});

test.each<[string | undefined, boolean]>([
  [undefined, false],
  ['*', true],
  ['"a"', true],
  ['"b", "a"', true],
  ['W/"a"', true],
  ['"b"', false],
])('whether a client that has %s knows "a"', (value, expected) => {
  expect(isKnownToClient({ headers: { 'if-none-match': value } }, '"a"')).toBe(expected);
});

test.each<[Record<string, string>, unknown]>([
  [{}, undefined],
  [{ 'if-match': '*' }, 'present'],
  [{ 'if-match': '"a", W/"b", "c"' }, { anyOf: ['a', 'c'] }],
  [{ 'if-match': 'W/"a"' }, { anyOf: [] }],
  [{ 'if-none-match': '*' }, 'absent'],
  [{ 'if-match': '"a"', 'if-unmodified-since': 'Thu, 26 Nov 2026 10:31:07 GMT' }, { anyOf: ['a'] }],
  [{ 'if-modified-since': 'Thu, 26 Nov 2026 10:31:07 GMT' }, undefined],
])('a change with %j', (headers, expected) => {
  expect(preconditionOf({ headers })).toEqual(expected);
});

test.each<[Record<string, string>, string]>([
  [{ 'if-match': 'abc' }, 'the header If-Match is "abc"; it has to be * or entity tags in quotes'],
  [{ 'if-none-match': '"a"' }, 'the header If-None-Match is "\\"a\\""; in a change it can only be *'],
  [{ 'if-none-match': '*', 'if-match': '*' }, 'the headers If-Match and If-None-Match exclude each other'],
  [
    { 'if-unmodified-since': 'yesterday' },
    'the header If-Unmodified-Since is "yesterday"; what is stored can change twice',
  ],
])('a change with %j is refused', (headers, message) => {
  expect(() => preconditionOf({ headers })).toThrow(message);
});
