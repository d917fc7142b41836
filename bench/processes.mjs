import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** What the service and the container image set; the baselines get it, too. */
const POOL = { UV_THREADPOOL_SIZE: '8' };

/** How long a process has to start, in milliseconds. */
const START_LIMIT = 120_000;

/** How long at least it is looked at how long others wait, in milliseconds. */
const MOMENT = 300;

const children = new Set();

process.on('exit', () => {
  for (const child of children) child.kill('SIGKILL');
});

/** The service, from the file that is shipped. Resolves when it is ready, and tells how many seconds that took. */
export async function startTargetEye(program, directory, settings = {}) {
  const begin = performance.now();
  const env = { ...POOL, FILE_SD_DIRECTORY: directory, BIND: '127.0.0.1:0', ...settings };
  const child = start([program], env, 'stderr');
  const url = await firstMatch(child.stderr, /msg=listening address=(\S+)/);
  await untilReady(url);
  return { ...running(child), url, seconds: (performance.now() - begin) / 1000 };
}

/** With a directory it is ready when it listens, with a cluster when it has what that has. */
async function untilReady(url) {
  const limit = AbortSignal.timeout(START_LIMIT);
  while (!(await fetch(`${url}/-/ready`, { signal: limit })).ok) await sleep(20);
}

/** One of the baselines. */
export async function startBaseline(name, ...args) {
  const child = start([baseline(name), ...args], POOL, 'stdout');
  return { ...running(child), url: await firstMatch(child.stdout, /(http:\S+)/) };
}

/** The baseline that writes; it keeps its directory, because a disk that was just written to is slower. */
export function startWriter(...args) {
  return startDriven('durable-write', ...args);
}

/** The baseline that changes keys of etcd. */
export function startGateway(...args) {
  return startDriven('gateway', ...args);
}

function startDriven(name, ...args) {
  const child = start([baseline(name), ...args.map(String)], POOL, 'stdout');
  return {
    ...running(child),
    /** Writes for a while. @returns how many changes in a second */
    write: async (seconds) => {
      child.stdin.write(`${seconds}\n`);
      return Number(await firstMatch(child.stdout, /(.+)\n/));
    },
  };
}

/** Sends requests of one method to one URL, one after another, while something else is going on. */
export function startProbe(method, url) {
  const program = fileURLToPath(new URL('collection/probe.mjs', import.meta.url));
  const child = start([program, method, url], {}, 'stdout');
  return {
    ...running(child),
    /**
     * Does the work, again and again if it takes less than a moment.
     * @returns the milliseconds that each request took, in ascending order
     */
    during: async (work) => {
      child.stdin.write('begin\n');
      const end = performance.now() + MOMENT;
      do await work();
      while (performance.now() < end);
      child.stdin.write('end\n');
      return JSON.parse(await firstMatch(child.stdout, /(.+)\n/)).sort((one, other) => one - other);
    },
  };
}

function baseline(name) {
  return fileURLToPath(new URL(`baselines/${name}.mjs`, import.meta.url));
}

function start(args, env, output) {
  const stdio = ['pipe', 'ignore', 'inherit'];
  stdio[output === 'stdout' ? 1 : 2] = 'pipe';
  const child = spawn(process.execPath, args, { env, stdio });
  children.add(child);
  return child;
}

function running(child) {
  const mebibytes = (field) =>
    Number(new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))[1]) /
    1024;
  return {
    /** What it holds in memory once it has come to rest, in MiB (VmRSS of proc(5)). */
    memory: async () => {
      await sleep(3000);
      return mebibytes('VmRSS');
    },
    /** The most that it holds in memory while something is done, in MiB (VmHWM and clear_refs of proc(5)). */
    mostMemory: async (work) => {
      writeFileSync(`/proc/${child.pid}/clear_refs`, '5');
      await work();
      return mebibytes('VmHWM');
    },
    /** The most that it held in memory so far, in MiB. */
    peakMemory: () => mebibytes('VmHWM'),
    /** Nanoseconds that its threads had a processor so far (schedstat of proc(5)). */
    processorTime: () =>
      readdirSync(`/proc/${child.pid}/task`)
        .map((thread) => Number(readFileSync(`/proc/${child.pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]))
        .reduce((sum, time) => sum + time),
    stop: async () => {
      children.delete(child);
      const exit = once(child, 'exit');
      child.kill();
      await exit;
    },
  };
}

async function firstMatch(stream, pattern) {
  const limit = AbortSignal.timeout(START_LIMIT);
  let text = '';
  for await (const chunk of stream.iterator({ destroyOnReturn: false })) {
    limit.throwIfAborted();
    text += chunk;
    const match = pattern.exec(text);
    if (match !== null) {
      return match[1];
    }
  }
  throw new Error(`a process ended before it was ready: ${text}`);
}
