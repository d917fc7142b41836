import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** The entry of the service as it ships. */
export const MAIN = join(__dirname, '..', '..', '..', '..', 'build', 'tested', 'target-eye.mjs');

const children = new Set<ChildProcess>();

afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
});

/** The built service as a process of its own. */
export interface RunningServer {
  readonly url: string;
  readonly process: ChildProcess;
  /** What it wrote so far, log and all. */
  readonly output: () => string;
  /** Sends a signal and gives the exit status, `null` when the signal killed it. */
  readonly stop: (signal?: NodeJS.Signals) => Promise<number | null>;
}

/** What a process that ended left behind. */
export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts the service with this environment and nothing else in it; resolves when it listens. */
export async function startServer(
  environment: Readonly<Record<string, string>>,
  args: readonly string[] = [],
): Promise<RunningServer> {
  return startProgram([process.execPath, MAIN, ...args], { BIND: '127.0.0.1:0', ...environment });
}

/** As `startServer`, for a service that is installed somewhere. */
export async function startProgram(
  command: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<RunningServer> {
  const child = spawnProgram(command, environment);
  const output = collect(child);
  const url = await new Promise<string>((resolve, reject) => {
    child.stderr?.on('data', () => {
      const listening = /"?msg"?[=:]"?listening"?[ ,]"?address"?[=:]"?([^"\s]+)/.exec(output());
      if (listening?.[1] !== undefined) resolve(listening[1]);
    });
    child.once('error', reject);
    child.once('exit', (status) => {
      reject(new Error(`the server ended with ${String(status)}: ${output()}`));
    });
  });
  return {
    url,
    process: child,
    output,
    stop: async (signal = 'SIGTERM') => {
      if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
      const exit = once(child, 'exit') as Promise<[number | null]>;
      child.kill(signal);
      return (await exit)[0];
    },
  };
}

/** Runs the service where it is expected to end by itself. */
export async function runServer(
  environment: Readonly<Record<string, string>>,
  args: readonly string[] = [],
): Promise<Ended> {
  return runProgram([process.execPath, MAIN, ...args], environment);
}

/** As `runServer`, for any program. */
export async function runProgram(
  command: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<Ended> {
  const child = spawnProgram(command, environment);
  let [stdout, stderr] = ['', ''];
  child.stdout?.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const [status] = (await once(child, 'close')) as [number | null];
  return { status, stdout, stderr };
}

/** Starts the service and leaves everything else to the caller; a test file's end kills it. */
export function spawnServer(environment: Readonly<Record<string, string>>, args: readonly string[]): ChildProcess {
  return spawnProgram([process.execPath, MAIN, ...args], environment);
}

/** Starts any program and leaves everything else to the caller; a test file's end kills it. */
export function spawnProgram(
  [program = '', ...args]: readonly string[],
  env: Readonly<Record<string, string>>,
): ChildProcess {
  const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  children.add(child);
  return child;
}

function collect(child: ChildProcess): () => string {
  let output = '';
  child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return () => output;
}
