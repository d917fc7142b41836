import { OwnMetrics } from './own-metrics.js';

const EXPOSITION = `
# HELP prometheus_sd_file_mtime_seconds Timestamp (mtime) of files read by FileSD.
# TYPE prometheus_sd_file_mtime_seconds gauge
prometheus_sd_file_mtime_seconds{filename="/sd/ü@prod.json"} 1.795687867e+09
prometheus_sd_file_mtime_seconds{filename="a \\"b\\" \\\\ \\n.json"} 12
prometheus_sd_file_read_errors_total 3
prometheus_sd_file_scan_duration_seconds{quantile="0.5"} 0.1
prometheus_target_sync_failed_total{scrape_job="one"} 0
prometheus_target_sync_failed_total{scrape_job="t{w}o"} 7
process_start_time_seconds 1.79568786618e+09
process_resident_memory_bytes 1
go_threads 30`;

test.each([1, 7, 10_000])('what Prometheus says of itself is understood in pieces of %d bytes', (length) => {
  const metrics = new OwnMetrics();
  const bytes = Buffer.from(EXPOSITION);
  for (let begin = 0; begin < bytes.length; begin += length) metrics.write(bytes.subarray(begin, begin + length));
  metrics.end();
  expect(metrics.files).toEqual([
    { path: '/sd/ü@prod.json', mtime: 1_795_687_867 },
    { path: 'a "b" \\ \n.json', mtime: 12 },
  ]);
  expect([...metrics.syncFailures]).toEqual([
    ['one', 0],
    ['t{w}o', 7],
  ]);
  expect([metrics.fileReadErrors, metrics.startedAt, metrics.showsFiles]).toEqual([3, 1_795_687_866.18, true]);
});

test('of a line without an end only its beginning is kept', () => {
  const metrics = new OwnMetrics();
  for (let times = 0; times < 1000; times += 1) metrics.write(Buffer.alloc(65_536, 'p'));
  metrics.write(Buffer.from('\nprometheus_sd_file_read_errors_total 3\n'));
  metrics.end();
  expect(metrics.fileReadErrors).toBe(3);
});

test('what is not Prometheus does not show files', () => {
  const metrics = new OwnMetrics();
  metrics.write(Buffer.from('vm_app_version{version="x"} 1\nprocess_start_time_seconds 5\n'));
  metrics.end();
  expect([metrics.showsFiles, metrics.startedAt, metrics.fileReadErrors]).toEqual([false, 5, undefined]);
});
