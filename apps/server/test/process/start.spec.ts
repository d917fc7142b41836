import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SETTINGS } from '../../src/settings/settings.js';
import { runServer, spawnServer, startServer } from '../support/running-server.js';
import { useTemporaryDirectory } from '../support/temporary-directory.js';
import { until } from '../support/until.js';

const home = useTemporaryDirectory();
const directory = () => join(home(), 'deep', 'file_sd');

const ready = async (url: string) => (await fetch(`${url}/-/ready`)).status;

/** Sends a request over a Unix socket and gives the status. */
async function readyOn(socketPath: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    http
      .get({ socketPath, path: '/-/ready' }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
      .on('error', reject);
  });
}

describe('the start', () => {
  test('creates the directory with its parents, says how much it loaded and where it listens', async () => {
    const server = await startServer({ FILE_SD_DIRECTORY: directory() });
    expect(await ready(server.url)).toBe(200);
    expect(server.output()).toMatch(/msg=loaded .* groups=0 unreadable=0/);
    expect(server.output()).toMatch(/msg=listening address=(http:\S+) page=\1\/\n/);
    expect(await server.stop()).toBe(0);
  });

  test('says where the page is, and without a page nothing of it', async () => {
    const environment = { FILE_SD_DIRECTORY: directory(), ROOT_PATH: '/target-eye' };
    const server = await startServer(environment);
    const page = /msg=listening address=http:\S+ page=(\S+)\n/.exec(server.output())?.[1] ?? '';
    expect(page).toBe(`${server.url}/target-eye/`);
    expect(await (await fetch(page, { headers: { Accept: 'text/html' } })).text()).toContain(
      '<title>Target-eye</title>',
    );
    await server.stop();
    const without = await startServer({ ...environment, PAGE: 'off' });
    expect(without.output()).toMatch(/msg=listening address=http:\S+\n/);
    expect((await fetch(`${without.url}/target-eye/`)).status).toBe(404);
    await without.stop();
  });

  test('falls back to FILE_SD_DIR_HOST', async () => {
    const server = await startServer({ FILE_SD_DIR_HOST: directory() });
    expect(server.output()).toContain(directory());
    await server.stop();
  });

  test('listens on several addresses, IPv6 and Unix sockets among them, also after a crash left a socket', async () => {
    const socket = join(home(), 'target-eye.sock');
    const environment = { FILE_SD_DIRECTORY: directory(), BIND: `127.0.0.1:0,[::1]:0,unix:${socket}` };
    await (await startServer(environment)).stop('SIGKILL');
    const server = await startServer(environment);
    await until('it listens on the socket', () => server.output().includes(`address=unix:${socket}`));
    const [, ipv6 = ''] = /address=(http:\/\/\[::1\]:\d+)/.exec(server.output()) ?? [];
    expect([await ready(server.url), await ready(ipv6), await readyOn(socket)]).toEqual([200, 200, 200]);
    expect(await server.stop()).toBe(0);
  });

  test.each([
    [
      'TOML',
      'dev.toml',
      (path: string) =>
        `[hypercorn]\nbind = "127.0.0.1:0"\nloglevel = "debug"\n\n[target-eye]\nfile_sd_directory = "${path}"\n`,
    ],
    [
      'INI',
      'dev.ini',
      (path: string) =>
        `; a comment\n[hypercorn]\nbind = 127.0.0.1:0\nloglevel = debug\n\n[target-eye]\nfile_sd_directory = ${path}\n`,
    ],
  ])('reads a config file in %s, named by the argument or by CONFIG_FILE', async (_, name, content) => {
    const file = join(home(), name);
    writeFileSync(file, content(directory()));
    const byArgument = await startServer({ BIND: '' }, [file]);
    expect(await ready(byArgument.url)).toBe(200);
    await fetch(`${byArgument.url}/nowhere`);
    await until('the refusal is logged', () => byArgument.output().includes('level=debug msg=refused'));
    await byArgument.stop();
    const byVariable = await startServer({ BIND: '', CONFIG_FILE: file, FILE_SD_DIRECTORY: join(home(), 'elsewhere') });
    expect(byVariable.output()).toContain(join(home(), 'elsewhere'));
    await byVariable.stop();
  });

  test.each<[string, Record<string, string>, RegExp]>([
    ['no directory', { FILE_SD_DIRECTORY: '' }, /FILE_SD_DIRECTORY is not set/],
    [
      'an address of somebody else',
      { BIND: '192.0.2.1:8000' },
      /cannot listen on http:\/\/192\.0\.2\.1:8000 \(EADDRNOTAVAIL\)/,
    ],
    [
      'an access log that cannot be written',
      { ACCESSLOG: '/nonexistent/access.log' },
      /ACCESSLOG: ".*" cannot be opened \(ENOENT\)/,
    ],
  ])('fails with status 1 and one line for %s', async (_, environment, expected) => {
    const { status, stdout, stderr } = await runServer({ FILE_SD_DIRECTORY: directory(), ...environment });
    const lines = stderr.trim().split('\n');
    expect({ status, stdout, lines }).toEqual({ status: 1, stdout: '', lines: [expect.stringMatching(expected)] });
  });

  test('fails where a file stands in the place of the directory', async () => {
    mkdirSync(join(home(), 'deep'));
    writeFileSync(directory(), '');
    const { status, stderr } = await runServer({ FILE_SD_DIRECTORY: directory() });
    expect([status, stderr]).toEqual([
      1,
      expect.stringMatching(/^target-eye: the file_sd directory ".*" cannot be created or written \(ENOTDIR\)\n$/),
    ]);
  });

  test('is refused on a directory that a running service has, and works right after that one was killed', async () => {
    const server = await startServer({ FILE_SD_DIRECTORY: directory() });
    const second = await runServer({ FILE_SD_DIRECTORY: directory(), BIND: '127.0.0.1:0' });
    expect([second.status, second.stderr]).toEqual([
      1,
      expect.stringMatching(/is in use by another Target-eye \(process \d+\)\n$/),
    ]);
    expect(await ready(server.url)).toBe(200);
    await server.stop('SIGKILL');
    expect(await (await startServer({ FILE_SD_DIRECTORY: directory() })).stop()).toBe(0);
  });
});

