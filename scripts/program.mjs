import { cpSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { bundleServer, NATIVE } from './bundle.mjs';
import { withDependencies } from './installed-packages.mjs';
import { filesToRun } from './native-files.mjs';

/**
 * Writes everything but Node that the server needs to run on this kind of machine: the bundle `target-eye.mjs`, the code
 * of its threads, and the native packages beside them, in the versions of the lockfile.
 * @returns the packages that are in it
 */
export async function writeProgram(folder) {
  const bundled = await bundleServer(folder);
  for (const [file, path] of await filesToRun(NATIVE)) {
    const copy = join(folder, 'node_modules', path);
    mkdirSync(dirname(copy), { recursive: true });
    cpSync(file, copy);
  }
  return [...bundled, ...withDependencies(NATIVE)];
}
