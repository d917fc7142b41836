import { mkdirSync } from 'node:fs';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startTargetEye } from '../processes.mjs';
import { startPrometheus } from '../prometheus.mjs';
import { report } from '../report.mjs';

/** How many targets come up, one after another. */
const TARGETS = 12;

/** How much later than the one before, in milliseconds; no part of the time between two polls or scrapes. */
const APART = 730;

/** How long after the first good scrape is it told that a target is up? */
export async function measureDelay({ program, home }) {
  const directory = join(home, 'delay');
  mkdirSync(directory);
  const prometheus = await startPrometheus(home, [
    { job_name: 'up', scrape_interval: '1s', file_sd_configs: [{ files: [`${directory}/*.json`] }] },
  ]);
  const server = await startTargetEye(program, directory, { PROMETHEUS_URLS: prometheus.url });
  const exporters = await Promise.all(Array.from({ length: TARGETS }, startExporter));
  const told = exporters.map(async (exporter, index) => {
    const response = await fetch(`${server.url}/late/${index}?wait=up&timeout=2m`, {
      method: 'PUT',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ targets: [exporter.address] }),
    });
    const end = performance.now();
    if (response.status !== 200) throw new Error(`${response.status} ${await response.text()}`);
    return end - exporter.firstGood();
  });
  for (const exporter of exporters) await exporter.scraped();
  for (const exporter of exporters) {
    exporter.recover();
    await sleep(APART);
  }
  const delays = await Promise.all(told);
  report({ work: 'up is told after the first good scrape, usually', value: medianIn(delays), unit: 'ms' });
  report({ work: 'the same, at most', value: Math.max(...delays), unit: 'ms', atMost: 2500 });
  for (const exporter of exporters) exporter.stop();
  for (const each of [server, prometheus]) await each.stop();
}

/** An exporter that fails until it recovers. */
async function startExporter() {
  let [isGood, wasScraped, firstGood] = [false, false, undefined];
  const server = createServer((_, response) => {
    wasScraped = true;
    if (isGood) response.once('finish', () => (firstGood ??= performance.now()));
    response.writeHead(isGood ? 200 : 503, { 'Content-Type': 'text/plain' }).end('recovered 1\n');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    address: `127.0.0.1:${server.address().port}`,
    recover: () => (isGood = true),
    firstGood: () => firstGood,
    scraped: async () => {
      while (!wasScraped) await sleep(50);
    },
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

function medianIn(values) {
  return [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)];
}
