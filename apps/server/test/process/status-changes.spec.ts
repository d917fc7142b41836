import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { GroupStatus, NotUp } from '@target-eye/http-api';
import { startExporter } from '../support/exporters.js';
import { freePort } from '../support/free-port.js';
import { describeWith } from '../support/needs.js';
import { type RunningPrometheus, startPrometheusWith } from '../support/running-prometheus.js';
import { type RunningServer, startServer } from '../support/running-server.js';
import { PATIENT } from '../support/scrape-flows.js';
import { ask, statusOf } from '../support/scrape-status.js';
import { until } from '../support/until.js';

describeWith(['prometheus', 'promtool'])('a real Prometheus that comes and goes', () => {
  const home = mkdtempSync(join(tmpdir(), 'target-eye-status-'));
  let server: RunningServer;
  let port: number;
  let prometheus: RunningPrometheus;
  let address: string;

  beforeAll(async () => {
    chmodSync(home, 0o755);
    port = await freePort();
    ({ address } = await startExporter());
    server = await startServer({
      FILE_SD_DIRECTORY: join(home, 'file_sd'),
      PROMETHEUS_URLS: `http://127.0.0.1:${String(port)}`,
    });
  });

  afterAll(async () => {
    await prometheus.stop();
    await server.stop();
    rmSync(home, { recursive: true, force: true });
  });

  const configuration = (jobs: readonly object[]): string =>
    JSON.stringify({ global: { scrape_interval: '1s' }, scrape_configs: jobs });
  const reading = configuration([
    { job_name: 'read', file_sd_configs: [{ files: [join(home, 'file_sd', '*.json')] }] },
  ]);
  const reads = (): Promise<RunningPrometheus> => startPrometheusWith(reading, { port });

  const put = (path: string, query = '') => ask<NotUp>(server, 'PUT', path + query, { targets: [address] });
  const wait = (query: string) =>
    ask<GroupStatus & NotUp>(server, 'GET', `/api/v1/groups/first/test/status?wait=up&${query}`);

  test('before it is there, nothing is known, and the service is ready', async () => {
    expect(await put('/first/test')).toMatchObject({ status: 200 });
    const { up, prometheus: asked, targets } = await statusOf(server, '/first/test');
    expect(up).toBe(false);
    expect(asked).toMatchObject([{ state: 'unreachable', reason: expect.stringMatching(/refused/) as string }]);
    expect(targets).toMatchObject([{ target: address, status: 'unknown' }]);
    const refused = await wait('timeout=1s');
    expect(refused).toMatchObject({ status: 504, body: { code: 'not_up', errors: [{ code: 'unknown' }] } });
    expect((await fetch(`${server.url}/-/ready`)).status).toBe(200);
  });

  test('a wait goes on until it is started', async () => {
    const change = put('/second/test', `?${PATIENT}`);
    const waiting = wait('timeout=4m');
    prometheus = await reads();
    expect(await change).toMatchObject({ status: 200 });
    expect(await waiting).toMatchObject({ status: 200, body: { up: true } });
  });

  test('it is not asked while nobody wants to know', async () => {
    const asked = () => prometheus.metric('prometheus_http_requests_total{code="200",handler="/api/v1/targets"}');
    const before = await asked();
    expect(before).toBeGreaterThan(0);
    await sleep(4000);
    expect(await asked()).toBe(before);
  });

  test('a wait goes on while it is restarted', async () => {
    await prometheus.stop();
    await until('that is known', async () => (await wait('timeout=1s')).status === 504);
    const waiting = wait('timeout=4m');
    prometheus = await reads();
    expect(await waiting).toMatchObject({ status: 200, body: { up: true } });
  });

  test('when it reads no group any more, a wait ends early', async () => {
    await prometheus.reload(configuration([{ job_name: 'itself', static_configs: [{ targets: [address] }] }]));
    const third = await put('/third/test', `?${PATIENT}`);
    expect(third).toMatchObject({ status: 504, body: { errors: [{ path: 'targets[0]', code: 'not_configured' }] } });
    expect((await wait('timeout=4m')).body.errors).toMatchObject([{ code: 'not_configured' }]);
  });

  test('a stop ends a wait, and says that the change is stored', async () => {
    await prometheus.reload(configuration([]));
    await prometheus.reload(reading);
    const change = put('/fourth/test', `?${PATIENT}`);
    await until('it is stored', async () => (await fetch(`${server.url}/fourth/test`)).status === 200);
    const [answer] = await Promise.all([change, server.stop()]);
    expect(answer).toMatchObject({ status: 503, body: { code: 'stopping' } });
    expect(answer.body.message).toMatch(/^the change is stored/i);
  });
});
