import { Registry } from 'prom-client';
import { ConfigurationError } from '../operator-files/configuration-error.js';
import { ReloadReporter } from './reload-reporter.js';

const log = { info: jest.fn(), error: jest.fn() };
let exposed: Registry;
let reloads: ReloadReporter;
beforeEach(() => {
  jest.useFakeTimers({ now: 1_700_000_000_000 });
  jest.clearAllMocks();
  exposed = new Registry();
  reloads = new ReloadReporter(exposed, log);
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

// cspell:ignore clinets
test('a reload that fails is an error in the log, and what is in force is as old as it was', async () => {
  reloads.loaded('access_file');
  jest.advanceTimersByTime(5000);
  reloads.failed('access_file', new ConfigurationError('the key "clinets" is not known'));
  expect(await state()).toEqual({ successes: 0, failures: 1, isLastSuccessful: 0, lastSuccess: 1_700_000_000 });
  expect(log.error).toHaveBeenCalledWith('cannot be reloaded; what was read before stays in force', {
    file: 'access_file',
    error: expect.stringContaining('the key "clinets" is not known') as string,
  });
});

test('a reload that succeeds is new, and in the log', async () => {
  reloads.loaded('access_file');
  reloads.failed('access_file', new Error('no'));
  jest.advanceTimersByTime(5000);
  reloads.reloaded('access_file');
  expect(await state()).toEqual({ successes: 1, failures: 1, isLastSuccessful: 1, lastSuccess: 1_700_000_005 });
  expect(log.info).toHaveBeenCalledWith('reloaded', { file: 'access_file' });
});
