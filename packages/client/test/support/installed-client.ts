import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const PACKAGE = dirname(dirname(__dirname));
const PACKAGES = dirname(PACKAGE);

/** A folder outside the repository with nothing but the client installed in it. */
export interface InstalledClient {
  readonly folder: string;
  /** Writes a module there and runs it with Node.js, without variables; gives what it prints. */
  run(code: string): string;
}

/** Packs the client and what it needs as they would be published, and installs them once for all tests of a file. */
export function useInstalledClient(): InstalledClient {
  const folder = mkdtempSync(join(tmpdir(), 'target-eye-client-'));
  beforeAll(() => {
    const tarballs = ['domain', 'http-api', 'client'].map((name) => pack(join(PACKAGES, name), folder));
    writeFileSync(join(folder, 'package.json'), '{}');
    runIn(folder, 'npm', ['install', '--offline', '--no-audit', '--no-fund', ...tarballs]);
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return {
    folder,
    run: (code) => {
      writeFileSync(join(folder, 'run.mjs'), code);
      return runIn(folder, process.execPath, ['run.mjs'], {});
    },
  };
}

/** @throws Error with all that the command wrote, unless it succeeds */
export function runIn(
  folder: string,
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>> = process.env,
): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd: folder,
    encoding: 'utf8',
    env: { ...env },
  });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${String(error)} ${stdout} ${stderr}`);
  return stdout;
}

function pack(from: string, to: string): string {
  const { packageManager } = JSON.parse(readFileSync(join(dirname(PACKAGES), 'package.json'), 'utf8')) as {
    packageManager: string;
  };
  const output = runIn(from, 'npx', [
    '--yes',
    '--prefer-offline',
    packageManager,
    'pack',
    '--json',
    '--pack-destination',
    to,
  ]);
  const { filename } = JSON.parse(output) as { filename: string };
  return filename;
}
