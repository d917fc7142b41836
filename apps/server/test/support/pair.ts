import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TargetGroup } from '@target-eye/domain';
import { type EtcdNodes, startEtcd } from '../../../../packages/etcd-storage/test/support/etcd-nodes.js';
import { groupsOf, settingsFor } from './cluster-keys.js';
import { freePort } from './free-port.js';
import { filesIn } from './kept-groups.js';
import { type RunningPrometheus, startPrometheusWith } from './running-prometheus.js';
import { type RunningServer, startServer } from './running-server.js';
import { until } from './until.js';

/** A host with Prometheus, and a service that has the directory that this Prometheus reads. */
export interface Host {
  readonly directory: string;
  readonly prometheus: RunningPrometheus;
  /** The service as it runs now, or ran last. */
  readonly server: () => RunningServer;
  /** Starts the service again; resolves when it listens. */
  readonly start: () => Promise<void>;
  /** Resolves when changes can be stored. */
  readonly ready: () => Promise<void>;
}

/** Two hosts on one cluster of three nodes. */
export interface Pair {
  readonly cluster: EtcdNodes;
  readonly hosts: readonly [Host, Host];
  /** The URLs of both Prometheus, as both services have them. */
  readonly urls: readonly string[];
  /** Waits until both hosts have, show and scrape exactly what the cluster has. */
  readonly settled: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** Starts them all; resolves when both services are ready. */
export async function startPair(): Promise<Pair> {
  const home = mkdtempSync(join(tmpdir(), 'target-eye-pair-'));
  const ports = [await freePort(), await freePort()] as const;
  const urls = ports.map((port) => `http://127.0.0.1:${String(port)}`);
  const cluster = await startEtcd(3);
  const settings = { ...settingsFor(cluster), PROMETHEUS_URLS: urls.join() };
  const [one, other] = await Promise.all([
    startHost(join(home, 'a'), ports[0], settings),
    startHost(join(home, 'b'), ports[1], settings),
  ]);
  const hosts = [one, other] as const;
  return {
    cluster,
    hosts,
    urls,
    settled: async () => {
      await Promise.all(hosts.map(({ ready }) => ready()));
      await until('both hosts have what the cluster has', async () => {
        const groups = await groupsOf(cluster);
        const found = await Promise.all(hosts.map((host) => deviations(host, groups)));
        const [different] = found.filter((text) => text !== '');
        if (different !== undefined) throw new Error(different);
        return true;
      });
    },
    stop: async () => {
      await Promise.all(hosts.flatMap(({ prometheus, server }) => [prometheus.stop(), server().stop()]));
      await cluster.stop();
      rmSync(home, { recursive: true, force: true, maxRetries: 10 });
    },
  };
}

async function startHost(directory: string, port: number, settings: Readonly<Record<string, string>>): Promise<Host> {
  const start = () => startServer({ ...settings, FILE_SD_DIRECTORY: directory });
  let server = await start();
  const files = { files: [join(directory, '*.json')], refresh_interval: '1s' };
  const configuration = {
    scrape_configs: [{ job_name: 'target-eye', scrape_interval: '1s', file_sd_configs: [files] }],
  };
  const prometheus = await startPrometheusWith(JSON.stringify(configuration), { port });
  const host: Host = {
    directory,
    prometheus,
    server: () => server,
    start: async () => {
      server = await start();
    },
    ready: () => until('the service is ready', async () => (await fetch(`${server.url}/-/ready`)).ok),
  };
  await host.ready();
  return host;
}

/** What a host has, shows or scrapes that is not what the cluster has; empty where there is nothing. */
async function deviations(
  { directory, prometheus, server }: Host,
  groups: ReadonlyMap<string, TargetGroup>,
): Promise<string> {
  const all = [...groups.values()];
  const wanted = {
    files: sorted(all.map(plain)),
    shown: sorted(all.map(plain)),
    scraped: sorted(all.flatMap(scraped)),
  };
  const response = await fetch(`${server().url}/api/v1/groups`);
  const { groups: shown } = (await response.json()) as { readonly groups: readonly TargetGroup[] };
  const found = {
    files: sorted(Object.values(filesIn(directory)).flatMap((text) => (JSON.parse(text) as TargetGroup[]).map(plain))),
    shown: sorted(shown.map(plain)),
    scraped: sorted((await prometheus.activeTargets()).map(({ labels }) => inOrder(labels))),
  };
  const [one, other] = [wanted, found].map((value) => JSON.stringify(value));
  return one === other ? '' : `${directory}: ${String(other)} instead of ${String(one)}`;
}

function plain({ targets, labels }: TargetGroup): object {
  return { targets, labels: inOrder(labels) };
}

/** The labels that Prometheus gives to the targets of a group. */
function scraped({ targets, labels }: TargetGroup): readonly object[] {
  const kept = Object.entries(labels).filter(([name]) => !name.startsWith('__'));
  return targets.map((instance) => inOrder({ ...Object.fromEntries(kept), instance }));
}

function inOrder(labels: Readonly<Record<string, string>>): object {
  return Object.fromEntries(Object.entries(labels).sort());
}

function sorted(values: readonly object[]): readonly string[] {
  return values.map((value) => JSON.stringify(value)).sort();
}
