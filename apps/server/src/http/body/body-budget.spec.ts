import { BodyBudget } from './body-budget.js';

const KIB = 1024;

test('bodies have so many bytes together, and what one gives back another may have', () => {
  const budget = new BodyBudget(100 * KIB);
  const [first, second] = [budget.open(), budget.open()];
  expect(first.take(60 * KIB)).toBe('taken');
  expect(second.take(40 * KIB)).toBe('taken');
  expect(second.take(1)).toBe('exhausted');
  first.close();
  expect(second.take(60 * KIB)).toBe('taken');
  expect(second.take(1)).toBe('exhausted');
});

test('a small body is taken when nothing is left, and all of it counts when it grows', () => {
  const budget = new BodyBudget(100 * KIB);
  const large = budget.open();
  large.take(84 * KIB);
  const growing = budget.open();
  expect(growing.take(16 * KIB)).toBe('taken');
  expect(growing.take(1)).toBe('exhausted');
  large.close();
  expect(growing.take(1)).toBe('taken');
  expect(large.take(84 * KIB)).toBe('exhausted');
});

test('closing twice gives back once', () => {
  const budget = new BodyBudget(100 * KIB);
  const [first, second] = [budget.open(), budget.open()];
  first.take(50 * KIB);
  second.take(50 * KIB);
  first.close();
  first.close();
  expect(budget.open().take(51 * KIB)).toBe('exhausted');
});