test('the service outlives whoever reads its logs', async () => {
  const server = await startServer({ FILE_SD_DIRECTORY: directory(), ACCESSLOG: '-' });
  server.process.stdout?.destroy();
  server.process.stderr?.destroy();
  for (let count = 0; count < 5; count += 1) {
    const body = new URLSearchParams({ targets: `h:${String(count + 1)}` });
    expect((await fetch(`${server.url}/payments/prod`, { method: 'PUT', body })).status).toBe(200);
    await sleep(50);
  }
  expect(await server.stop()).toBe(0);
});

describe('the logs', () => {
  test('have one line per change: who asked for what, and what came of it; and the access log one per request', async () => {
    const accessLog = join(home(), 'access.log');
    const server = await startServer({ FILE_SD_DIRECTORY: directory(), ACCESSLOG: accessLog });
    const url = `${server.url}/payments/prod%20eu`;
    const body = new URLSearchParams({ targets: 'h:1' });
    for (const method of ['PUT', 'PUT', 'POST', 'DELETE'])
      await fetch(url, { method, headers: { 'X-Request-Id': `req-${method}` }, ...(method !== 'DELETE' && { body }) });
    await server.stop();
    const lines = server
      .output()
      .split('\n')
      .filter((line) => line.includes('source='));
    const [, revision = ''] = /revision_after=([0-9a-f]{32})$/.exec(lines[0] ?? '') ?? [];
    expect(lines.map((line) => line.replace(/^ts=\S+ /, '').replaceAll(revision, 'R'))).toEqual([
      'level=info msg=change source=127.0.0.1 request_id=req-PUT verb=PUT group="payments/prod eu" outcome=created added_targets="[\\"h:1\\"]" added_labels="[\\"job=payments\\",\\"env=prod eu\\"]" revision_after=R',
      'level=info msg=change source=127.0.0.1 request_id=req-PUT verb=PUT group="payments/prod eu" outcome=unchanged revision_before=R revision_after=R',
      'level=info msg=change source=127.0.0.1 request_id=req-POST verb=POST group="payments/prod eu" outcome=refused code=target_exists reason="the target \\"h:1\\" is already in the group"',
      'level=info msg=change source=127.0.0.1 request_id=req-DELETE verb=DELETE group="payments/prod eu" outcome=removed removed_targets="[\\"h:1\\"]" removed_labels="[\\"job=payments\\",\\"env=prod eu\\"]" revision_before=R',
    ]);
    const requests = readFileSync(accessLog, 'utf8').trim().split('\n');
    expect(requests).toHaveLength(4);
    expect(requests[0]).toMatch(/^127\.0\.0\.1 - - \[.*\] "PUT \/payments\/prod%20eu HTTP\/1\.1" 200 \d+ "-" /);
  });

  test('go to standard output with ACCESSLOG=-', async () => {
    const server = await startServer({ FILE_SD_DIRECTORY: directory(), ACCESSLOG: '-' });
    await ready(server.url);
    await server.stop();
    expect(server.output()).toContain('"GET /-/ready HTTP/1.1" 200');
  });
});

