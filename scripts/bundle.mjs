import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { build } from 'esbuild';
import { packageAt, packageFor } from './installed-packages.mjs';
import { ROOT } from './set-up.mjs';

const MAIN = join(ROOT, 'apps', 'server', 'dist', 'main.js');

export const SERVER = packageAt(join(ROOT, 'apps', 'server'));

const [OLDEST_NODE] = SERVER.engines.node.match(/\d+\.\d+/);

/** Packages with a binary, which lies beside their code and so cannot go into a file with other code. */
export const NATIVE = [
  packageFor('bcrypt', SERVER.folder),
  packageFor('fs-native-extensions', join(ROOT, 'packages', 'file-sd-storage')),
];

/**
 * Puts the built server and all packages but the native ones into one ES module that Node runs.
 * @returns the packages that went into it
 */
export async function bundleServer(outfile) {
  if (!existsSync(MAIN)) throw new Error('the server is not built; run pnpm build');
  mkdirSync(dirname(outfile), { recursive: true });
  const { metafile, outputFiles } = await build({
    absWorkingDir: ROOT,
    entryPoints: [MAIN],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: `node${OLDEST_NODE}`,
    external: NATIVE.map(({ name }) => name),
    legalComments: 'none', // The license files go with the bundle.
    // V8 keeps the text in memory: 3 MB of it are comments and indentation.
    minifyWhitespace: true,
    lineLimit: 160,
    metafile: true,
    write: false,
    banner: { js: PRELUDE },
  });
  writeFileSync(outfile, inAscii(outputFiles[0].text));
  const folders = Object.keys(metafile.inputs).map((input) => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0]);
  return [...new Set(folders)]
    .filter(Boolean)
    .sort()
    .map((folder) => packageAt(resolve(ROOT, folder)));
}

/**
 * V8 needs two bytes for every character of a text as soon as one is not Latin-1. esbuild leaves those in regular
 * expressions as they are.
 */
function inAscii(code) {
  return code.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Goes before the bundle: says what is wrong where Node is too old, and lets CommonJS packages require Node's. */
const PRELUDE = `
#!/usr/bin/env node
import { createRequire as createRequireOfBundle } from 'node:module';
if (${JSON.stringify(OLDEST_NODE)}.localeCompare(process.versions.node, 'en', { numeric: true }) > 0) {
  process.stderr.write(\`target-eye: Node.js \${process.versions.node} is too old; install ${OLDEST_NODE} or newer\\n\`);
  process.exit(1);
}
const require = createRequireOfBundle(import.meta.url);
`.trim();
