import { SourceCounter } from './source-counter.js';

let now = 0;
let counter: SourceCounter;
const hits = (client: string): number => counter.increment(client).totalHits;

beforeEach(() => {
  now = 0;
  counter = new SourceCounter(1000, () => now);
});
afterEach(() => {
  jest.restoreAllMocks();
});

test('each client is counted in a window that begins with its first request', () => {
  expect([hits('a'), hits('a')]).toEqual([1, 2]);
  now = 600;
  expect([hits('b'), hits('a')]).toEqual([1, 3]);
  now = 1000;
  expect([hits('a'), hits('b')]).toEqual([1, 2]);
  now = 1600;
  expect([hits('a'), hits('b')]).toEqual([2, 1]);
});

test('it says when the window ends', () => {
  jest.spyOn(Date, 'now').mockReturnValue(1_000_000);
  counter.increment('a');
  now = 400;
  const { resetTime } = counter.increment('a');
  expect(resetTime).toEqual(new Date(1_000_600));
});

test('clients whose window ended are forgotten', () => {
  for (let index = 0; index < 1000; index++) counter.increment(String(index));
  expect(counter.size).toBe(1000);
  now = 1000;
  counter.increment('a');
  expect(counter.size).toBe(1);
});

test('of too many clients the first ones are forgotten', () => {
  for (let index = 0; index < 120_000; index++) counter.increment(String(index));
  expect(counter.size).toBe(50_000);
  expect([hits('119999'), hits('70001'), hits('69999')]).toEqual([2, 2, 1]);
});

test('a count can be taken back and reset', () => {
  counter.increment('a');
  counter.increment('a');
  counter.decrement('a');
  counter.decrement('b');
  expect(hits('a')).toBe(2);
  counter.resetKey('a');
  expect(hits('a')).toBe(1);
});

test('the window of a client that was reset begins anew, after those of others', () => {
  counter.increment('a');
  now = 600;
  counter.increment('b');
  counter.resetKey('a');
  now = 700;
  expect(hits('a')).toBe(1);
  now = 1600;
  expect([hits('b'), hits('a')]).toEqual([1, 2]);
  now = 1700;
  expect([hits('a'), hits('b')]).toEqual([1, 2]);
});

test('who comes after all others were forgotten is counted', () => {
  counter.increment('a');
  now = 1000;
  expect([hits('b'), counter.size]).toEqual([1, 1]);
  counter.resetKey('b');
  expect([hits('b'), hits('b')]).toEqual([1, 2]);
  now = 2000;
  expect([hits('b'), counter.size]).toEqual([1, 1]);
});
