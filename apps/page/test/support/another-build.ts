import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { MAIN } from '../../../server/test/support/running-server.js';

interface Manifest {
  readonly build: string;
  readonly files: readonly string[];
}

/**
 * Writes what an upgrade would bring into a folder: the same program, but all files of the page have other names.
 * @returns the module that Node runs
 */
export function anotherBuild(folder: string): string {
  const built = dirname(MAIN);
  mkdirSync(join(folder, 'page'), { recursive: true });
  for (const name of readdirSync(built)) {
    if (name.endsWith('.mjs')) writeFileSync(join(folder, name), readFileSync(join(built, name)));
    if (name === 'node_modules') symlinkSync(join(built, name), join(folder, name));
  }
  const read = (name: string): string => readFileSync(join(built, 'page', name), 'utf8');
  const { build, files } = JSON.parse(read('page.json')) as Manifest;
  const hashes = [build, ...files.flatMap((name) => /[0-9A-Z]{8}(?=\.)/.exec(name)?.[0] ?? [])];
  const renamed = (text: string): string => hashes.reduce((all, hash) => all.replaceAll(hash, newer(hash)), text);
  for (const name of files) {
    const bytes = Buffer.from(renamed(read(name)));
    for (const [end, content] of [
      ['', bytes],
      ['.gz', gzipSync(bytes)],
      ['.br', brotliCompressSync(bytes)],
    ] as const)
      writeFileSync(join(folder, 'page', renamed(name) + end), content);
  }
  writeFileSync(join(folder, 'page', 'page.json'), renamed(read('page.json')));
  return join(folder, 'target-eye.mjs');
}

/** Another hash: the same letters backwards, after one that hashes do not have. */
function newer(hash: string): string {
  return `_${Array.from(hash).reverse().join('').slice(1)}`;
}
