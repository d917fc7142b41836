import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { ROOT } from './set-up.mjs';

const PAGE = join(ROOT, 'apps', 'page');

/** Where the server of a checkout finds the page. */
export const PAGE_BUILD = join(PAGE, 'build');

/** The browsers of the year before; older ones lack `light-dark()` and iterator helpers anyway. */
const BROWSERS = ['chrome123', 'firefox122', 'safari17.5'];

/**
 * Bundles the page: `index.html` and what it loads, each file also compressed, and `page.json` that names them. The
 * names hold a hash of what is in them, so that a browser can keep them for ever. `main` and `chunk`, which has what the
 * other views need too, are what the first view loads; `other-views` follows, and the rest is loaded where it is shown.
 * @returns the bytes of each file by its name, and the files that it is made of
 */
export async function buildPage() {
  const { metafile, outputFiles } = await build({
    absWorkingDir: ROOT,
    entryPoints: [join(PAGE, 'src', 'main.tsx'), join(PAGE, 'src', 'style', 'main.css')],
    outdir: PAGE_BUILD,
    entryNames: '[name]-[hash]',
    chunkNames: '[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'browser',
    target: BROWSERS,
    jsx: 'automatic',
    jsxImportSource: 'preact',
    minify: true,
    legalComments: 'none', // The license files go with the package.
    metafile: true,
    write: false,
  });
  const files = new Map(outputFiles.map(({ path, contents }) => [basename(path), Buffer.from(contents)]));
  const icon = readFileSync(join(PAGE, 'icon.svg'));
  files.set(`icon-${hash(icon)}.svg`, icon);
  const named = (start, end) => [...files.keys()].find((name) => name.startsWith(start) && name.endsWith(end));
  const template = readFileSync(join(PAGE, 'index.html'), 'utf8');
  const id = hash(JSON.stringify([template, ...[...files.keys()].sort()]));
  const html = template
    .replace('{build}', id)
    .replace('{icon}', named('icon-', '.svg'))
    .replace('{stylesheet}', named('main-', '.css'))
    .replace('{script}', named('main-', '.js'))
    .replace('{shared}', named('chunk-', '.js'));
  files.set('index.html', Buffer.from(html));
  const json = `${JSON.stringify({ build: id, files: [...files.keys()].sort() })}\n`;
  write(files, json);
  return { files, inputs: Object.keys(metafile.inputs) };
}

/** Compressing takes longer than everything else, so what is there already is left alone. */
function write(files, json) {
  const list = join(PAGE_BUILD, 'page.json');
  if (existsSync(list) && readFileSync(list, 'utf8') === json) return;
  rmSync(PAGE_BUILD, { recursive: true, force: true });
  mkdirSync(PAGE_BUILD, { recursive: true });
  for (const [name, bytes] of files) {
    writeFileSync(join(PAGE_BUILD, name), bytes);
    writeFileSync(join(PAGE_BUILD, `${name}.gz`), gzipSync(bytes, { level: 9 }));
    writeFileSync(join(PAGE_BUILD, `${name}.br`), brotliCompressSync(bytes, BROTLI));
  }
  // The last one, so that a build that was ended is done again.
  writeFileSync(list, json);
}

const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } };

/** As long as esbuild's, and in its letters. */
function hash(content) {
  return createHash('sha256').update(content).digest('hex').slice(0, 8).toUpperCase();
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { files } = await buildPage();
  if (!process.argv.includes('--quiet'))
    for (const [name, bytes] of files) {
      const { size } = statSync(join(PAGE_BUILD, `${name}.gz`));
      process.stdout.write(`${name}: ${String(bytes.length)} bytes, ${String(size)} gzipped\n`);
    }
}
