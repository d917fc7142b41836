// What is measured of the service during a soak.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { send } from './clients.mjs';

const MIB = 1024 * 1024;

/** How many descriptors a process has open. */
export const countDescriptors = (pid) => readdirSync(`/proc/${pid}/fd`).length;

/** The files of target groups in the directory. */
export const groupFiles = (directory) => readdirSync(directory).filter((name) => name.endsWith('.json'));

/** The files being written, and those that were put aside. */
export const hiddenFiles = (directory) =>
  ['tmp', 'quarantine'].flatMap((name) => readdirSync(join(directory, '.target-eye', name)));

/** One row of the table: memory in MiB, the lag of the event loop in milliseconds since the row before. */
export async function sample({ url, pid, directory, errors }) {
  const ready = await send(url, { path: '/-/ready' });
  errors.expectEqual(`GET /-/ready ${ready.text}`, ready.status, 200);
  const { text } = await send(url, { path: '/metrics' });
  const metric = (name) => Number(new RegExp(`^${name} (.*)$`, 'm').exec(text)?.[1]);
  const resident = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return {
    'RSS MiB': Math.round(Number(resident) / 1024),
    'heap MiB': Math.round(metric('nodejs_heap_size_used_bytes') / MIB),
    descriptors: countDescriptors(pid),
    'lag p50 ms': round(metric('nodejs_eventloop_lag_p50_seconds') * 1000),
    'lag p99 ms': round(metric('nodejs_eventloop_lag_p99_seconds') * 1000),
    files: groupFiles(directory).length,
    hidden: hiddenFiles(directory).length,
  };
}

const round = (value) => Math.round(value * 10) / 10;

/** The medians of a column in the second and in the last quarter of the rows. */
export function medians(rows, column) {
  const quarter = Math.floor(rows.length / 4);
  const median = (some) => some.map((row) => row[column]).sort((one, other) => one - other)[some.length >> 1];
  return { second: median(rows.slice(quarter, 2 * quarter)), last: median(rows.slice(-quarter)) };
}
