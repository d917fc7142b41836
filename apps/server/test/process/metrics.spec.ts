import { once } from 'node:events';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Registry } from 'prom-client';
import { registerCertificateMetrics } from '../../src/metrics/certificate-metrics.js';
import { ClusterMetrics } from '../../src/metrics/cluster-metrics.js';
import { MirrorMetrics } from '../../src/metrics/mirror-metrics.js';
import { ReloadMetrics } from '../../src/metrics/reload-metrics.js';
import { metricsIn, sampleOf } from '../support/exposition.js';
import { describeWith } from '../support/needs.js';
import { promtool } from '../support/promtool.js';
import { type RunningServer, startServer } from '../support/running-server.js';
import { useTemporaryDirectory } from '../support/temporary-directory.js';
import { until } from '../support/until.js';

const DOCUMENT = readFileSync(join(__dirname, '..', '..', '..', '..', 'docs', 'metrics.md'), 'utf8');

/** The rows of the tables in the documentation. */
const DOCUMENTED = [...DOCUMENT.matchAll(/^\| `(\w+)` +\| (\w+) +\| (.*?) *\|/gm)].map(
  ([, name = '', type = '', labels = '']) => ({
    name,
    type,
    labels: [...labels.matchAll(/`(\w+)`/g)].map(([, label = '']) => label).sort(),
  }),
);

/** What is exposed besides where groups are kept in a cluster. */
async function inCluster(): Promise<string> {
  const registry = new Registry();
  new ClusterMetrics(registry).show({ age: () => undefined, problem: () => undefined });
  new MirrorMetrics(registry).show({ problem: () => undefined });
  return registry.metrics();
}

/** A Prometheus that does not answer. */
const NOBODY = 'http://127.0.0.1:1';

const home = useTemporaryDirectory();
const directory = (): string => join(home(), 'file_sd');
let server: RunningServer;

beforeEach(async () => {
  server = await startServer({ FILE_SD_DIRECTORY: directory() });
});
afterEach(() => server.stop());

const send = (method: string, path: string, body?: string): Promise<Response> =>
  fetch(`${server.url}${path}`, { method, ...(body !== undefined && { body: new URLSearchParams(body) }) });

const scrape = async (): Promise<string> => (await fetch(`${server.url}/metrics`)).text();

async function makeTraffic(): Promise<void> {
  await send('PUT', '/shop/prod', 'targets=h:1,h:2,h:3');
  await send('PUT', '/shop/"quoted"', 'targets=h:1');
  await send('POST', '/shop/prod', 'targets=h:1');
  await send('DELETE', '/shop/%22quoted%22');
  await send('GET', '/nowhere');
  await send('PATCH', '/shop/prod');
  await send('HEAD', '/-/ready');
}

describeWith(['promtool'])('promtool', () => {
  test('has nothing against the metrics, before and after traffic', async () => {
    expect(promtool(['check', 'metrics'], await scrape())).toBe('');
    await makeTraffic();
    expect(promtool(['check', 'metrics'], await scrape())).toBe('');
  });
});

describe('docs/metrics.md', () => {
  beforeEach(async () => {
    await server.stop();
    server = await startServer({ FILE_SD_DIRECTORY: directory(), PROMETHEUS_URLS: NOBODY });
  });

  test('has every metric that is exposed, with its type, and no other', async () => {
    await makeTraffic();
    const exposed = [...metricsIn(`${await scrape()}${await inCluster()}`)].map(([name, { type }]) => ({ name, type }));
    const byName = (one: { name: string }, other: { name: string }) => one.name.localeCompare(other.name);
    expect(DOCUMENTED.map(({ name, type }) => ({ name, type })).sort(byName)).toEqual(exposed.sort(byName));
  });

  test('has the labels of every series', async () => {
    await makeTraffic();
    const registry = new Registry();
    // No file is followed in this process, and no certificate served.
    new ReloadMetrics(registry).loaded('access_file');
    registerCertificateMetrics(registry, () => ({ subject: 'x', end: new Date(0) }));
    const exposed = metricsIn(`${await scrape()}${await registry.metrics()}${await inCluster()}`);
    for (const { name, labels } of DOCUMENTED) {
      const shown = [...(exposed.get(name)?.labels ?? [])].sort();
      // Node has nothing to show where there was no garbage collection yet, or nothing is under way.
      if (name.startsWith('target_eye_') || shown.length > 0) expect({ name, labels }).toEqual({ name, labels: shown });
    }
  });
});

