import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..', '..', '..');

/** What a packaging script made. */
export interface Packaged {
  /** The archive that people install; of the program the folder that goes into the image. */
  readonly archive: string;
  /** A folder outside the repository with the archive in it, gone after the tests. */
  readonly folder: string;
}

/** Packages the built server once for all tests of a file. */
export function usePackaged(
  script: 'package-npm.mjs' | 'package-targetctl.mjs' | 'package-deb.mjs' | 'package-program.mjs',
): () => Packaged {
  const folder = mkdtempSync(join(tmpdir(), 'target-eye-package-'));
  let archive = '';
  beforeAll(() => {
    archive = execFileSync(process.execPath, [join(ROOT, 'scripts', script), folder], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    }).trim();
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return () => ({ archive, folder });
}
