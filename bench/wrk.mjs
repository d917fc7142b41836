import { execFile, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const SCRIPT = fileURLToPath(new URL('wrk.lua', import.meta.url));
/** A busy machine may be slow to answer, which is no failure. */
const TIMEOUT = '60s';

const run = promisify(execFile);

/** Whether there is a wrk on this machine. */
export const hasWrk = spawnSync('wrk', ['-v']).error === undefined;

/**
 * Requests of one method for as many seconds, one group after the other; each PUT changes its group.
 * @returns answers in a second
 */
export async function wrk(base, method, { groups, seconds, connections, build }) {
  const { origin, pathname } = new URL(base);
  const prefix = pathname === '/' ? '' : pathname;
  const options = ['-t1', '--timeout', TIMEOUT, `-c${connections}`, `-d${seconds}s`, '-s', SCRIPT, origin];
  const { stdout } = await run('wrk', [...options, '--', method, prefix, String(groups), String(build)]);
  const { requests, microseconds, failed } = JSON.parse(stdout.trim().split('\n').at(-1));
  if (failed > 0) throw new Error(`${method} ${base}: ${failed} of ${requests} requests failed`);
  return (requests / microseconds) * 1_000_000;
}
