import { Registry } from 'prom-client';
import { fault, TARGET_STATUSES, type TargetStatus } from '@target-eye/domain';
import { metricsIn } from '../../test/support/exposition.js';
import { type CountScrapes, registerScrapeMetrics, type ScrapeCounts } from './scrape-metrics.js';

const count = jest.fn<ReturnType<CountScrapes>, []>();
let exposition: Registry;

beforeEach(() => {
  count.mockReset();
  exposition = new Registry();
  const counts = () => ({ groups: 2, targets: 7, unreadable: 0 });
  registerScrapeMetrics(exposition, { counts }, count, 20);
});

const counted = (some: Partial<Record<TargetStatus, number>>, disagreeing = 0): ScrapeCounts => ({
  targets: {
    ...(Object.fromEntries(TARGET_STATUSES.map((status) => [status, 0])) as ScrapeCounts['targets']),
    ...some,
  },
  disagreeing,
});

/** The samples that are not 0. */
async function exposed(): Promise<readonly string[]> {
  return (await exposition.metrics())
    .split('\n')
    .filter((line) => line.startsWith('target_eye_') && !line.endsWith(' 0'));
}

test('every status has a series from the start, and all of them are counted once for a scrape', async () => {
  count.mockResolvedValue(counted({ up: 4, down: 2, merged: 1 }, 2));
  const text = await exposition.metrics();
  for (const status of TARGET_STATUSES)
    expect(text).toMatch(new RegExp(`^target_eye_targets\\{status="${status}"\\} \\d$`, 'm'));
  expect(count).toHaveBeenCalledTimes(1);
  expect(await exposed()).toEqual([
    'target_eye_targets{status="merged"} 1',
    'target_eye_targets{status="down"} 2',
    'target_eye_targets{status="up"} 4',
    'target_eye_targets_disagreeing 2',
  ]);
});

test('what is not so any more is 0', async () => {
  count.mockResolvedValueOnce(counted({ down: 7 }, 7)).mockResolvedValueOnce(counted({ up: 7 }));
  await exposed();
  expect(await exposed()).toEqual(['target_eye_targets{status="up"} 7']);
});

test('a scrape does not wait for a Prometheus that is slow: it shows what was counted last', async () => {
  let answer: (counts: ScrapeCounts) => void = () => undefined;
  count.mockImplementation(() => new Promise((resolve) => (answer = resolve)));
  expect(await exposed()).toEqual(['target_eye_targets{status="unknown"} 7']);
  expect(await exposition.metrics()).not.toMatch(/^target_eye_targets_disagreeing/m);
  expect(count).toHaveBeenCalledTimes(1);
  answer(counted({ up: 7 }));
  await new Promise(setImmediate);
  expect(await exposed()).toEqual(['target_eye_targets{status="up"} 7']);
  expect(count).toHaveBeenCalledTimes(2);
});

test('while it is not certain what the groups are, it shows what was counted last, and a defect is not hidden', async () => {
  count.mockResolvedValueOnce(counted({ up: 7 }));
  await exposed();
  count.mockRejectedValueOnce(fault('', 'storage_unavailable', 'the directory was removed'));
  expect(await exposed()).toEqual(['target_eye_targets{status="up"} 7']);
  count.mockRejectedValueOnce(new Error('a defect'));
  await expect(exposition.metrics()).rejects.toThrow('a defect');
});

test('the gauges have the type and the labels that docs/metrics.md says', async () => {
  count.mockResolvedValue(counted({}));
  const metrics = metricsIn(await exposition.metrics());
  expect([...metrics].map(([name, { labels }]) => [name, [...labels]])).toEqual([
    ['target_eye_targets', ['status']],
    ['target_eye_targets_disagreeing', []],
  ]);
});
