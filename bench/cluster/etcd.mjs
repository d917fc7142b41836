import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Where services keep their groups. */
export const PREFIX = '/target-eye/';

const children = new Set();

process.on('exit', () => {
  for (const child of children) child.kill('SIGKILL');
});

/** Starts so many etcd nodes that make one cluster and store below `home`; resolves when each of them knows its leader. */
export async function startEtcd(home, count) {
  const own = mkdtempSync(join(home, 'etcd-'));
  const places = [];
  for (let index = 0; index < count; index += 1)
    places.push({ name: `n${index}`, url: await freeUrl(), peerUrl: await freeUrl() });
  const cluster = places.map(({ name, peerUrl }) => `${name}=${peerUrl}`).join();
  const nodes = places.map((place) => nodeAt(place, own, cluster));
  await Promise.all(nodes.map((node) => node.start()));
  const urls = places.map(({ url }) => url);
  return {
    urls,
    nodes,
    /** What a service is told to keep its groups here. */
    settings: { ETCD_ENDPOINTS: urls.join(), ETCD_PREFIX: PREFIX },
    leader: async () => {
      for (;;) {
        const states = await Promise.all(nodes.map(({ url }) => stateOf(url)));
        const leading = nodes.find((_, index) => isLeading(states[index]));
        if (leading !== undefined) return leading;
        await sleep(20);
      }
    },
    stop: () => Promise.all(nodes.map((node) => node.kill())),
  };
}

function nodeAt({ name, url, peerUrl }, own, cluster) {
  let child;
  return {
    url,
    start: async () => {
      const args = [
        ...['--name', name, '--data-dir', join(own, name), '--initial-cluster', cluster],
        ...['--listen-client-urls', url, '--advertise-client-urls', url],
        ...['--listen-peer-urls', peerUrl, '--initial-advertise-peer-urls', peerUrl],
        ...['--logger', 'zap', '--log-level', 'error'],
      ];
      child = spawn('etcd', args, { stdio: 'ignore' });
      children.add(child);
      await once(child, 'spawn');
      while (((await stateOf(url))?.leader ?? '0') === '0') await sleep(20);
    },
    /** Ends it as a power cut does. */
    kill: async () => {
      children.delete(child);
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exit = once(child, 'exit');
      child.kill('SIGKILL');
      await exit;
    },
  };
}

function stateOf(url) {
  return ask(url, '/v3/maintenance/status', {}).catch(() => undefined);
}

function isLeading(state) {
  return state !== undefined && state.leader === state.header.member_id;
}

/** What a node answers to a call of its JSON gateway. */
export async function ask(url, path, body) {
  const response = await fetch(url + path, {
    method: 'POST',
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(10_000),
  });
  if (!response.ok) throw new Error(`${path}: ${await response.text()}`);
  return response.json();
}

/** The groups that the majority has, those of an application only, by their keys. */
export async function groupsIn({ urls }, application = '') {
  const begin = `${PREFIX}groups/${application}${application === '' ? '' : '/'}`;
  const { kvs = [] } = await ask(urls[0], '/v3/kv/range', {
    key: encoded(begin),
    range_end: encoded(`${begin.slice(0, -1)}0`),
  });
  return new Map(kvs.map(({ key, value }) => [decoded(key).slice(begin.length), JSON.parse(decoded(value))]));
}

/** The key and the value of a group, as they are sent. */
export function keyValue({ application, environment, targets, labels }, prefix = PREFIX) {
  const key = `${prefix}groups/${encodeURIComponent(application)}/${encodeURIComponent(environment)}`;
  const value = JSON.stringify({ targets, labels, changedAt: Date.now() / 1000, operation: operation() });
  return { key: encoded(key), value: encoded(value) };
}

/** What makes every value another one. */
function operation() {
  return Math.random().toString(36).slice(2);
}

function encoded(text) {
  return Buffer.from(text).toString('base64');
}

function decoded(text) {
  return Buffer.from(text, 'base64').toString();
}

async function freeUrl() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  return `http://127.0.0.1:${port}`;
}
