import fc from 'fast-check';
import { checkFuse, TooMuchAtOnce } from './fuse.js';

const FUSE = { percent: 20, targets: 20 };

function isLetThrough(taken: number, total: number, force?: number, fuse = FUSE): boolean {
  try {
    checkFuse({ taken, total }, fuse, force);
    return true;
  } catch (error) {
    if (!(error instanceof TooMuchAtOnce)) throw error;
    return false;
  }
}

test.each([
  ['a fifth', 20, 100, true],
  ['one more', 21, 100, false],
  ['all of a few', 19, 19, true],
  ['all of not so few', 20, 20, false],
  ['nothing of nothing', 0, 0, true],
])('%s: %i of %i', (_, taken, total, isRight) => {
  expect(isLetThrough(taken, total)).toBe(isRight);
});

test('exactly what is forced goes, and what is forced does not count where little goes', () => {
  expect(isLetThrough(300, 800, 300)).toBe(true);
  expect(isLetThrough(300, 800, 299)).toBe(false);
  expect(isLetThrough(300, 800, 301)).toBe(false);
  expect(isLetThrough(3, 800, 300)).toBe(true);
});

test('with 100 percent nothing is too much, with 0 everything that is not few', () => {
  expect(isLetThrough(1000, 1000, undefined, { percent: 100, targets: 1 })).toBe(true);
  expect(isLetThrough(20, 100_000, undefined, { percent: 0, targets: 20 })).toBe(false);
  expect(isLetThrough(19, 100_000, undefined, { percent: 0, targets: 20 })).toBe(true);
});

test('says how many of how many it would be, the rule, and what lets them go', () => {
  const refused = (force?: number) => () => {
    checkFuse({ taken: 1300, total: 5000 }, FUSE, force);
  };
  expect(refused()).toThrow(
    'nothing was changed: 1,300 of 5,000 targets would be taken away at once, more than 20 % and at least 20; force=1300 lets exactly that many go',
  );
  expect(refused(7)).toThrow('at least 20, not the 7 that were forced; force=1300 lets');
});

test('whoever takes less of the same is let through as well', () => {
  fc.assert(
    fc.property(fc.nat(200), fc.nat(200), fc.nat(200), (one, other, rest) => {
      const [less, more] = [Math.min(one, other), Math.max(one, other)];
      const total = more + rest;
      return !isLetThrough(more, total) || isLetThrough(less, total);
    }),
  );
});
