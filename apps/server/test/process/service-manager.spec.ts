import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import http from 'node:http';
import { join } from 'node:path';
import { describeWith } from '../support/needs.js';
import { freePort } from '../support/free-port.js';
import { MAIN, runProgram, startServer } from '../support/running-server.js';
import { useTemporaryDirectory } from '../support/temporary-directory.js';
import { until } from '../support/until.js';

const home = useTemporaryDirectory();
const children: ChildProcess[] = [];
afterEach(() => {
  for (const { pid } of children.splice(0)) if (pid !== undefined) process.kill(-pid, 'SIGKILL');
});

/** Runs a shell script on a socket that systemd's tool opens and hands to it as file descriptor 3. */
function activate(options: readonly string[], script: string): { output: () => string } {
  const child = spawn('systemd-socket-activate', [...options, 'sh', '-c', script], { cwd: home(), detached: true });
  children.push(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return { output: () => output };
}

describeWith(['systemd-socket-activate', 'systemd-notify'])('systemd', () => {
  test('is told when the service is ready, alive and stopping', async () => {
    const socket = join(home(), 'notify');
    const listener = activate(['--datagram', '--listen', socket], 'exec cat <&3');
    await until('the socket is there', () => existsSync(socket));
    const server = await startServer({
      FILE_SD_DIRECTORY: join(home(), 'file_sd'),
      NOTIFY_SOCKET: socket,
      WATCHDOG_USEC: '400000',
      PATH: String(process.env['PATH']),
    });
    await until('it gives a sign of life', () => listener.output().includes('WATCHDOG=1'));
    expect(listener.output()).toMatch(/READY=1\nSTATUS=serving the target groups in \S+file_sd[^]*WATCHDOG=1/);
    expect(listener.output()).not.toContain('STOPPING=1');
    expect(await server.stop()).toBe(0);
    await until('it says that it stops', () => listener.output().includes('STOPPING=1'));
  });

  test('is told why the service does not start', async () => {
    const socket = join(home(), 'notify');
    const listener = activate(['--datagram', '--listen', socket], 'exec cat <&3');
    await until('the socket is there', () => existsSync(socket));
    const environment = { PATH: String(process.env['PATH']), NOTIFY_SOCKET: socket, LOGLEVEL: 'a\nREADY=1' };
    const { status } = await runProgram([process.execPath, MAIN], environment);
    expect(status).toBe(1);
    await until('it says why', () => listener.output().includes('STATUS='));
    expect(listener.output()).toContain('STATUS=LOGLEVEL: "a\\nREADY=1" is not a log level');
    expect(listener.output()).not.toMatch(/^READY=1$/m);
  });

  test('that cannot be told is no reason to stop', async () => {
    const server = await startServer({
      FILE_SD_DIRECTORY: join(home(), 'file_sd'),
      NOTIFY_SOCKET: join(home(), 'nobody'),
      PATH: String(process.env['PATH']),
    });
    await until('the log says so', () => server.output().includes('msg="systemd could not be notified"'));
    expect((await fetch(`${server.url}/-/ready`)).status).toBe(200);
    expect(await server.stop()).toBe(0);
  });

  test('passes a Unix socket on', async () => {
    const socket = join(home(), 'api.sock');
    const serve = `LISTEN_PID=$$ exec "${process.execPath}" "${MAIN}"`;
    const manager = activate(['--setenv', 'FILE_SD_DIRECTORY=file_sd', '--listen', socket], serve);
    await until('the socket is listened on', () => manager.output().includes('Listening on'));
    const [response] = (await once(http.get({ socketPath: socket, path: '/-/ready', agent: false }), 'response')) as [
      http.IncomingMessage,
    ];
    expect(response.statusCode).toBe(200);
    response.resume();
    await until('the service listens', () => manager.output().includes('msg=listening'));
    expect(manager.output()).toContain('address=unix:/proc/self/fd/3');
  });

  test('passes its socket on, and no request fails across restarts', async () => {
    const port = await freePort();
    const environment = { FILE_SD_DIRECTORY: 'file_sd', PID_PATH: 'pid', BIND: '192.0.2.1:1' };
    const variables = Object.entries(environment).flatMap(([name, value]) => ['--setenv', `${name}=${value}`]);
    const serve = `sh -c 'LISTEN_PID=$$ exec "${process.execPath}" "${MAIN}"'`;
    const manager = activate(
      [...variables, '--listen', `127.0.0.1:${String(port)}`],
      `${serve}; ${serve}; ${serve}; exec sleep 60`,
    );
    await until('the socket is listened on', () => manager.output().includes('Listening on'));
    const pid = () => (existsSync(join(home(), 'pid')) ? readFileSync(join(home(), 'pid'), 'utf8').trim() : '');
    const statuses: (number | undefined)[] = [];
    let isOver = false;
    const clients = Array.from({ length: 4 }, async (_, client) => {
      for (let count = 0; !isOver; count += 1) statuses.push(await put(port, client, count));
    });
    for (let restart = 0, last = ''; restart < 2; restart += 1) {
      await until('another process serves', () => !['', last].includes(pid()));
      last = pid();
      const before = statuses.length;
      await until('50 requests were answered', () => statuses.length > before + 50);
      process.kill(Number(last), 'SIGTERM');
    }
    const before = statuses.length;
    await until('50 requests were answered', () => statuses.length > before + 50);
    isOver = true;
    await Promise.all(clients);
    expect(new Set(statuses)).toEqual(new Set([200]));
    expect(manager.output().match(/msg=listening address=http:\/\/127\.0\.0\.1/g)).toHaveLength(3);
    process.kill(Number(pid()), 'SIGTERM');
    await until('the process has ended', () => !existsSync(join(home(), 'pid')));
  });
});

/** Registers a target over a connection of its own and gives the status. */
async function put(port: number, client: number, count: number): Promise<number | undefined> {
  const request = http.request({
    host: '127.0.0.1',
    port,
    agent: false,
    method: 'PUT',
    path: `/shop/prod-${String(client)}`,
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
  });
  request.end(`targets=h:${String((count % 1000) + 1)}`);
  const [response] = (await once(request, 'response')) as [http.IncomingMessage];
  response.resume();
  await once(response, 'end');
  return response.statusCode;
}
