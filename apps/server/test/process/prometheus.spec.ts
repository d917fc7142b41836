import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describeWith } from '../support/needs.js';
import { type RunningPrometheus, startPrometheus } from '../support/running-prometheus.js';
import { type RunningServer, startServer } from '../support/running-server.js';
import { until } from '../support/until.js';

/** For targets where nothing answers. */
const RARELY = { __scrape_interval__: '1h' };

describeWith(['prometheus', 'promtool'])('a real Prometheus on the directory', () => {
  let home: string;
  let server: RunningServer;
  let prometheus: RunningPrometheus;
  let address: string;

  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), 'target-eye-prometheus-'));
    server = await startServer({ FILE_SD_DIRECTORY: join(home, 'file_sd') });
    prometheus = await startPrometheus(join(home, 'file_sd'));
    ({ address } = prometheus);
  });

  afterAll(async () => {
    await prometheus.stop();
    await server.stop();
    rmSync(home, { recursive: true, force: true });
  });

  /** Sends a change and expects it to be accepted. */
  async function send(method: string, path: string, body?: object): Promise<void> {
    const json = body && { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) };
    const response = await fetch(`${server.url}${path}`, { method, ...json });
    if (!response.ok) throw new Error(await response.text());
  }

  const activeTargets = () => prometheus.activeTargets();
  const scans = () => prometheus.metric('prometheus_sd_file_scan_duration_seconds_count');
  const readErrors = () => prometheus.metric('prometheus_sd_file_read_errors_total');

  test('scrapes what is registered, sees a label change, and forgets what is deleted', async () => {
    await send('PUT', '/prometheus/test', { targets: [address], labels: { team: 'one' } });
    await until('the target is up', async () => {
      const [target] = await activeTargets();
      return target?.health === 'up';
    });
    expect(await activeTargets()).toEqual([
      expect.objectContaining({
        labels: { job: 'prometheus', env: 'test', team: 'one', instance: address },
        scrapeUrl: `http://${address}/metrics`,
      }),
    ]);

    await send('POST', '/prometheus/test', { labels: { team: 'two' } });
    await until('the label has changed', async () => (await activeTargets())[0]?.labels['team'] === 'two');

    await send('DELETE', '/prometheus/test');
    await until('the target is gone', async () => (await activeTargets()).length === 0);
  });

  test('scrapes the service itself, which registers like any other', async () => {
    await send('PUT', '/target-eye/test', { targets: [new URL(server.url).host] });
    const groups = async () => {
      const response = await fetch(`http://${address}/api/v1/query?query=target_eye_groups`);
      return ((await response.json()) as { data: { result: unknown[] } }).data.result;
    };
    await until('Prometheus has the metrics', async () => (await groups()).length > 0);
    expect(await groups()).toMatchObject([
      {
        metric: { job: 'target-eye', env: 'test', instance: new URL(server.url).host },
        value: [expect.anything(), '1'],
      },
    ]);
    const [target] = await activeTargets();
    expect(target).toMatchObject({ health: 'up', lastError: '' });
    await send('DELETE', '/target-eye/test');
    await until('the target is gone', async () => (await activeTargets()).length === 0);
  });

  test('scans once for each spaced change and not at all for one that changes nothing', async () => {
    const changes: readonly (readonly [string, object?])[] = [
      ['PUT', { targets: ['127.0.0.1:1', '127.0.0.1:2'], labels: RARELY }],
      ['POST', { targets: ['127.0.0.1:3'] }],
      ['POST', { labels: { team: 'x' } }],
      ['PUT', { labels: { team: 'y' } }],
      ['DELETE', { targets: ['127.0.0.1:3'] }],
      ['DELETE', { labels: { team: 'y' } }],
      ['DELETE'],
    ];
    let expected = await scans();
    const sendAndWait = async (method: string, body?: object) => {
      await send(method, '/spaced/test', body);
      expected += 1;
      await until('Prometheus scans', async () => (await scans()) >= expected);
      await sleep(150);
      expect(await scans()).toBe(expected);
    };
    for (const [method, body] of changes) await sendAndWait(method, body);

    await sendAndWait('PUT', { targets: ['127.0.0.1:1'], labels: { team: 'x' } });
    for (let count = 0; count < 10; count += 1) {
      await send('PUT', '/spaced/test', { labels: { team: 'x' }, targets: ['127.0.0.1:1'] });
      await send('PUT', '/spaced/test');
    }
    // Prometheus sees events in their order: if one of those had made any, it would be scanned before this one.
    await sendAndWait('DELETE');
    expect(await readErrors()).toBe(0);
  });

  test('never reads half a file while hundreds of changes are written', async () => {
    const writers = Array.from({ length: 16 }, async (_, writer) => {
      for (let count = 1; count <= 40; count += 1) {
        const targets = Array.from({ length: count * 20 }, (__, index) => `127.0.0.1:${String(index + 1)}`);
        await send('PUT', `/busy/test-${String(writer % 8)}`, {
          targets,
          labels: { ...RARELY, round: `${String(writer)}.${String(count)}` },
        });
      }
    });
    await Promise.all(writers);
    await until(
      'Prometheus has every target of the last round',
      async () => (await activeTargets()).length === 8 * 800,
    );
    expect(await readErrors()).toBe(0);
  });
});