test('the numbers follow requests, hand edits and a restart', async () => {
  await makeTraffic();
  const text = await scrape();
  expect({
    groups: sampleOf(text, 'target_eye_groups'),
    targets: sampleOf(text, 'target_eye_targets'),
    created: sampleOf(text, 'target_eye_changes_total{verb="PUT",outcome="created"}'),
    refused: sampleOf(text, 'target_eye_changes_total{verb="POST",outcome="refused"}'),
    published: sampleOf(text, 'target_eye_file_writes_total{operation="publish"}'),
    removed: sampleOf(text, 'target_eye_file_writes_total{operation="remove"}'),
    fsyncs: sampleOf(text, 'target_eye_fsync_duration_seconds_count{of="directory"}'),
    batches: sampleOf(text, 'target_eye_commit_batch_size_count'),
  }).toEqual({ groups: 1, targets: 3, created: 2, refused: 1, published: 2, removed: 1, fsyncs: 3, batches: 3 });
  const series = 'target_eye_group_last_change_timestamp_seconds{application="shop",environment="prod"}';
  const changedAt = sampleOf(text, series);
  writeFileSync(join(directory(), 'shop@test.json'), '[{');
  await server.stop();
  server = await startServer({ FILE_SD_DIRECTORY: directory() });
  const after = await scrape();
  expect({
    changedAt: sampleOf(after, series),
    groups: sampleOf(after, 'target_eye_groups'),
    unreadable: sampleOf(after, 'target_eye_unreadable_files'),
    ready: sampleOf(after, 'target_eye_ready'),
  }).toEqual({ changedAt, groups: 1, unreadable: 1, ready: 1 });
});

test('readiness and its metric tell when the directory has gone, and that the change fails then', async () => {
  expect((await fetch(`${server.url}/-/ready`)).status).toBe(200);
  const moved = `${directory()}.moved`;
  renameSync(directory(), moved);
  try {
    const ready = await fetch(`${server.url}/-/ready`);
    const text = await ready.text();
    expect(ready.status).toBe(503);
    expect(JSON.parse(text)).toMatchObject({
      code: 'not_ready',
      message: 'changes cannot be stored: the directory was removed; put it back, no restart is needed',
    });
    expect(text).not.toContain(home());
    expect((await fetch(`${server.url}/-/healthy`)).status).toBe(200);
    expect((await send('PUT', '/shop/prod', 'targets=h:1')).status).toBe(503);
    const metrics = await scrape();
    expect(sampleOf(metrics, 'target_eye_ready')).toBe(0);
    expect(sampleOf(metrics, 'target_eye_changes_total{verb="PUT",outcome="failed"}')).toBe(1);
  } finally {
    renameSync(moved, directory());
  }
  await until('it is ready again', async () => (await fetch(`${server.url}/-/ready`)).status === 200);
  expect((await send('PUT', '/shop/prod', 'targets=h:1')).status).toBe(200);
  rmSync(directory(), { recursive: true });
});

describe('a Prometheus', () => {
  let prometheus: Server;
  let asked: number;

  /** Starts it, and the service that asks it. */
  async function serve(answer: (response: ServerResponse) => void): Promise<void> {
    asked = 0;
    prometheus = createServer((_, response) => {
      asked += 1;
      answer(response);
    }).listen(0, '127.0.0.1');
    await once(prometheus, 'listening');
    const url = `http://127.0.0.1:${String((prometheus.address() as AddressInfo).port)}`;
    await server.stop();
    server = await startServer({ FILE_SD_DIRECTORY: directory(), PROMETHEUS_URLS: url });
    await send('PUT', '/shop/prod', 'targets=h:1,h:2,h:3');
  }

  afterEach(() => {
    prometheus.close().closeAllConnections();
  });

  const targetsIn = (text: string): readonly string[] =>
    text.split('\n').filter((line) => line.startsWith('target_eye_targets') && !line.endsWith(' 0'));

  test('is asked by the first scrape only, and not before', async () => {
    await serve((response) => response.writeHead(404).end());
    expect(asked).toBe(0);
    await scrape();
    const isUnreachable = /^target_eye_prometheus_reachable\{url="[^"]+"\} 0$/m;
    await until('it has answered', async () => isUnreachable.test(await scrape()));
    const before = asked;
    expect(before).toBeGreaterThan(0);
    const texts = [await scrape(), ...(await Promise.all([scrape(), scrape()]))];
    expect(texts.map(targetsIn)).toEqual(texts.map(() => ['target_eye_targets{status="unknown"} 3']));
    expect(asked).toBe(before);
  });

  test('that is silent does not keep a scrape, and every target is unknown', async () => {
    await serve(() => undefined);
    const text = await scrape();
    expect(targetsIn(text)).toEqual(['target_eye_targets{status="unknown"} 3']);
    expect(text.match(/^target_eye_targets\{/gm)).toHaveLength(10);
    expect(text).not.toContain('target_eye_prometheus_reachable{');
  });
});
