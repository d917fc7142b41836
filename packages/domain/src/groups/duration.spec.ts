import fc from 'fast-check';
import { durationText, parseDuration } from './duration.js';

const UNITS = [
  ['y', 31_536_000_000],
  ['w', 604_800_000],
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1000],
  ['ms', 1],
] as const;

test.each(UNITS)('1%s is %d milliseconds', (unit, milliseconds) => {
  expect(parseDuration(`1${unit}`)).toBe(milliseconds);
  expect(parseDuration(`25${unit}`)).toBe(25 * milliseconds);
});

test.each([
  ['1m30s', 90_000],
  ['1h30m', 5_400_000],
  ['1s500ms', 1500],
  ['1y2w3d4h5m6s7ms', 33_019_506_007],
  ['0', 0],
  ['0s', 0],
  ['010s', 10_000],
])('%s is %d milliseconds', (text, milliseconds) => {
  expect(parseDuration(text)).toBe(milliseconds);
});

test.each([
  ['nothing', ''],
  ['a number without a unit', '30'],
  ['a unit without a number', 's'],
  ['a fraction', '1.5s'],
  ['a sign', '-1s'],
  ['a plus sign', '+1s'],
  ['an unknown unit', '1us'],
  ['a unit in upper case', '1S'],
  ['a smaller unit first', '30s1m'],
  ['milliseconds first', '1ms1s'],
  ['a unit twice', '1s1s'],
  ['white space around it', ' 1s'],
  ['white space inside', '1m 30s'],
  ['a newline at the end', '1s\n'],
  ['non-ASCII digits', '１s'],
  ['words', 'one minute'],
  ['the name of a method', 'constructor'],
])('%s is not a duration: %j', (_, text) => {
  expect(parseDuration(text)).toBeUndefined();
});

test('durations end where 64 bits of nanoseconds end', () => {
  expect(parseDuration('292y')).toBe(292 * 31_536_000_000);
  expect(parseDuration('9223372036854ms')).toBe(9_223_372_036_854);
  expect(parseDuration('9223372036855ms')).toBeUndefined();
  expect(parseDuration('293y')).toBeUndefined();
  expect(parseDuration(`${'9'.repeat(400)}s`)).toBeUndefined();
});

test('durations are additive: the sum of the parts is the whole', () => {
  const amounts = fc.tuple(...UNITS.map(() => fc.option(fc.nat(10))));
  fc.assert(
    fc.property(amounts, (given) => {
      const parts = UNITS.flatMap(([unit], index) => {
        const amount = given[index] ?? null;
        return amount === null ? [] : [`${String(amount)}${unit}`];
      });
      fc.pre(parts.length > 0);
      const sum = parts.reduce((total, part) => total + (parseDuration(part) ?? NaN), 0);
      expect(parseDuration(parts.join(''))).toBe(sum);
    }),
  );
});

test.each([
  [15, '15s'],
  [90, '1m30s'],
  [3600, '1h'],
  [3605, '1h'],
  [0.25, '250ms'],
  [217_870_642, '6y47w'],
  [0, '0s'],
  [-5, '0s'],
])('%d seconds are %s', (seconds, text) => {
  expect(durationText(seconds)).toBe(text);
});
