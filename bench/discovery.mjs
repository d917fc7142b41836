// What does it cost Prometheus to read the same groups by file_sd and by http_sd?
// Run it on Linux with prometheus on the PATH, after a build: node bench/discovery.mjs [--groups=10000] [--seconds=60]
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { writeProgram } from '../scripts/program.mjs';
import { groupOf, pathOf } from './groups.mjs';
import { startTargetEye } from './processes.mjs';
import { startPrometheus } from './prometheus.mjs';

const { values } = parseArgs({
  options: { groups: { type: 'string', default: '10000' }, seconds: { type: 'string', default: '60' } },
});
const groups = Number(values.groups);
const seconds = Number(values.seconds);

/** How many seconds pass between two changes. */
const SPACES = [Infinity, 10, 1];
/** Clock ticks of /proc/<pid>/stat in a second; Linux shows this many whatever its kernel counts. */
const TICKS = 100;

const home = mkdtempSync(join(tmpdir(), 'target-eye-discovery-'));
process.on('exit', () => rmSync(home, { recursive: true, force: true }));

function writeGroups(directory) {
  mkdirSync(directory);
  for (let group = 0; group < groups; group += 1) {
    const stored = groupOf(group, 0);
    writeFileSync(join(directory, `${stored.labels.job}@prod.json`), `${JSON.stringify([stored])}\n`);
  }
}

/** A Prometheus with one way of discovery, which scrapes so seldom that it costs nothing. */
async function startReader(name, discovery) {
  const { child, discovered } = await startPrometheus(home, [
    { job_name: 'groups', scrape_interval: '1000d', ...discovery },
  ]);
  await discovered(groups * groupOf(0, 0).targets.length);
  return { name, child };
}

/** Seconds that a process had a processor so far, those of its ended threads included. */
function processorTime({ child }) {
  const fields = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS;
}

/** Changes a group every so many seconds while the time is measured, and gives seconds of processor time a minute. */
async function measure(url, readers, space) {
  const before = readers.map(processorTime);
  const begin = performance.now();
  for (let build = 1; performance.now() - begin < seconds * 1000; build += 1) {
    if (space !== Infinity) {
      const body = JSON.stringify(groupOf(build % groups, `${space}-${build}`));
      await fetch(`${url}${pathOf(build % groups)}`, {
        method: 'PUT',
        headers: { 'Content-Type': 'application/json' },
        body,
      });
    }
    await sleep(Math.min(space, seconds) * 1000);
  }
  const minutes = (performance.now() - begin) / 60_000;
  return readers.map((reader, index) => ((processorTime(reader) - before[index]) / minutes).toFixed(2));
}

const directory = join(home, 'file_sd');
writeGroups(directory);
await writeProgram(join(home, 'program'));
const service = await startTargetEye(join(home, 'program', 'target-eye.mjs'), directory);
const http = (interval) => ({ http_sd_configs: [{ url: `${service.url}/http_sd`, refresh_interval: interval }] });
const readers = [
  await startReader('file_sd', { file_sd_configs: [{ files: [`${directory}/*.json`] }] }),
  await startReader('http_sd every 60 s', http('60s')),
  await startReader('http_sd every 5 s', http('5s')),
];
await sleep(20_000);
console.log(`Seconds of processor time a minute, ${groups} groups\n`);
console.log(
  `| a change | ${readers.map(({ name }) => name).join(' | ')} |\n| --- | ${readers.map(() => '---').join(' | ')} |`,
);
for (const space of SPACES) {
  const measured = await measure(service.url, readers, space);
  console.log(`| ${space === Infinity ? 'never' : `every ${space} s`} | ${measured.join(' | ')} |`);
}
for (const { child } of readers) child.kill();
await service.stop();
