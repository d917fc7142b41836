import { chmodSync, cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { packageAt, packageFor } from './installed-packages.mjs';
import { buildPage, PAGE_BUILD } from './page.mjs';
import { ROOT } from './set-up.mjs';

const DIST = join(ROOT, 'apps', 'server', 'dist');

const COMMAND_DIST = join(ROOT, 'apps', 'targetctl', 'dist');

const WRITE_WORKER = join(ROOT, 'packages', 'file-sd-storage', 'dist', 'writer', 'write-worker.mjs');

export const SERVER = packageAt(join(ROOT, 'apps', 'server'));

export const TARGETCTL = packageAt(join(ROOT, 'apps', 'targetctl'));

const [OLDEST_NODE] = SERVER.engines.node.match(/\d+\.\d+/);

/** Packages with a binary. It lies beside their code, so they cannot go into a bundle. */
export const NATIVE = [
  packageFor('bcrypt', SERVER.folder),
  packageFor('fs-native-extensions', join(ROOT, 'packages', 'file-sd-storage')),
];

/**
 * Puts the built server and all packages but the native ones into a folder: `target-eye.mjs`, an ES module that Node
 * runs, and beside it the code of its threads, so that a thread loads nothing but what it needs, and the page.
 * @returns the packages that went into them
 */
export async function bundleServer(folder) {
  if (!existsSync(join(DIST, 'main.js'))) throw new Error('the server is not built; run npm run build');
  mkdirSync(folder, { recursive: true });
  const inputs = [
    ...(await bundle(join(DIST, 'main.js'), join(folder, 'target-eye.mjs'), preludeOf('target-eye'))),
    ...(await bundle(join(DIST, 'body-worker.mjs'), join(folder, 'body-worker.mjs'), REQUIRE)),
    ...(await bundle(join(DIST, 'prometheus-worker.mjs'), join(folder, 'prometheus-worker.mjs'), REQUIRE)),
    ...(await bundle(WRITE_WORKER, join(folder, 'write-worker.mjs'), REQUIRE)),
    ...(await copyPage(join(folder, 'page'))),
  ];
  chmodSync(join(folder, 'target-eye.mjs'), 0o755);
  return packagesOf(inputs);
}

/**
 * Puts the built command for deploy hosts and all its packages into one file of a folder, `targetctl.mjs`. What a command
 * does not need is in the file, but is not run.
 * @returns the packages that went into it
 */
export async function bundleCommand(folder) {
  if (!existsSync(join(COMMAND_DIST, 'main.js'))) throw new Error('targetctl is not built; run npm run build');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'targetctl.mjs');
  const inputs = await bundle(join(COMMAND_DIST, 'main.js'), file, preludeOf('targetctl'));
  chmodSync(file, 0o755);
  return packagesOf(inputs);
}

/** @returns the files that went into the page */
async function copyPage(folder) {
  const { inputs } = await buildPage();
  rmSync(folder, { recursive: true, force: true });
  cpSync(PAGE_BUILD, folder, { recursive: true });
  return inputs;
}

/** The packages that these files come from. */
function packagesOf(inputs) {
  const folders = inputs.map((input) => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0]);
  return [...new Set(folders)]
    .filter(Boolean)
    .sort()
    .map((each) => packageAt(resolve(ROOT, each)));
}

/** @returns the files that went into the bundle */
async function bundle(entry, outfile, banner) {
  const { metafile, outputFiles } = await build({
    absWorkingDir: ROOT,
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: `node${OLDEST_NODE}`,
    plugins: [loadedWhenNeeded],
    define: { PAGE_BESIDE_BUNDLE: '"./page"' },
    legalComments: 'none', // The license files go with the bundle.
    // V8 keeps the source in memory, and 3 MB of it are comments and indentation.
    minifyWhitespace: true,
    lineLimit: 160,
    metafile: true,
    write: false,
    banner: { js: banner },
  });
  writeFileSync(outfile, inAscii(outputFiles[0].text));
  return Object.keys(metafile.inputs);
}

/**
 * Leaves the native packages out of the bundle, and loads each of them, and each large module of Node, where it is first
 * needed. An import would be evaluated before all code of the bundle, but the code that listens to signals has to come
 * first, and a command that needs no connection must start at once.
 */
const loadedWhenNeeded = {
  name: 'loaded-when-needed',
  setup({ onResolve, onLoad }) {
    const names = [...NATIVE.map(({ name }) => name), 'node:http', 'node:https', 'node:readline', 'node:tls'];
    onResolve({ filter: /^[^./]/ }, ({ path, namespace }) => {
      if (!names.includes(path)) return undefined;
      return namespace === 'required' ? { path, external: true } : { path, namespace: 'required' };
    });
    onLoad({ filter: /.*/, namespace: 'required' }, ({ path }) => ({
      contents: `module.exports = require(${JSON.stringify(path)});`,
    }));
  },
};

/**
 * V8 needs two bytes for every character of a text as soon as one is not Latin-1. esbuild leaves those in regular
 * expressions as they are.
 */
function inAscii(code) {
  return code.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Lets CommonJS packages in a bundle require Node's. */
const REQUIRE = `
import { createRequire as createRequireOfBundle } from 'node:module';
const require = createRequireOfBundle(import.meta.url);
`.trim();

/** Precedes the code of a program: says so if Node is too old. */
function preludeOf(program) {
  return `
#!/usr/bin/env node
${REQUIRE}
if (${JSON.stringify(OLDEST_NODE)}.localeCompare(process.versions.node, 'en', { numeric: true }) > 0) {
  process.stderr.write(\`${program}: Node.js \${process.versions.node} is too old; install ${OLDEST_NODE} or newer\\n\`);
  process.exit(1);
}
`.trim();
}
