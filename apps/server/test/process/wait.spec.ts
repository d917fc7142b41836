import { mkdirSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { json } from '../support/content.js';
import { type FakePrometheus, startFakePrometheus } from '../support/fake-prometheus.js';
import { expectFailure } from '../support/refusal.js';
import { bytesOf, sendRequest } from '../support/raw-request.js';
import { type RunningServer, startServer } from '../support/running-server.js';
import { useTemporaryDirectory } from '../support/temporary-directory.js';
import { until } from '../support/until.js';

const home = useTemporaryDirectory();
const TARGET = '10.3.3.1:9100';
const GROUP = json({ targets: [TARGET] });
const WAIT = '/payments/prod?wait=up&timeout=10m';

let server: RunningServer;
let prometheus: FakePrometheus;
let port: number;

beforeEach(async () => {
  const directory = join(home(), 'file_sd');
  mkdirSync(directory);
  prometheus = await startFakePrometheus(directory);
  server = await startServer({ FILE_SD_DIRECTORY: directory, PROMETHEUS_URLS: prometheus.url });
  port = Number(new URL(server.url).port);
});
afterEach(async () => {
  await server.stop();
  await prometheus.close();
});

test('a stop ends those who wait at once, and tells them that the change is stored', async () => {
  prometheus.refusing.add(TARGET);
  const answer = sendRequest(port, 'PUT', WAIT, GROUP);
  await until('Prometheus is asked', () => prometheus.questions() > 0);
  const begin = performance.now();
  const stopped = server.stop();
  expectFailure(await answer, {
    code: 'stopping',
    status: 503,
    says: 'the change is stored, but the service is stopping',
  });
  await stopped;
  // A request that goes on is waited for, by default for 10 seconds.
  expect(performance.now() - begin).toBeLessThan(8000);
});

/** How many requests wait, as the metrics show it. */
async function waiting(): Promise<string | undefined> {
  const { text } = await sendRequest(port, 'GET', '/metrics');
  return /^target_eye_waiting_requests (\d+)$/m.exec(text)?.[1];
}

test('a client that leaves is not waited for, its change stays, and nobody is asked any more', async () => {
  prometheus.refusing.add(TARGET);
  const socket = connect(port, '127.0.0.1');
  socket.write(bytesOf('PUT', WAIT, GROUP));
  await until('Prometheus is asked', () => prometheus.questions() > 0);
  expect(await waiting()).toBe('1');
  socket.destroy();
  await until('nobody waits', async () => (await waiting()) === '0');
  expect((await sendRequest(port, 'GET', '/payments/prod')).text).toContain(TARGET);
  // The question that was under way may still come to its end.
  await new Promise((resolve) => setTimeout(resolve, 500));
  const asked = prometheus.questions();
  await new Promise((resolve) => setTimeout(resolve, 3000));
  expect(prometheus.questions()).toBe(asked);
});
