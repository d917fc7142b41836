import { mkdtempSync, watch } from 'node:fs';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { GROUPS, groupOf, pathOf } from '../groups.mjs';
import { CONNECTIONS } from '../load.mjs';
import { startTargetEye } from '../processes.mjs';
import { report } from '../report.mjs';
import { startEtcd } from './etcd.mjs';

/** How many changes are made one after another. */
const IDLE = 300;

/** How long the others go on, in seconds, and how many there are in each. */
const SECONDS = 15;
const RATE = 500;

/** How long from a change that is sent to one host to the renamed file on the other? */
export async function measureDelay({ program, home }) {
  const etcd = await startEtcd(home, 3);
  const directory = mkdtempSync(join(home, 'there-'));
  const here = await startTargetEye(program, mkdtempSync(join(home, 'here-')), etcd.settings);
  const there = await startTargetEye(program, directory, etcd.settings);
  const sent = new Map();
  const delays = [];
  const watcher = watch(directory, (_, name) => {
    const begin = sent.get(name);
    if (begin === undefined) return;
    sent.delete(name);
    delays.push(performance.now() - begin);
  });
  let build = 0;
  const change = async (group) => {
    const stored = groupOf(group, (build += 1));
    sent.set(`${stored.labels.job}@prod.json`, performance.now());
    await put(`${here.url}${pathOf(group)}`, JSON.stringify(stored));
  };
  for (let count = 0; count < IDLE; count += 1) {
    await change(count % GROUPS);
    while (sent.size > 0) await sleep(1);
  }
  tell('alone', delays.splice(0), 250);

  const begin = performance.now();
  let [due, made] = [0, 0];
  const send = async () => {
    while (due < SECONDS * RATE) {
      const pause = begin + (due / RATE) * 1000 - performance.now();
      const group = due % GROUPS;
      due += 1;
      if (pause > 0) await sleep(pause);
      if (performance.now() > begin + SECONDS * 1000) return;
      await change(group);
      made += 1;
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, send));
  report({ work: 'changes answered meanwhile', value: (made / (performance.now() - begin)) * 1000, unit: '/s' });
  while (sent.size > 0) await sleep(10);
  tell(`under ${RATE} changes a second`, delays, 1000);
  watcher.close();
  for (const each of [here, there, etcd]) await each.stop();
}

function tell(when, delays, atMost) {
  const sorted = delays.sort((one, other) => one - other);
  const part = (share) => sorted[Math.ceil(sorted.length * share) - 1];
  report({ work: `a change until its file is on the other host, ${when}, usually`, value: part(0.5), unit: 'ms' });
  report({ work: `the same, 99 of 100 of ${sorted.length}`, value: part(0.99), unit: 'ms', atMost });
}

const agent = new Agent({ keepAlive: true });

function put(url, body) {
  const headers = { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) };
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'PUT', headers, agent }, (response) => {
      response.resume().on('end', () => {
        if (response.statusCode === 200) resolve();
        else reject(new Error(`${url}: ${response.statusCode}`));
      });
    });
    sent.on('error', reject).end(body);
  });
}
