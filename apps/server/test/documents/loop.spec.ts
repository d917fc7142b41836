import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { blocksOf, fileIn, readDocument, ROOT } from '../support/document.js';
import { describeWith } from '../support/needs.js';
import { type RunningPrometheus, startPrometheusWith } from '../support/running-prometheus.js';
import { type Ended, runProgram, type RunningServer, startServer } from '../support/running-server.js';
import { sampleOf } from '../support/exposition.js';
import { until } from '../support/until.js';

const README = blocksOf(readDocument('README.md'));
const GUIDE = readDocument('docs/prometheus.md');
const [, PAIR = ''] = /^## A pair of Prometheus$([^]*?)^## /m.exec(GUIDE) ?? [];
const RECIPES = readDocument('docs/recipes.md');
const TARGETCTL = join(ROOT, 'build', 'tested', 'targetctl.mjs');

/** What README has from the start with a Prometheus on. */
const [START = '', CONFIGURATION = '', PUT = '', ANSWER = '', ASK = '', SAID = ''] = README.slice(
  README.findIndex(({ text }) => text.startsWith('PROMETHEUS_URLS')),
).map(({ text }) => text);

/** As the reader wrote it, with other places in it. */
function moved(text: string, places: Readonly<Record<string, string>>): string {
  return Object.entries(places).reduce((result, [from, to]) => result.replaceAll(from, to), text);
}

/** A scrape configuration of a document, with the shortest time that there is between two scrapes. */
function quick(configuration: string, places: Readonly<Record<string, string>>): string {
  const { scrape_configs: jobs } = parse(moved(configuration, places)) as { scrape_configs: readonly object[] };
  return JSON.stringify({ scrape_configs: jobs.map((job) => ({ ...job, scrape_interval: '1s' })) });
}

/** An answer without what differs each time: times, revisions and the addresses of this machine. */
function timeless(json: string, places: Readonly<Record<string, string>>): unknown {
  const plain = moved(json, places)
    .replaceAll(/"\d{4}-\d\d-\d\dT[\d:.]+Z"/g, '"…"')
    .replaceAll(/"revision":"\w+"/g, '"revision":"…"')
    .replaceAll(/"duration_seconds":[\d.e-]+/g, '"duration_seconds":0')
    .replaceAll('[::1]', '127.0.0.1');
  return JSON.parse(plain) as unknown;
}

interface Exporter {
  /** Host and port. */
  readonly address: string;
  readonly stop: () => Promise<void>;
}

async function startExporter(): Promise<Exporter> {
  const server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4' }).end('answers 1\n');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    address: `127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    stop: async () => {
      const closed = once(server, 'close');
      server.close().closeAllConnections();
      await closed;
    },
  };
}

