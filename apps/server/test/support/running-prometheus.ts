import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port.js';
import { promtool } from './promtool.js';
import { until } from './until.js';

/** A target as Prometheus' API shows it. */
export interface ActiveTarget {
  readonly scrapePool: string;
  readonly discoveredLabels: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
  readonly scrapeUrl: string;
  readonly health: string;
  readonly lastError: string;
  readonly lastScrape: string;
}

/** A real Prometheus. */
export interface RunningPrometheus {
  /** Host and port. */
  readonly address: string;
  /** The value of one of its own metrics. */
  readonly metric: (name: string) => Promise<number>;
  readonly activeTargets: () => Promise<readonly ActiveTarget[]>;
  /** Why it could not read files, a line of its log each. */
  readonly readErrors: () => Promise<readonly string[]>;
  /** Has it read another configuration. */
  readonly reload: (configuration: string) => Promise<void>;
  readonly stop: () => Promise<void>;
}

const children = new Set<ChildProcess>();

afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
});

/** Starts Prometheus on a directory; resolves when it is ready. */
export async function startPrometheus(directory: string): Promise<RunningPrometheus> {
  const job = `{ job_name: default, scrape_interval: 1s, file_sd_configs: [{ files: ['${directory}/*.json'] }] }`;
  return startPrometheusWith(`{ scrape_configs: [${job}] }`);
}

interface Options {
  /** Where it listens; by default on a port that is free. */
  readonly port?: number;
  /** Who runs it, by number, where root does not. */
  readonly user?: number;
  /** Whether there are groups that promtool would refuse. */
  readonly hasBadGroups?: boolean;
}

/** Starts Prometheus with a configuration that promtool accepts; resolves when it is ready. */
export async function startPrometheusWith(configuration: string, options: Options = {}): Promise<RunningPrometheus> {
  const { port = await freePort(), user, hasBadGroups = false } = options;
  const home = mkdtempSync(join(tmpdir(), 'target-eye-prometheus-'));
  if (user !== undefined) chownSync(home, user, user);
  const address = `127.0.0.1:${String(port)}`;
  const config = join(home, 'prometheus.yml');
  const configure = (text: string): void => {
    writeFileSync(config, text);
    promtool(['check', 'config', ...(hasBadGroups ? ['--syntax-only'] : []), config]);
  };
  configure(configuration);
  const child = spawn(
    'prometheus',
    [`--config.file=${config}`, `--storage.tsdb.path=${join(home, 'tsdb')}`, `--web.listen-address=${address}`],
    { stdio: ['ignore', 'ignore', 'pipe'], ...(user !== undefined && { uid: user, gid: user }) },
  );
  children.add(child);
  let log = '';
  child.stderr.on('data', (chunk: Buffer) => (log += chunk.toString()));
  await until('Prometheus is ready', async () => (await fetch(`http://${address}/-/ready`)).ok);
  const metric = async (name: string): Promise<number> => {
    const text = await (await fetch(`http://${address}/metrics`)).text();
    const value = new RegExp(`^${name} (.*)$`, 'm').exec(text)?.[1];
    if (value === undefined) throw new Error(`Prometheus has no metric ${name}`);
    return Number(value);
  };
  return {
    address,
    metric,
    activeTargets: async () => {
      const response = await fetch(`http://${address}/api/v1/targets?state=active`);
      const { data } = (await response.json()) as { data: { activeTargets: readonly ActiveTarget[] } };
      return data.activeTargets;
    },
    readErrors: async () => {
      const counted = await metric('prometheus_sd_file_read_errors_total');
      const logged = () => log.split('\n').filter((line) => line.includes('Error reading file'));
      await until('the errors are logged', () => logged().length >= counted);
      return logged();
    },
    reload: async (text) => {
      const reloaded = () => metric('prometheus_config_last_reload_success_timestamp_seconds');
      const before = await reloaded();
      configure(text);
      child.kill('SIGHUP');
      await until('the configuration is read', async () => (await reloaded()) > before);
    },
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exit = once(child, 'exit');
      child.kill();
      await exit;
      rmSync(home, { recursive: true, force: true });
    },
  };
}
