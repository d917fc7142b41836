import { isSlowText, MAX_SOUGHT, MAX_STARS, whySlowPattern } from './pattern.js';

const LONG = 'a'.repeat(MAX_SOUGHT + 1);

test.each<[string, string | undefined]>([
  ['', undefined],
  [LONG, undefined],
  [`${LONG}*${LONG}`, undefined],
  [`*${LONG.slice(1)}*`, undefined],
  [`*${LONG}*`, 'between two * it may have 200 characters'],
  [`a*b*${LONG}*c`, 'between two * it may have 200 characters'],
  ['*a'.repeat(MAX_STARS), undefined],
  ['*a'.repeat(MAX_STARS + 1), 'it may have 20 *'],
  ['*'.repeat(MAX_STARS + 1), 'it may have 20 *'],
])('a pattern is slow that has too much between two stars, or too many of them (%#)', (pattern, expected) => {
  expect(whySlowPattern(pattern)).toBe(expected);
});

test('a text is slow that is too long', () => {
  expect(isSlowText(LONG)).toBe(true);
  expect(isSlowText(LONG.slice(1))).toBe(false);
  expect(isSlowText('İ'.repeat(MAX_SOUGHT))).toBe(true);
});
