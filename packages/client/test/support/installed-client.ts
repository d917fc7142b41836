import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..', '..', '..');

/** A folder outside the repository with nothing but the client installed in it. */
export interface InstalledClient {
  readonly folder: string;
  /** Writes a module there and runs it with Node.js and no other variables than these; gives what it prints. */
  run(code: string, environment?: Readonly<Record<string, string>>): string;
}

/** Packs the client and what it needs as they would be published, and installs them once for all tests of a file. */
export function useInstalledClient(): InstalledClient {
  const folder = mkdtempSync(join(tmpdir(), 'target-eye-client-'));
  beforeAll(() => {
    pack(folder);
    const tarballs = readdirSync(folder).map((name) => `./${name}`);
    expect(tarballs).toHaveLength(3);
    writeFileSync(join(folder, 'package.json'), '{}');
    runIn(folder, 'npm', ['install', '--offline', '--no-audit', '--no-fund', ...tarballs]);
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return {
    folder,
    run: (code, environment = {}) => {
      writeFileSync(join(folder, 'run.mjs'), code);
      return runIn(folder, process.execPath, ['run.mjs'], environment);
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

/** Packs the client and the packages of the repository that it needs. */
function pack(to: string): void {
  const { packageManager } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { packageManager: string };
  const packing = ['--filter', '@target-eye/client...', 'pack', '--pack-destination', to];
  runIn(ROOT, 'npx', ['--yes', '--prefer-offline', packageManager, ...packing]);
}
