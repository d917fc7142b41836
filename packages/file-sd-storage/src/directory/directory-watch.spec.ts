import fs, { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually, useDirectory } from '../../test/support.js';
import { DirectoryWatch } from './directory-watch.js';

const place = useDirectory();
let watch: DirectoryWatch;
const [changed, sweep, warn] = [
  jest.fn<undefined, [string]>(),
  jest.fn<Promise<void>, []>(),
  jest.fn<undefined, [string, object]>(),
];

beforeEach(() => {
  sweep.mockReset().mockResolvedValue();
  changed.mockReset();
  warn.mockReset();
});
afterEach(() => {
  watch.close();
  jest.useRealTimers();
  jest.restoreAllMocks();
});

const start = () => new DirectoryWatch(place.path(), changed, sweep, warn);

test('tells the names that were touched, each once for many events in a row', async () => {
  watch = start();
  for (let count = 0; count < 10; count += 1) writeFileSync(join(place.path(), 'a@b.json'), String(count));
  writeFileSync(join(place.path(), 'c@d.json'), '');
  await eventually(() => changed.mock.calls.length === 2);
  expect(changed.mock.calls.flat().sort()).toEqual(['a@b.json', 'c@d.json']);
});

test('has everything compared once a minute, also after a comparison that failed', async () => {
  jest.useFakeTimers();
  watch = start();
  sweep.mockRejectedValueOnce(new Error('EIO'));
  await jest.advanceTimersByTimeAsync(59_000);
  expect(sweep).not.toHaveBeenCalled();
  await jest.advanceTimersByTimeAsync(61_000);
  expect(sweep).toHaveBeenCalledTimes(2);
  expect(warn).toHaveBeenCalledWith('the directory cannot be compared', { error: 'Error: EIO' });
});

test('has everything compared every second where there are no events to be had, and says so', async () => {
  jest.useFakeTimers();
  jest.spyOn(fs, 'watch').mockImplementation(() => {
    throw new Error('ENOSPC: System limit for number of file watchers reached');
  });
  watch = start();
  await jest.advanceTimersByTimeAsync(3000);
  expect(sweep).toHaveBeenCalledTimes(3);
  expect(warn).toHaveBeenCalledWith(expect.stringContaining('compared every second'), expect.anything());
});

test('does nothing any more after it was closed', async () => {
  jest.useFakeTimers();
  watch = start();
  watch.close();
  await jest.advanceTimersByTimeAsync(200_000);
  expect(sweep).not.toHaveBeenCalled();
});
