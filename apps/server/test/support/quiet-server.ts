import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './free-port.js';
import { sendRequest } from './raw-request.js';
import { MAIN, spawnProgram } from './running-server.js';

/** The built service as a process of its own that logs nothing but errors, for tests that send it very much. */
export interface QuietServer {
  readonly port: number;
  /** Everything that it wrote; nothing, unless it has a defect. */
  readonly output: () => string;
  readonly isRunning: () => boolean;
  /** The memory that it has now, and the most that it ever had, in MiB (proc(5), VmRSS and VmHWM). */
  readonly memory: () => { readonly now: number; readonly most: number };
  /** How many descriptors it has open (proc(5), fd). */
  readonly descriptors: () => number;
  /** Ends it and gives the exit status. */
  readonly stop: () => Promise<number | null>;
}

/**
 * Starts the service over a directory; resolves when it is ready. `limits` are commands of a shell that come first.
 * It listens on `BIND` as well, if that is in the environment; with TLS, if that is there too, while `port` is without.
 */
export async function startQuietServer(
  directory: string,
  environment: Readonly<Record<string, string>> = {},
  limits = ':',
): Promise<QuietServer> {
  const port = await freePort();
  const bind = `127.0.0.1:${String(port)}`;
  const { BIND, CERTFILE } = environment;
  const child = spawnProgram(['/bin/sh', '-c', `${limits}; exec "$0" "$1"`, process.execPath, MAIN], {
    FILE_SD_DIRECTORY: directory,
    LOGLEVEL: 'error',
    ...environment,
    ...(CERTFILE === undefined ? { BIND: BIND === undefined ? bind : `${bind},${BIND}` } : { INSECURE_BIND: bind }),
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  const isRunning = (): boolean => child.exitCode === null && child.signalCode === null;
  while (!(await isReady(port))) {
    if (!isRunning()) throw new Error(`the server ended: ${output}`);
    await sleep(50);
  }
  return {
    port,
    output: () => output,
    isRunning,
    memory: () => {
      const status = readFileSync(`/proc/${String(child.pid)}/status`, 'utf8');
      const inMebibytes = (field: string): number =>
        Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]) / 1024;
      return { now: inMebibytes('VmRSS'), most: inMebibytes('VmHWM') };
    },
    descriptors: () => readdirSync(`/proc/${String(child.pid)}/fd`).length,
    stop: async () => {
      const exit = once(child, 'exit') as Promise<[number | null]>;
      child.kill();
      return (await exit)[0];
    },
  };
}

async function isReady(port: number): Promise<boolean> {
  try {
    return (await sendRequest(port, 'GET', '/-/ready')).status === 200;
  } catch {
    return false;
  }
}
