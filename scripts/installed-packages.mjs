import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A package in node_modules: its real folder and what its manifest says. */
export function packageAt(folder) {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return { ...manifest, folder: realpathSync(folder) };
}

/** The package that code in `folder` would import by this name. */
export function packageFor(name, folder) {
  const found = join(folder, 'node_modules', name);
  if (existsSync(found)) return packageAt(found);
  if (dirname(folder) === folder) throw new Error(`${name} is not installed; npm start does that`);
  return packageFor(name, dirname(folder));
}

/** The packages and all that they depend on. */
export function withDependencies(packages) {
  const found = new Map();
  const visit = (each) => {
    if (found.has(each.folder)) return;
    found.set(each.folder, each);
    for (const name of Object.keys(each.dependencies ?? {})) visit(packageFor(name, each.folder));
  };
  packages.forEach(visit);
  return [...found.values()];
}

/**
 * The notices that must accompany a package: its license files, and the copyright comments in the sources of its binary.
 */
export function noticesOf({ name, folder }) {
  // cspell:ignore licence
  const files = readdirSync(folder).filter((file) => /^(?:licence|license|notice|copying|copyright)/i.test(file));
  if (files.length === 0) throw new Error(`${name} has no license file; find out what it may be used for`);
  const notices = files.map((file) => readFileSync(join(folder, file), 'utf8').trim());
  return [...notices, ...new Set(noticesInSources(join(folder, 'src')))];
}

function noticesInSources(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => /\.(?:c|cc|h)$/.test(file))
    .sort()
    .flatMap(
      (file) => readFileSync(join(folder, file), 'utf8').match(/\/\*(?:(?!\*\/)[^])*\bcopyright\b[^]*?\*\//i) ?? [],
    )
    .map((comment) => comment.replace(/^ *\/?\*+\/? ?/gm, '').trim());
}
