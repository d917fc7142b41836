import { isSlowPattern, isSlowText, MAX_SOUGHT } from './pattern.js';

const LONG = 'a'.repeat(MAX_SOUGHT + 1);

test.each<[string, boolean]>([
  ['', false],
  [LONG, false],
  [`${LONG}*${LONG}`, false],
  [`*${LONG.slice(1)}*`, false],
  [`*${LONG}*`, true],
  [`a*b*${LONG}*c`, true],
])('a pattern is slow that has too much between two stars (%#)', (pattern, expected) => {
  expect(isSlowPattern(pattern)).toBe(expected);
});

test('a text is slow that is too long', () => {
  expect(isSlowText(LONG)).toBe(true);
  expect(isSlowText(LONG.slice(1))).toBe(false);
  expect(isSlowText('İ'.repeat(MAX_SOUGHT))).toBe(true);
});
