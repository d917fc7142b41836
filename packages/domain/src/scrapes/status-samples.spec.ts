import fc from 'fast-check';
import { noTargets } from './judged-groups.js';
import { StatusSamples } from './status-samples.js';

const HOUR = 3600;
const sampleAt = (at: number, up = 0) => ({ at, targets: { ...noTargets(), up } });

test('an hour of counting all the time has 241 samples at most, and the newest count is among them', () => {
  const samples = new StatusSamples();
  for (let at = 0; at <= 2 * HOUR; at += 1) samples.record(sampleAt(at, at));
  const kept = samples.until(2 * HOUR);
  expect(kept.length).toBeLessThanOrEqual(241);
  expect(kept.at(-1)).toEqual(sampleAt(2 * HOUR, 2 * HOUR));
});

test('samples are those of the last hour, in order, and there are none where nobody counted', () => {
  const anyTimes = fc.array(fc.double({ min: 0.1, max: 2000, noNaN: true }), { maxLength: 40 });
  fc.assert(
    fc.property(anyTimes, (pauses) => {
      const samples = new StatusSamples();
      const times: number[] = [];
      for (const pause of pauses) times.push((times.at(-1) ?? 0) + pause);
      for (const at of times) samples.record(sampleAt(at));
      const now = times.at(-1) ?? 0;
      const kept = samples.until(now).map(({ at }) => at);
      expect(kept).toEqual([...new Set(kept)].sort((one, other) => one - other));
      // Of every 15 seconds the last count.
      const last = new Map(times.map((at) => [Math.floor(at / 15), at]));
      expect(kept).toEqual([...last.values()].filter((at) => at > now - HOUR));
    }),
  );
});

test('a clock that is set back goes on from there', () => {
  const samples = new StatusSamples();
  for (const at of [1000, 1020, 1040]) samples.record(sampleAt(at));
  samples.record(sampleAt(1005, 1));
  expect(samples.until(1030).map(({ at }) => at)).toEqual([1000, 1005]);
});

test('samples of an hour ago are gone, also where nothing was counted since', () => {
  const samples = new StatusSamples();
  samples.record(sampleAt(1000));
  expect(samples.until(1000 + HOUR - 1)).toHaveLength(1);
  expect(samples.until(1000 + HOUR)).toEqual([]);
});
