import { execFileSync } from 'node:child_process';
import { closeSync, constants, openSync, readSync } from 'node:fs';
import http from 'node:http';
import { join } from 'node:path';
import { sampleOf } from '../support/exposition.js';
import { freePort } from '../support/free-port.js';
import { sendRequest } from '../support/raw-request.js';
import { MAIN, spawnProgram } from '../support/running-server.js';
import { useTemporaryDirectory } from '../support/temporary-directory.js';
import { until } from '../support/until.js';

const home = useTemporaryDirectory();
/** More bytes of a log than wait in the service and in a pipe together. */
const MAX_KEPT_BYTES = 1_600_000;

/** Requests on a few connections, with a URL that long. */
async function flood(port: number, requests: number, urlBytes: number): Promise<void> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 20 });
  const path = `/${'x'.repeat(urlBytes)}`;
  const headers = { 'X-Request-Id': 'r'.repeat(128) };
  const ask = (): Promise<void> =>
    new Promise((resolve, reject) => {
      http
        .get({ port, host: '127.0.0.1', path, headers, agent }, (response) => response.resume().on('end', resolve))
        .on('error', reject);
    });
  for (let sent = 0; sent < requests; sent += 100) await Promise.all(Array.from({ length: 100 }, ask));
  agent.destroy();
}

/** Starts the service with both standard streams on something that nobody reads. */
function start(how: 'pipe' | 'socket', environment: Readonly<Record<string, string>>, port: number) {
  const settings = { FILE_SD_DIRECTORY: join(home(), 'file_sd'), BIND: `127.0.0.1:${String(port)}`, ...environment };
  const into = how === 'pipe' ? ` >${join(home(), 'pipe')} 2>&1` : '';
  // A socket is what Node connects a child with.
  return spawnProgram(['/bin/sh', '-c', `exec "$0" "$1"${into}`, process.execPath, MAIN], settings);
}

test.each([
  ['access', 'pipe', { ACCESSLOG: '-' }, 1000, 6000],
  ['access', 'pipe', { ACCESSLOG: '/dev/stdout' }, 1000, 6000],
  ['access', 'socket', { ACCESSLOG: '-' }, 1000, 6000],
  ['service', 'pipe', { LOGLEVEL: 'debug' }, 4000, 100],
  ['service', 'pipe', { LOGLEVEL: 'debug', ERRORLOG: '/dev/stderr' }, 4000, 100],
] as const)(
  'the %s log goes to a %s that nobody reads: nobody waits, lines are dropped and counted: %j',
  async (log, how, environment, requests, urlBytes) => {
    execFileSync('mkfifo', [join(home(), 'pipe')]);
    const reader = openSync(join(home(), 'pipe'), constants.O_RDONLY | constants.O_NONBLOCK);
    const port = await freePort();
    const child = start(how, environment, port);
    child.stdout?.pause();
    child.stderr?.pause();
    await until('it is ready', async () => (await sendRequest(port, 'GET', '/-/ready')).status === 200);
    await flood(port, requests, urlBytes);
    const { text } = await sendRequest(port, 'GET', '/metrics');
    // What a line has beside the URL.
    const lineBytes = urlBytes + (log === 'service' ? 270 : 0);
    const dropped = sampleOf(text, `target_eye_log_lines_dropped_total{log="${log}"}`);
    expect(dropped).toBeGreaterThan(requests - MAX_KEPT_BYTES / lineBytes);
    expect(dropped).toBeGreaterThan(0);

    const read = Buffer.alloc(10_000_000);
    let length = 0;
    const stream = log === 'access' ? child.stdout : child.stderr;
    if (how === 'socket') stream?.on('data', (chunk: Buffer) => (length += chunk.copy(read, length))).resume();
    await until('the log goes on when somebody reads', async () => {
      await sendRequest(port, 'GET', '/after/it');
      await sendRequest(port, 'DELETE', '/after/it');
      for (;;) {
        if (read.subarray(0, length).includes('after/it')) return true;
        if (how === 'socket') return false;
        length += readSync(reader, read, length, read.length - length, null);
      }
    });
    child.kill('SIGKILL');
    closeSync(reader);
  },
);
