import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const children = new Set();

process.on('exit', () => {
  for (const child of children) child.kill('SIGKILL');
});

/** A Prometheus of this machine with these scrape jobs; resolves when it answers. */
export async function startPrometheus(home, jobs) {
  const own = mkdtempSync(join(home, 'prometheus-'));
  const address = `127.0.0.1:${await freePort()}`;
  const config = join(own, 'prometheus.yml');
  writeFileSync(config, JSON.stringify({ scrape_configs: jobs }));
  const args = [`--config.file=${config}`, `--storage.tsdb.path=${join(own, 'tsdb')}`];
  const child = spawn('prometheus', [...args, `--web.listen-address=${address}`], { stdio: 'ignore' });
  children.add(child);
  await once(child, 'spawn');
  const metrics = () =>
    fetch(`http://${address}/metrics`).then(
      (answer) => answer.text(),
      () => '',
    );
  while ((await metrics()) === '') await sleep(100);
  return {
    child,
    url: `http://${address}`,
    /** Waits until it has discovered so many targets in all its jobs together. */
    discovered: async (targets) => {
      const sum = (text) =>
        [...text.matchAll(/^prometheus_sd_discovered_targets\{.*name="scrape".*\} (.+)$/gm)]
          .map(([, count]) => Number(count))
          .reduce((total, count) => total + count, 0);
      while (sum(await metrics()) !== targets) await sleep(500);
    },
    stop: async () => {
      children.delete(child);
      const exit = once(child, 'exit');
      child.kill();
      await exit;
    },
  };
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  return port;
}
