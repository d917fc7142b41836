import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { promisify } from 'node:util';
import { until } from '@target-eye/domain/testing';
import { freePort } from '../../../../apps/server/test/support/free-port.js';

/** A node of a real etcd cluster, on the loopback interface. */
interface EtcdNode {
  readonly name: string;
  /** Where clients reach it. */
  readonly url: string;
  /** Starts it again, on what it stored. */
  readonly start: () => Promise<void>;
  /** Ends it, by default as a power cut does. */
  readonly end: (signal?: NodeJS.Signals) => Promise<void>;
  /** Stops it in the middle of whatever it does, as a machine that hangs; `resume` lets it go on. */
  readonly pause: () => Promise<void>;
  readonly resume: () => void;
}

/** Real etcd nodes that make one cluster. */
export interface EtcdNodes {
  readonly nodes: readonly EtcdNode[];
  readonly urls: readonly [string, ...string[]];
  /** The node that leads now; waits until there is one. */
  readonly leader: () => Promise<EtcdNode>;
  /** Keeps what is stored now; the function that it gives brings all nodes back to that, as an operator does. */
  readonly backUp: () => Promise<() => Promise<void>>;
  /** Sets the cluster up anew at the same addresses, with nothing in it. */
  readonly renew: () => Promise<void>;
  /** Ends all nodes and removes what they stored. */
  readonly stop: () => Promise<void>;
}

interface Options {
  /** What every node is told besides. */
  readonly flags?: readonly string[];
  /** `https` where the flags say so. */
  readonly scheme?: 'http' | 'https';
  /** Whether it is waited until the nodes answer; a cluster that asks for certificates cannot be asked here. */
  readonly isAwaited?: boolean;
}

/** Where an fsync costs nothing. */
const IN_MEMORY = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

const children = new Set<ChildProcess>();

afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
});

/** Starts so many nodes; resolves when each of them answers and knows its leader. */
export async function startEtcd(count: number, options: Options = {}): Promise<EtcdNodes> {
  const { flags = [], scheme = 'http', isAwaited = true } = options;
  const home = mkdtempSync(join(IN_MEMORY, 'target-eye-etcd-'));
  const places: Place[] = [];
  for (let index = 0; index < count; index += 1)
    places.push({
      name: `n${String(index)}`,
      url: `${scheme}://127.0.0.1:${String(await freePort())}`,
      peerUrl: `http://127.0.0.1:${String(await freePort())}`,
    });
  const cluster = places.map(({ name, peerUrl }) => `${name}=${peerUrl}`).join(',');
  const nodes = places.map((place) => nodeAt(place, home, ['--initial-cluster', cluster, ...flags], isAwaited));
  await Promise.all(nodes.map((node) => node.start()));
  const clear = async (): Promise<void> => {
    await Promise.all(nodes.map((node) => node.end('SIGKILL')));
    for (const { name } of places) rmSync(join(home, name), { recursive: true });
  };
  return {
    nodes,
    urls: places.map(({ url }) => url) as [string, ...string[]],
    leader: async () => {
      const leading: EtcdNode[] = [];
      await until('a node leads', async () => {
        const states = await Promise.all(nodes.map((node) => stateOf(node.url).catch(() => undefined)));
        leading.push(...nodes.filter((_, index) => isLeading(states[index])));
        return leading.length > 0;
      });
      const [leader] = leading;
      if (leader === undefined) throw new Error('no node leads');
      return leader;
    },
    backUp: async () => {
      const backup = join(home, `backup-${randomUUID()}`);
      await etcdctl('--endpoints', nodes[0]?.url ?? '', 'snapshot', 'save', backup);
      return async () => {
        await clear();
        for (const { name, peerUrl } of places)
          await etcdctl(
            ...['snapshot', 'restore', backup, '--data-dir', join(home, name), '--name', name],
            ...['--initial-cluster', cluster, '--initial-advertise-peer-urls', peerUrl],
          );
        await Promise.all(nodes.map((node) => node.start()));
      };
    },
    renew: async () => {
      await clear();
      await Promise.all(nodes.map((node) => node.start()));
    },
    stop: async () => {
      await Promise.all(nodes.map((node) => node.end('SIGKILL')));
      rmSync(home, { recursive: true, force: true });
    },
  };
}

const run = promisify(execFile);

async function etcdctl(...args: readonly string[]): Promise<void> {
  await run('etcdctl', args, { env: { ...process.env, ETCDCTL_API: '3' } });
}

interface Place {
  readonly name: string;
  readonly url: string;
  readonly peerUrl: string;
}

interface State {
  readonly header: { readonly member_id: string };
  readonly leader?: string;
}

function nodeAt({ name, url, peerUrl }: Place, home: string, flags: readonly string[], isAwaited: boolean): EtcdNode {
  let child: ChildProcess | undefined;
  return {
    name,
    url,
    start: async () => {
      const started = spawn(
        'etcd',
        [
          ...['--name', name, '--data-dir', join(home, name), '--initial-cluster-state', 'new'],
          ...['--listen-client-urls', url, '--advertise-client-urls', url],
          ...['--listen-peer-urls', peerUrl, '--initial-advertise-peer-urls', peerUrl],
          ...['--heartbeat-interval', '100', '--election-timeout', '1000', '--logger', 'zap', '--log-level', 'warn'],
          ...flags,
        ],
        { stdio: 'ignore' },
      );
      child = started;
      children.add(started);
      if (isAwaited) await until(`etcd ${name} has a leader`, async () => hasLeader(await stateOf(url)));
    },
    end: async (signal = 'SIGKILL') => {
      if (child?.exitCode !== null || child.signalCode !== null) return;
      const exit = once(child, 'exit');
      child.kill(signal);
      await exit;
      // Whoever here was connected to it hears of that in the same turn, and has let go of the connection in the next.
      for (let turns = 0; turns < 2; turns += 1) await nextTurn();
    },
    pause: async () => {
      child?.kill('SIGSTOP');
      await until(`etcd ${name} stands still`, () => isStopped(child?.pid));
    },
    resume: () => child?.kill('SIGCONT'),
  };
}

/** Whether all threads of a process stand still: where the machine is busy, they go on for a while after the signal. */
function isStopped(pid: number | undefined): boolean {
  const tasks = join('/proc', String(pid), 'task');
  return readdirSync(tasks).every((task) => readFileSync(join(tasks, task, 'stat'), 'utf8').includes(') T '));
}

async function stateOf(url: string): Promise<State> {
  const response = await fetch(`${url}/v3/maintenance/status`, {
    method: 'POST',
    body: '{}',
    signal: AbortSignal.timeout(1000),
  });
  return (await response.json()) as State;
}

function hasLeader({ leader = '0' }: State): boolean {
  return leader !== '0';
}

function isLeading(state: State | undefined): boolean {
  return state !== undefined && hasLeader(state) && state.leader === state.header.member_id;
}
