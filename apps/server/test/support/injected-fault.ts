import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { until } from './until.js';

/**
 * Has system calls of a running process fail, with strace's `inject`; see strace(1).
 * @param options such as `-e inject=fsync:error=EIO`, and `-P` for the paths that are meant
 * @returns what ends it
 */
export async function injectFault(pid: number, options: readonly string[]): Promise<() => Promise<void>> {
  const strace = spawn('strace', ['-f', '-p', String(pid), '-o', '/dev/null', ...options], { stdio: 'ignore' });
  const exit = once(strace, 'exit');
  await until('strace has every thread', () => tracersOf(pid).every((tracer) => tracer === strace.pid));
  return async () => {
    strace.kill('SIGINT');
    await exit;
  };
}

/** Who traces the threads of a process, 0 for nobody; see proc(5). */
function tracersOf(pid: number): readonly number[] {
  const tasks = `/proc/${String(pid)}/task`;
  return readdirSync(tasks).map((task) =>
    Number(/^TracerPid:\s+(\d+)$/m.exec(readFileSync(`${tasks}/${task}/status`, 'utf8'))?.[1]),
  );
}
