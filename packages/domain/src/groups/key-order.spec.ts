import fc from 'fast-check';
import { anyKey } from '../../testing/index.js';
import { compareKeys } from './key-order.js';
import { groupKey } from './target-group.js';

test.each([
  [['a', 'b'], ['a', 'b'], 0],
  [['a', 'b'], ['a', 'c'], -1],
  [['a', 'z'], ['b', 'a'], -1],
  [['a', 'x'], ['ab', 'a'], -1],
  [['B', 'x'], ['a', 'x'], -1],
  [['\uffee', 'x'], ['😀', 'x'], -1],
  [['\ud7ff', 'x'], ['😀', 'x'], -1],
  [['😀', 'x'], ['😁', 'x'], -1],
] as const)('%j against %j', ([application, environment], [other, otherEnvironment], expected) => {
  const one = groupKey(application, environment);
  const two = groupKey(other, otherEnvironment);
  expect(Math.sign(compareKeys(one, two))).toBe(expected);
  expect(Math.sign(compareKeys(two, one))).toBe(-expected + 0);
});

test('it is the order of the code points', () => {
  const pointsOf = (text: string): readonly number[] => Array.from(text, (character) => character.codePointAt(0) ?? 0);
  const compareLists = (one: readonly number[], other: readonly number[]): number => {
    const at = one.findIndex((point, index) => point !== other[index]);
    if (at === -1) return one.length - other.length;
    return (one[at] ?? 0) - (other[at] ?? -1);
  };
  fc.assert(
    fc.property(anyKey, anyKey, (one, other) => {
      const expected =
        compareLists(pointsOf(one.application), pointsOf(other.application)) ||
        compareLists(pointsOf(one.environment), pointsOf(other.environment));
      expect(Math.sign(compareKeys(one, other))).toBe(Math.sign(expected));
    }),
  );
});
