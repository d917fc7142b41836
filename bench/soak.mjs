// Does the service stay as it is under minutes of mixed load? Ends with status 1 when it does not.
// Run it on Linux after a build: node bench/soak.mjs [seconds]
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { breakOff, change, edit, Errors, misbehave, send } from './soak/clients.mjs';
import { countDescriptors, groupFiles, hiddenFiles, medians, sample } from './soak/samples.mjs';

const SECONDS = Number(process.argv[2] ?? 180);
const ROWS = 40;
const CHANGERS = 12;
const MAIN = join(dirname(fileURLToPath(import.meta.url)), '..', 'apps', 'server', 'dist', 'main.js');

/** Starts the built service; resolves when it listens. That it ends by itself ends the soak. */
async function start(directory) {
  const server = spawn(process.execPath, [MAIN], {
    env: { FILE_SD_DIRECTORY: directory, BIND: '127.0.0.1:0' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const url = await new Promise((resolve) => {
    server.once('exit', fail);
    let log = '';
    server.stderr.on('data', function read(chunk) {
      log += chunk;
      const address = /msg=listening address=(\S+)/.exec(log)?.[1];
      if (address === undefined) return;
      server.stderr.off('data', read);
      server.stderr.resume();
      resolve(address);
    });
  });
  return { server, url };
}

function fail(status, signal) {
  console.error(`BAD   the service ended in the middle, with ${status ?? signal}`);
  process.exit(1);
}

/** Loads the service and gives a row per sample, and what every group must be in the end. */
async function load(context) {
  const groups = new Map();
  const begin = Date.now();
  let requests = 0;
  const end = begin + SECONDS * 1000;
  const soak = { ...context, isOver: () => Date.now() >= end, count: (number) => (requests += number) };
  const clients = [
    ...Array.from({ length: CHANGERS }, (_, index) => change(soak, `changed-${index}`, groups)),
    edit(soak, 'edited', groups),
    misbehave(soak),
    breakOff(soak),
  ];
  const rows = [];
  for (let before = { at: begin, requests }; !soak.isOver();) {
    await sleep(Math.min((SECONDS * 1000) / ROWS, end - Date.now()));
    const now = { at: Date.now(), requests };
    const perSecond = Math.round(((now.requests - before.requests) * 1000) / (now.at - before.at));
    rows.push({ seconds: Math.round((now.at - begin) / 1000), 'requests/s': perSecond, ...(await sample(soak)) });
    before = now;
  }
  await Promise.all(clients);
  return { rows, groups, requests };
}

/** What has to be the same in the answers, in the files, and in what the clients remember. */
async function compare({ url, directory, errors }, groups) {
  const files = new Set(groupFiles(directory));
  errors.expectEqual('files in the end', files.size, groups.size);
  for (const [key, group] of groups) {
    const file = `${key}@soak.json`;
    const expected = `${JSON.stringify([group])}\n`;
    errors.expectEqual(`GET of ${key}`, (await send(url, { path: `/${key}/soak` })).text, expected);
    errors.expectEqual(file, files.has(file) && readFileSync(join(directory, file), 'utf8'), expected);
  }
  errors.expectEqual('hidden files in the end', hiddenFiles(directory).join(), '');
}

/** How many descriptors there are once every client has gone; the service takes a moment to notice. */
async function descriptorsLeft(pid, before) {
  for (let tries = 0; tries < 50 && countDescriptors(pid) > before; tries += 1) await sleep(100);
  return countDescriptors(pid);
}

const home = mkdtempSync(join(tmpdir(), 'target-eye-soak-'));
const directory = join(home, 'file_sd');
const errors = new Errors();
const { server, url } = await start(directory);
process.on('exit', () => {
  server.kill('SIGKILL');
  rmSync(home, { recursive: true });
});
// The first answer opens what stays open.
await send(url, { path: '/metrics' });
const idle = await descriptorsLeft(server.pid, 0);

const context = { url, pid: server.pid, directory, errors };
const { rows, groups, requests } = await load(context);
await compare(context, groups);
const left = await descriptorsLeft(server.pid, idle);
server.off('exit', fail);
server.kill();
errors.expectEqual('exit status', (await once(server, 'exit'))[0], 0);

const memory = medians(rows, 'RSS MiB');
const descriptors = medians(rows, 'descriptors');
const verdicts = [
  [`RSS: ${memory.second} MiB in the second quarter, ${memory.last} in the last`, memory.last <= 1.1 * memory.second],
  [`descriptors: ${descriptors.second}, then ${descriptors.last}`, descriptors.last <= descriptors.second + 3],
  [`descriptors without clients: ${idle} before, ${left} after`, left <= idle],
  [`errors in ${requests} requests, files and answers of ${groups.size} groups: ${errors.count}`, errors.count === 0],
];
console.table(rows);
for (const message of errors.first) console.log(message);
for (const [what, isGood] of verdicts) console.log(`${isGood ? 'good' : 'BAD '}  ${what}`);
process.exitCode = verdicts.every(([, isGood]) => isGood) ? 0 : 1;
