// What does it cost to see 100,000 groups at once, and how long does nobody else have the thread?
// node bench/snapshots.mjs [--groups=100000] [--directory=…], after `npm run build`
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers';
import { parseArgs } from 'node:util';
import { groupKey } from '../packages/domain/dist/index.js';
import { FileSdTargetGroupStore } from '../packages/file-sd-storage/dist/index.js';
import { TimeSlices } from '../apps/server/dist/turns/time-slices.js';
import { groupOf } from './groups.mjs';

const { values } = parseArgs({
  options: { groups: { type: 'string', default: '100000' }, directory: { type: 'string', default: tmpdir() } },
});
const count = Number(values.groups);
const MOMENTS = 20;

const home = mkdtempSync(join(values.directory, 'target-eye-snapshots-'));
process.on('exit', () => rmSync(home, { recursive: true, force: true }));
for (let index = 0; index < count; index += 1) {
  const group = groupOf(index, 0);
  writeFileSync(join(home, `${group.labels.job}@prod.json`), `${JSON.stringify([group])}\n`);
}

const log = { info: () => undefined, warn: () => undefined };
const store = new FileSdTargetGroupStore(home, log, undefined, new TimeSlices());

/** How long something takes, the processor's time for it, and the longest time without a break, in milliseconds. */
async function measure(work) {
  let longest = 0;
  let last = performance.now();
  let isDone = false;
  const look = () => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
    if (!isDone) setImmediate(look);
  };
  setImmediate(look);
  await new Promise((resolve) => setImmediate(resolve));
  const begin = performance.now();
  last = begin;
  const cpu = process.cpuUsage();
  await work();
  const took = performance.now() - begin;
  const { user, system } = process.cpuUsage(cpu);
  await new Promise((resolve) => setImmediate(resolve));
  isDone = true;
  return { took, longest, cpu: (user + system) / 1000 };
}

function report(what, { took, cpu, longest }) {
  const figures = [took, cpu, longest].map((milliseconds) => milliseconds.toFixed(2));
  process.stdout.write(
    `${what}: ${figures[0]} ms, ${figures[1]} ms of the processor, without a break ${figures[2]} ms\n`,
  );
}

const memory = process.memoryUsage().rss;
const first = await measure(() => store.snapshot());
report(`the first snapshot of ${count.toLocaleString('en')} groups`, first);
process.stdout.write(`memory: ${((process.memoryUsage().rss - memory) / 2 ** 20).toFixed(0)} MiB more\n`);
report('one when nothing has changed', await measure(() => store.snapshot()));

const afterChange = [];
for (let moment = 0; moment < MOMENTS; moment += 1) {
  const group = groupOf(moment, 1);
  await store.replace(groupKey(group.labels.job, 'prod'), { ...group, labels: { ...group.labels, moment: 'new' } });
  afterChange.push(await measure(() => store.snapshot()));
}
afterChange.sort((one, other) => one.took - other.took);
report('one after a change, the median', afterChange[MOMENTS / 2]);
report('one after a change, the slowest', afterChange.at(-1));
await store.close();