describeWith(['prometheus', 'promtool', 'curl'])('with a real Prometheus and real exporters', () => {
  let home: string;
  let service: RunningServer;
  let prometheus: RunningPrometheus;
  let stopping: Exporter;
  let staying: Exporter;
  const directory = (): string => join(home, 'file_sd');
  const host = (): string => new URL(service.url).host;

  const serve = (bind: string, prometheusUrls: string): Promise<RunningServer> =>
    startServer({ BIND: bind, FILE_SD_DIRECTORY: directory(), PROMETHEUS_URLS: prometheusUrls });

  const run = (script: string, variables: Readonly<Record<string, string>> = {}): Promise<Ended> =>
    runProgram(['/bin/sh', '-ec', script], {
      PATH: process.env['PATH'] ?? '',
      TARGET_EYE_URL: service.url,
      ...variables,
    });

  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), 'target-eye-loop-'));
    mkdirSync(directory());
    [stopping, staying] = await Promise.all([startExporter(), startExporter()]);
    prometheus = await startPrometheusWith(quick(CONFIGURATION, { '/path/to/target-eye/file_sd': directory() }));
    const urls = /(?<=^PROMETHEUS_URLS=)\S+(?= npm start$)/m.exec(START)?.[0] ?? '';
    service = await serve('127.0.0.1:0', urls.replace('localhost:9090', prometheus.address));
  });

  afterAll(async () => {
    await Promise.all([service.stop(), prometheus.stop(), staying.stop()]);
    rmSync(home, { recursive: true, force: true });
  });

  test('README registers a target, is told that it is up, and then why it is not', async () => {
    const here = { 'localhost:8000': host(), '127.0.0.1:9100': stopping.address };
    const there = {
      [stopping.address]: '127.0.0.1:9100',
      [`port ${stopping.address.split(':')[1] ?? ''}`]: 'port 9100',
      [prometheus.address]: 'localhost:9090',
    };
    const soon = run(`curl -sS -X PUT "$TARGET_EYE_URL/payments/prod" -d targets=${staying.address} -d team=checkout`);
    expect(timeless((await run(moved(PUT, here))).stdout, there)).toEqual(JSON.parse(ANSWER));
    expect(await soon).toMatchObject({ status: 0 });
    await stopping.stop();
    const asked = async (): Promise<string> => (await run(moved(ASK, here))).stdout;
    await until('the scrape failed', async () => {
      await fetch(`${service.url}/api/v1/groups/node/prod/status?wait=up&timeout=2s`);
      return (await asked()).includes('"down"');
    });
    expect(timeless(await asked(), there)).toEqual(timeless(SAID, {}));
  });

  test('the recipe ends when its targets are up, and fails with the reason when one is not', async () => {
    const header = join(home, 'header');
    writeFileSync(header, 'X-Nothing: to log in\n');
    const deploy = (targets: string, script = fileIn(RECIPES, 'deploy.sh')): Promise<Ended> =>
      run(script, { TARGET_EYE_HEADER: header, TARGETS: targets });
    expect(await deploy(staying.address)).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('"job":"payments"') as string,
    });
    const impatient = fileIn(RECIPES, 'deploy.sh')
      .replace('timeout=2m', 'timeout=2s')
      .replace('--retry-max-time 60', '--retry-max-time 1');
    const { status, stdout } = await deploy(`${staying.address},${stopping.address}`, impatient);
    expect(status).not.toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      code: 'not_up',
      message: expect.stringMatching(/^the change is stored/) as string,
      errors: [{ path: 'targets[1]', code: expect.any(String) as string }],
    });
  });

  test('the job of a pipeline waits until the group is up, and fails where there is none', async () => {
    const { 'wait-until-up': job } = parse(fileIn(RECIPES, 'wait.yml')) as Record<
      string,
      { readonly script: string[] }
    >;
    const script = job?.script.join('\n').replaceAll('targetctl', `'${process.execPath}' '${TARGETCTL}'`) ?? '';
    const of = (environment: string): Promise<Ended> =>
      run(script, {
        CI_PROJECT_NAME: 'payments',
        CI_ENVIRONMENT_SLUG: environment,
        TARGETCTL_URL: service.url,
        HOME: home,
      });
    await run(`curl -sS -X PUT "$TARGET_EYE_URL/payments/prod" -d targets=${staying.address} -d team=checkout`);
    expect(await of('prod')).toMatchObject({ status: 0, stderr: '' });
    expect(await of('none')).toMatchObject({ status: 1, stderr: expect.stringContaining('no target group') as string });
  });

  test('of a pair the guide shows what is said when the two disagree', async () => {
    const [urls = '', said = ''] = blocksOf(PAIR).flatMap(({ text }) =>
      text.startsWith('PROMETHEUS_URLS=') || text.startsWith('{') ? [text.trim()] : [],
    );
    const first = quick(fileIn(GUIDE, 'first.yml'), { '/var/lib/target-eye/file_sd': directory() });
    expect(first).toBe(quick(CONFIGURATION, { '/path/to/target-eye/file_sd': directory() }));
    const second = await startPrometheusWith(
      quick(fileIn(GUIDE, 'second.yml'), { 'target-eye.example.org:8000': host() }),
    );
    const polls = 'target_eye_http_requests_total{handler="/http_sd",method="GET",code="200"}';
    const scrape = async () => (await fetch(`${service.url}/metrics`)).text();
    await until('the second has polled', async () => sampleOf(await scrape(), polls) > 0);
    await service.stop();
    service = await serve(
      host(),
      moved(urls, {
        'PROMETHEUS_URLS=': '',
        'localhost:9090': prometheus.address,
        'second.example.org:9090': second.address,
      }),
    );
    await run(`curl -sS -X PUT "$TARGET_EYE_URL/shop/prod" -d targets=${staying.address}`);
    const ask = async () => (await fetch(`${service.url}/api/v1/status?application=shop`)).text();
    await until('the first has it', async () => {
      await fetch(`${service.url}/api/v1/groups/shop/prod/status?wait=up&timeout=1s`);
      return (await ask()).includes('"status":"up"');
    });
    const there = {
      [staying.address]: '10.3.3.1:9100',
      [prometheus.address]: 'localhost:9090',
      [second.address]: 'second.example.org:9090',
    };
    expect(timeless(await ask(), there)).toEqual(timeless(said, {}));
    const metrics = await scrape();
    expect(sampleOf(metrics, 'target_eye_targets_disagreeing')).toBeGreaterThan(0);
    expect(sampleOf(metrics, 'target_eye_targets{status="not_read"}')).toBeGreaterThan(0);
    await second.stop();
  });
});
