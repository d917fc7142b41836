import { TARGET_STATUSES, type TargetStatus } from '@target-eye/domain';
import fc from 'fast-check';
import { merged, rowsOf, type Sample, stacked, timeOf } from './samples.js';

const BEGIN = Date.parse('2026-11-26T10:00:00Z');

const sample = (second: number, counts: Partial<Record<TargetStatus, number>> = {}): Sample => ({
  at: new Date(BEGIN + second * 1000).toISOString(),
  targets: {
    ...(Object.fromEntries(TARGET_STATUSES.map((status) => [status, 0])) as Sample['targets']),
    ...counts,
  },
});

test('what the service tells counts, and between it what the page has seen', () => {
  const [told, seen] = [sample(60, { up: 1 }), sample(30, { up: 2 })];
  expect(merged([told, sample(120)], [seen, sample(50), sample(74), sample(90)])).toEqual([
    seen,
    told,
    sample(90),
    sample(120),
  ]);
});

test('only the hour before the newest is shown', () => {
  expect(merged([sample(0), sample(10), sample(3605)], [])).toEqual([sample(10), sample(3605)]);
  expect(merged([], [])).toEqual([]);
});

test('merged samples are in order, none twice, and all that was told in the hour is among them', () => {
  const seconds = fc.uniqueArray(fc.integer({ min: 0, max: 3600 }));
  fc.assert(
    fc.property(seconds, seconds, (told, seen) => {
      const sorted = [...told].sort((one, other) => one - other).map((second) => sample(second));
      const all = merged(
        sorted,
        seen.map((second) => sample(second)),
      );
      const times = all.map(timeOf);
      expect(times).toEqual([...new Set(times)].sort((one, other) => one - other));
      expect(all).toEqual(expect.arrayContaining(sorted));
    }),
  );
});

test('the areas stand on one another', () => {
  const samples = [sample(0, { down: 1, up: 3 }), sample(15, { down: 2, up: 2 })];
  expect(stacked(samples, ['down', 'stale', 'up'])).toEqual([
    [BEGIN, BEGIN + 15_000],
    [1, 2],
    [1, 2],
    [4, 4],
  ]);
});

test('where nothing is known there is a gap, and a scrape every minute is none', () => {
  const samples = [sample(0, { up: 1 }), sample(120, { up: 1 }), sample(300, { up: 2 })];
  expect(stacked(samples, ['up'])).toEqual([
    [BEGIN, BEGIN + 120_000, BEGIN + 120_001, BEGIN + 300_000],
    [1, 1, null, 2],
  ]);
});

test('of each status that there was, the newest, the lowest and the highest number is told', () => {
  const samples = [sample(0, { up: 4 }), sample(15, { up: 1, down: 3 }), sample(30, { up: 3, down: 1 })];
  expect(rowsOf(samples, TARGET_STATUSES)).toEqual([
    { status: 'down', newest: 1, lowest: 0, highest: 3 },
    { status: 'up', newest: 3, lowest: 1, highest: 4 },
  ]);
  expect(rowsOf([], TARGET_STATUSES)).toEqual([]);
});
