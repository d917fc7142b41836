import { Registry } from 'prom-client';
import { ReloadMetrics } from './reload-metrics.js';

let exposed: Registry;
let reloads: ReloadMetrics;
beforeEach(() => {
  jest.useFakeTimers({ now: 1_700_000_000_000 });
  exposed = new Registry();
  reloads = new ReloadMetrics(exposed);
});
afterEach(() => {
  jest.useRealTimers();
});

async function value(name: string): Promise<number> {
  const line = (await exposed.metrics()).split('\n').find((sample) => sample.startsWith(name));
  return Number(line?.split(' ').at(-1));
}

const state = async () => ({
  successes: await value('target_eye_reloads_total{file="access_file",result="success"}'),
  failures: await value('target_eye_reloads_total{file="access_file",result="failure"}'),
  isLastSuccessful: await value('target_eye_last_reload_successful{file="access_file"}'),
  lastSuccess: await value('target_eye_last_reload_success_timestamp_seconds{file="access_file"}'),
});

test('a file that was loaded counts as read, but not as read again', async () => {
  reloads.loaded('access_file');
  expect(await state()).toEqual({ successes: 0, failures: 0, isLastSuccessful: 1, lastSuccess: 1_700_000_000 });
});

test('a reload that fails leaves what is in force as old as it was', async () => {
  reloads.loaded('access_file');
  jest.advanceTimersByTime(5000);
  reloads.failed('access_file');
  expect(await state()).toEqual({ successes: 0, failures: 1, isLastSuccessful: 0, lastSuccess: 1_700_000_000 });
});

test('a reload that succeeds is new', async () => {
  reloads.loaded('access_file');
  reloads.failed('access_file');
  jest.advanceTimersByTime(5000);
  reloads.reloaded('access_file');
  expect(await state()).toEqual({ successes: 1, failures: 1, isLastSuccessful: 1, lastSuccess: 1_700_000_005 });
});