test('a stop that takes too long is cut short', async () => {
  const timeouts = { GRACEFUL_TIMEOUT: '20', SHUTDOWN_TIMEOUT: '0.3' };
  const server = await startServer({ FILE_SD_DIRECTORY: directory(), ...timeouts });
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
  socket.on('error', () => undefined);
  await beginPut(socket);
  expect(await server.stop()).toBe(1);
  expect(server.output()).toContain('msg="the shutdown took too long and is cut short" seconds=0.3');
});

describe.each(['SIGTERM', 'SIGINT'] as const)('%s', (signal) => {
  test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('and then %s lets a request in flight finish', async (next) => {
    const pid = join(home(), 'pid');
    const server = await startServer({ FILE_SD_DIRECTORY: directory(), PID_PATH: pid });
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
    let answer = '';
    socket.on('data', (chunk: Buffer) => (answer += chunk.toString()));
    await beginPut(socket);
    const ended = server.stop(signal);
    await until('it stops', () => server.output().includes('msg=stopping'));
    server.process.kill(next);
    await sleep(100);
    socket.write('"targets":["h:1"]}');
    expect(await ended).toBe(0);
    expect(answer).toContain('HTTP/1.1 200 OK');
    expect(server.output().match(/msg=stopping/g)).toHaveLength(1);
    expect(existsSync(pid)).toBe(false);
  });

  test('lets a request in flight finish, refuses new ones, and ends with status 0', async () => {
    const server = await startServer({ FILE_SD_DIRECTORY: directory() });
    const { port } = new URL(server.url);
    const socket = connect(Number(port), '127.0.0.1');
    let answer = '';
    socket.on('data', (chunk: Buffer) => (answer += chunk.toString()));
    await beginPut(socket);
    const ended = server.stop(signal);
    await until('it stops', () => server.output().includes('msg=stopping'));
    await expect(fetch(server.url)).rejects.toThrow();
    socket.write('"targets":["h:1"]}');
    expect(await ended).toBe(0);
    expect(answer).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK[^]*\[\{"targets":\["h:1"\]/);
    expect(readFileSync(join(directory(), 'payments@prod.json'), 'utf8')).toContain('h:1');
  });

  test('does not wait for ever for a client that sends nothing more', async () => {
    const server = await startServer({ FILE_SD_DIRECTORY: directory(), GRACEFUL_TIMEOUT: '0.2', READ_TIMEOUT: '0' });
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
    socket.on('error', () => undefined);
    await beginPut(socket);
    expect(await server.stop(signal)).toBe(0);
  });
});

test('a stop waits less than five seconds unless more is set', () => {
  const seconds = Number(SETTINGS.graceful_timeout.fallback);
  expect(seconds).toBeGreaterThan(0);
  expect(seconds).toBeLessThan(5);
});

/** Sends a PUT without the rest of its body, `"targets":["h:1"]}`; resolves when the service has begun with it. */
async function beginPut(socket: Socket): Promise<void> {
  socket.write(
    'PUT /payments/prod HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nContent-Length: 19\r\n' +
      'Expect: 100-continue\r\n\r\n{',
  );
  const [answer] = (await once(socket, 'data')) as [Buffer];
  expect(answer.toString()).toContain('100 Continue');
}

test('SIGHUP while target groups are loaded does not end the start', async () => {
  mkdirSync(directory(), { recursive: true });
  const group = '[{"targets":["h:1"],"labels":{"job":"a","env":"e"}}]';
  for (let index = 0; index < 5000; index += 1) writeFileSync(join(directory(), `a${String(index)}@e.json`), group);
  // The first file that it opens is its log; what it loads comes after that.
  const log = join(home(), 'log');
  const child = spawnServer({ FILE_SD_DIRECTORY: directory(), BIND: '127.0.0.1:0', ERRORLOG: log }, []);
  await until('its log is open', () => existsSync(log));
  child.kill('SIGHUP');
  await until(
    'it listens or ends',
    () => child.signalCode !== null || readFileSync(log, 'utf8').includes('msg=listening'),
  );
  expect(child.signalCode).toBeNull();
  // Else it still writes while its directory is being removed.
  child.kill('SIGKILL');
  await once(child, 'exit');
});
