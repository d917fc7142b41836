import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Client, createClient } from '@target-eye/client';
import { type FakePrometheus, startFakePrometheus } from '../../../server/test/support/fake-prometheus.js';
import { freePort } from '../../../server/test/support/free-port.js';
import { MAIN, startProgram } from '../../../server/test/support/running-server.js';

/** The built service with its page, on a directory of its own. */
export interface PageService {
  /** Where the page is; it ends with a slash. */
  readonly url: string;
  readonly directory: string;
  /** Changes and shows groups as somebody else does. */
  readonly client: Client;
  /** What the service asks, where there is to be one. */
  readonly prometheus: FakePrometheus | undefined;
  /** What it wrote so far, log and all. */
  readonly output: () => string;
  /** Stops it and starts it again at the same URL, with other settings or another program. */
  readonly restart: (changes?: Partial<Run>) => Promise<void>;
  readonly stop: () => Promise<void>;
}

interface Run {
  /** Settings besides its directory, where it listens and whom it asks. */
  readonly environment: Readonly<Record<string, string>>;
  /** The module that Node runs. */
  readonly program: string;
}

interface Options extends Partial<Run> {
  /** What is in its directory at the beginning, by names that need no encoding in a file's name. */
  readonly groups?: Iterable<SeededGroup>;
  /** Who may do what, as the access file says it; without it everybody may do everything. */
  readonly access?: string;
  /** Whether there is a Prometheus, a fake one that has always read the directory and scraped every target. */
  readonly hasPrometheus?: boolean;
}

/** A group for tests, as it is written into a file. */
export interface SeededGroup {
  readonly application: string;
  readonly environment: string;
  readonly targets: readonly string[];
  readonly labels?: Readonly<Record<string, string>>;
}

/** Where 100,000 files take seconds, whatever the disk does. */
const IN_MEMORY = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

/** Starts the service; resolves when it listens. */
export async function startPageService(options: Options = {}): Promise<PageService> {
  const home = mkdtempSync(join(IN_MEMORY, 'target-eye-page-'));
  const directory = join(home, 'file_sd');
  mkdirSync(directory, { mode: 0o755 });
  for (const group of options.groups ?? []) writeGroup(directory, group);
  const prometheus = options.hasPrometheus === true ? await startFakePrometheus(directory) : undefined;
  const accessFile = join(home, 'access.yml');
  if (options.access !== undefined) writeFileSync(accessFile, options.access);
  const address = `127.0.0.1:${String(await freePort())}`;
  let run: Run = { environment: options.environment ?? {}, program: options.program ?? MAIN };
  const start = () =>
    startProgram([process.execPath, run.program], {
      BIND: address,
      FILE_SD_DIRECTORY: directory,
      ...(prometheus && { PROMETHEUS_URLS: prometheus.url }),
      ...(options.access !== undefined && { ACCESS_FILE: accessFile }),
      ...run.environment,
    });
  let server = await start();
  const url = `http://${address}${run.environment['ROOT_PATH'] ?? ''}/`;
  return {
    url,
    directory,
    client: createClient({ url }),
    prometheus,
    output: () => server.output(),
    restart: async (changes = {}) => {
      await server.stop();
      run = { ...run, ...changes };
      server = await start();
    },
    stop: async () => {
      await server.stop();
      await prometheus?.close();
      // Much faster than Node where there are 100,000 files.
      spawnSync('rm', ['-rf', home]);
    },
  };
}

function writeGroup(directory: string, { application, environment, targets, labels }: SeededGroup): void {
  const group = { targets, labels: { job: application, env: environment, ...labels } };
  writeFileSync(join(directory, `${application}@${environment}.json`), `${JSON.stringify([group])}\n`);
}
