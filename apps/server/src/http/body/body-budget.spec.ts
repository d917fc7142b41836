import { BodyBudget, type BodyShare } from './body-budget.js';

const KIB = 1024;
let now = 0;

/** A budget of 100 KiB, and a way to open shares in it that says which of them had to make room. */
function budgetOf100() {
  const budget = new BodyBudget(100 * KIB, () => now);
  const evicted: string[] = [];
  const open = (source: string, name = source): BodyShare =>
    budget.open(source, () => {
      evicted.push(name);
    });
  return { open, evicted };
}

beforeEach(() => {
  now = 0;
});

test('bodies have so many bytes together, and what one gives back another may have', () => {
  const { open, evicted } = budgetOf100();
  const [first, second] = [open('a'), open('a')];
  expect(first.take(60 * KIB)).toBe('taken');
  expect(second.take(40 * KIB)).toBe('taken');
  expect(second.take(1)).toBe('exhausted');
  first.close();
  expect(second.take(60 * KIB)).toBe('taken');
  expect(second.take(1)).toBe('exhausted');
  expect(evicted).toEqual([]);
});

test('a small body is taken when nothing is left, and all of it counts when it grows', () => {
  const { open } = budgetOf100();
  const large = open('a');
  large.take(84 * KIB);
  const growing = open('a');
  expect(growing.take(16 * KIB)).toBe('taken');
  expect(growing.take(1)).toBe('exhausted');
  large.close();
  expect(growing.take(1)).toBe('taken');
  expect(large.take(1)).toBe('exhausted');
});

test('closing twice gives back once', () => {
  const { open } = budgetOf100();
  const [first, second] = [open('a'), open('a')];
  first.take(50 * KIB);
  second.take(50 * KIB);
  first.close();
  first.close();
  expect(open('a').take(51 * KIB)).toBe('exhausted');
});

describe('a body that has stopped to come makes room,', () => {
  test('as soon as others want it, also those of its own source', () => {
    const { open, evicted } = budgetOf100();
    const stalled = open('a', 'stalled');
    stalled.take(90 * KIB);
    now = 8000;
    const other = open('a', 'other');
    expect(other.take(16 * KIB)).toBe('taken');
    expect(evicted).toEqual([]);
    expect(other.take(10 * KIB)).toBe('taken');
    expect(evicted).toEqual(['stalled']);
    expect(stalled.take(1)).toBe('exhausted');
  });

  test('though a byte comes now and then', () => {
    const { open, evicted } = budgetOf100();
    const trickle = open('a', 'trickle');
    trickle.take(90 * KIB);
    for (now = 1000; now < 20_000; now += 1000) trickle.take(1);
    expect(open('a').take(30 * KIB)).toBe('taken');
    expect(evicted).toEqual(['trickle']);
  });

  test('but not one that comes at 16 KiB a second, in pieces of any size', () => {
    const { open, evicted } = budgetOf100();
    const slow = open('a', 'slow');
    slow.take(36 * KIB);
    for (now = 1000; now <= 4000; now += 1000) for (let piece = 0; piece < 16; piece++) slow.take(KIB);
    expect(open('a').take(30 * KIB)).toBe('exhausted');
    expect(evicted).toEqual([]);
  });

  test('nor one that is there as a whole, or is being stored', () => {
    const { open } = budgetOf100();
    const [arrived, kept] = [open('a'), open('a')];
    arrived.take(50 * KIB);
    arrived.arrived();
    kept.take(50 * KIB);
    kept.keep();
    now = 60_000;
    expect(open('a').take(30 * KIB)).toBe('exhausted');
  });
});

describe('the source that holds the most makes room', () => {
  test('for one that holds less, until both have the same', () => {
    const { open, evicted } = budgetOf100();
    for (const name of ['a1', 'a2', 'a3', 'a4']) open('a', name).take(25 * KIB);
    open('c', 'c1').take(16 * KIB);
    expect(open('b', 'b1').take(25 * KIB)).toBe('taken');
    expect(evicted).toEqual(['a4']);
    expect(open('b', 'b2').take(20 * KIB)).toBe('taken');
    expect(evicted).toEqual(['a4', 'a3']);
    expect(open('b', 'b3').take(25 * KIB)).toBe('exhausted');
    expect(open('a', 'a5').take(25 * KIB)).toBe('exhausted');
    expect(evicted).toHaveLength(2);
  });

  test('not for itself, and not with what is being stored', () => {
    const { open, evicted } = budgetOf100();
    const stored = open('a', 'stored');
    stored.take(100 * KIB);
    expect(open('a').take(17 * KIB)).toBe('exhausted');
    stored.keep();
    expect(open('b').take(17 * KIB)).toBe('exhausted');
    expect(evicted).toEqual([]);
  });
});
