import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CONNECTIONS } from '../load.mjs';
import { startTargetEye } from '../processes.mjs';
import { startPrometheus } from '../prometheus.mjs';
import { report } from '../report.mjs';
import { startClient } from './clients.mjs';
import { groupsIn, startEtcd } from './etcd.mjs';

/** For how long changes are made before the leader dies, and after the first one that was accepted then, in milliseconds. */
const BEFORE = 700;
const AFTER = 700;

/** How long the two Prometheus may take until they have what the cluster has, in milliseconds. */
const PATIENCE = 60_000;

/** Kills the leader again and again under 64 clients of two hosts, and looks what became of every acknowledged change. */
export async function measureFailover({ program, home, rounds }) {
  const etcd = await startEtcd(home, 3);
  const hosts = [await startHost(program, home, etcd), await startHost(program, home, etcd)];
  const sums = { acknowledged: 0, refused: 0, unknown: 0, lost: 0, duplicated: 0, different: 0 };
  const gaps = [];
  for (let round = 0; round < rounds; round += 1) {
    const { gap, clients } = await killLeader(etcd, hosts, `round-${round}`);
    gaps.push(gap);
    const groups = await groupsIn(etcd, `round-${round}`);
    for (const client of clients)
      for (const [name, count] of Object.entries(client.compared(groups))) sums[name] += count;
    if (!(await agree(etcd, hosts))) sums.different += 1;
    const figures = Object.entries(sums).map(([name, count]) => `${count} ${name}`);
    process.stderr.write(`round ${round + 1}: ${Math.round(gap)} ms without a change; ${figures.join(', ')}\n`);
    await fetch(`${hosts[0].url}/api/v1/groups?application=round-${round}`, { method: 'DELETE' });
  }
  const count = `in ${rounds} rounds of killing the leader`;
  gaps.sort((one, other) => one - other);
  report({ work: `changes acknowledged ${count}`, value: sums.acknowledged, unit: '' });
  report({ work: 'changes refused, or answered that it is not known', value: sums.refused + sums.unknown, unit: '' });
  report({ work: 'changes lost', value: sums.lost, unit: '', atMost: 0 });
  report({ work: 'changes made twice', value: sums.duplicated, unit: '', atMost: 0 });
  report({ work: 'without an accepted change, usually', value: gaps[Math.floor(rounds / 2)] / 1000, unit: 's' });
  report({ work: 'without an accepted change, at most', value: gaps.at(-1) / 1000, unit: 's', atMost: 3 });
  report({ work: 'rounds after which the two Prometheus differ', value: sums.different, unit: '', atMost: 0 });
  for (const host of hosts) await host.stop();
  await etcd.stop();
}

async function startHost(program, home, etcd) {
  const directory = mkdtempSync(join(home, 'host-'));
  const server = await startTargetEye(program, directory, { ...etcd.settings, FUSE_PERCENT: '100' });
  const files = [`${directory}/*.json`];
  const prometheus = await startPrometheus(home, [
    { job_name: 'pair', scrape_interval: '1h', file_sd_configs: [{ files }] },
  ]);
  return {
    url: server.url,
    prometheus,
    stop: async () => {
      await prometheus.stop();
      await server.stop();
    },
  };
}

/** @returns the longest time without an accepted change in milliseconds, and the clients */
async function killLeader(etcd, hosts, application) {
  const accepted = [performance.now()];
  const told = () => accepted.push(performance.now());
  const clients = Array.from({ length: CONNECTIONS }, (_, index) =>
    startClient(hosts[index % hosts.length].url, application, index, told),
  );
  await sleep(BEFORE);
  const leader = await etcd.leader();
  const killed = performance.now();
  await leader.kill();
  while (accepted.at(-1) < killed + 100) await sleep(20);
  await sleep(AFTER);
  await Promise.all(clients.map((client) => client.stop()));
  await leader.start();
  const gaps = accepted.slice(1).map((time, index) => time - accepted[index]);
  return { gap: Math.max(...gaps), clients };
}

/** Whether both Prometheus get to scrape what the cluster has. */
async function agree(etcd, hosts) {
  const wanted = JSON.stringify(
    [...(await groupsIn(etcd)).values()]
      .flatMap(({ targets, labels }) => targets.map((instance) => shown({ ...labels, instance })))
      .sort(),
  );
  for (const end = performance.now() + PATIENCE; performance.now() < end; await sleep(500)) {
    const found = await Promise.all(hosts.map(({ prometheus }) => scrapedBy(prometheus.url)));
    if (found.every((each) => each === wanted)) return true;
  }
  return false;
}

async function scrapedBy(url) {
  const { data } = await (await fetch(`${url}/api/v1/targets?state=active`)).json();
  return JSON.stringify(data.activeTargets.map(({ labels }) => shown(labels)).sort());
}

function shown(labels) {
  return JSON.stringify(Object.entries(labels).sort());
}
