import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { withDependencies } from './installed-packages.mjs';
import { ROOT } from './set-up.mjs';

/**
 * The files that packages with a binary need on this kind of machine with glibc, each with its path in a node_modules
 * folder: the JavaScript that is reached from their entries, their manifests, and their binaries. Sources, tests and
 * binaries for other machines are left out.
 */
export async function filesToRun(packages) {
  const { metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: packages.map(({ folder }) => folder),
    outdir: 'unused',
    write: false,
    bundle: true,
    platform: 'node',
    metafile: true,
  });
  const reached = new Set(Object.keys(metafile.inputs).map((input) => realpathSync(resolve(ROOT, input))));
  return withDependencies(packages).flatMap(({ name, folder }) => {
    const scripts = [...reached]
      .filter((file) => file.startsWith(`${folder}/`))
      .map((file) => file.slice(folder.length + 1));
    if (scripts.length === 0) return [];
    return [...scripts, 'package.json', ...binariesIn(folder)].map((path) => [join(folder, path), join(name, path)]);
  });
}

function binariesIn(folder) {
  const place = join('prebuilds', `${process.platform}-${process.arch}`);
  if (!existsSync(join(folder, 'prebuilds'))) return [];
  if (!existsSync(join(folder, place)))
    throw new Error(`${folder} has no binary for ${process.platform}-${process.arch}`);
  return readdirSync(join(folder, place))
    .filter((file) => file.endsWith('.node') && !file.includes('musl'))
    .map((file) => join(place, file));
}
