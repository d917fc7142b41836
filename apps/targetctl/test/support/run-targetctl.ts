import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { Ended } from '../../../server/test/support/running-server.js';

/** The command as it ships. */
export const TARGETCTL = join(__dirname, '..', '..', '..', '..', 'build', 'tested', 'targetctl.mjs');

export interface Surroundings {
  /** Variables; there are no others but the path. */
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string | Readable;
  readonly cwd?: string;
  /** Ctrl-C comes when it resolves. */
  readonly interrupt?: Promise<void>;
}

/** Runs the command to its end, without a terminal. */
export async function runTargetctl(
  args: readonly string[],
  { env = {}, stdin = '', cwd, interrupt }: Surroundings = {},
): Promise<Ended> {
  const child = spawn(process.execPath, [TARGETCTL, ...args], {
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: 'pipe',
    ...(cwd === undefined ? {} : { cwd }),
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (stdout += chunk));
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk));
  // A command that does not read its input may have ended before all of it is written.
  Readable.from(stdin).pipe(child.stdin.on('error', () => undefined));
  void interrupt?.then(() => child.kill('SIGINT'));
  const [status] = (await once(child, 'close')) as [number | null];
  return { status, stdout, stderr };
}
