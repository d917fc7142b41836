import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeWith } from '../support/needs.js';
import { MAIN, runServer, spawnProgram, spawnServer } from '../support/running-server.js';
import { useTemporaryDirectory } from '../support/temporary-directory.js';
import { until } from '../support/until.js';

const SOURCES = join(__dirname, '..', '..', 'dist', 'main.js');

const home = useTemporaryDirectory();
const environment = () => ({ FILE_SD_DIRECTORY: join(home(), 'file_sd'), BIND: '127.0.0.1:0' });

/** Signals that the process has a handler for, as bits (proc(5), SigCgt). */
const caught = (pid: number | undefined) =>
  Number.parseInt(/^SigCgt:\s+([0-9a-f]+)/m.exec(readFileSync(`/proc/${String(pid)}/status`, 'utf8'))?.[1] ?? '0', 16);

const SIGHUP_BIT = 1;

test('SIGHUP as soon as the process listens to it waits until there is something to reload', async () => {
  const child = spawnServer(environment(), []);
  let output = '';
  child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  await until('it listens to SIGHUP', () => caught(child.pid) % 2 === SIGHUP_BIT);
  expect(output).toBe('');
  child.kill('SIGHUP');
  await until('it reloads', () => output.includes('msg=reload by=SIGHUP outcome=succeeded'));
  expect(output).toMatch(/msg=listening[^]*msg=reload /);
  const exit = once(child, 'exit');
  child.kill();
  expect(await exit).toEqual([0, null]);
});

test('SIGUSR1 does not open the inspector', async () => {
  const child = spawnServer(environment(), []);
  let output = '';
  child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  await until('it listens', () => output.includes('msg=listening'));
  child.kill('SIGUSR1');
  child.kill('SIGHUP');
  await until('the signal after it was seen', () => output.includes('msg=reload'));
  expect(output).not.toMatch(/debugger|inspector/i);
  child.kill('SIGKILL');
});

test('the inspector is what SIGUSR1 opens where nobody listens to it', async () => {
  const child = spawnProgram([process.execPath, '-e', 'setInterval(() => 1, 1000); console.error("up")'], {});
  let output = '';
  child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  await until('it is up', () => output.includes('up'));
  child.kill('SIGUSR1');
  await until('it says so', () => /debugger/i.test(output));
  child.kill('SIGKILL');
});

describeWith(['strace'])('the signals', () => {
  test.each(['sources', 'bundle'])('are listened to before any module is loaded from the %s', (from) => {
    const main = from === 'bundle' ? MAIN : SOURCES;
    const { stderr } = spawnSync(
      'strace',
      ['-f', '-e', 'trace=rt_sigaction,openat', process.execPath, main, '--version'],
      { encoding: 'utf8', env: { PATH: process.env['PATH'] } },
    );
    const lines = stderr.split('\n');
    const first = (what: RegExp) => lines.findIndex((line) => what.test(line));
    const listening = first(/rt_sigaction\(SIGHUP, \{sa_handler=0x/);
    expect(listening).toBeGreaterThan(0);
    expect(first(from === 'bundle' ? /bcrypt.*\.node"/ : /dist\/cli\/cli\.js"/)).toBeGreaterThan(listening);
  });
});

test('a command that ends by itself is not kept by the signals', async () => {
  expect((await runServer({}, ['--version'])).status).toBe(0);
});
