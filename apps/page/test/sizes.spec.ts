import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { MAIN } from '../../server/test/support/running-server.js';

/** The page as it ships. */
const BUILT = join(dirname(MAIN), 'page');

const SOURCES = join(__dirname, '..', 'src');

/** What a browser loads before it shows anything, in bytes, gzipped. */
const MAX_FIRST_SCRIPTS = 30_000;
const MAX_STYLE_SHEET = 6000;

/** What it loads after that, or only where it is needed. */
const MAX_LATER = { 'other-views.js': 20_000, 'plot.js': 25_000, 'yaml.js': 35_000 };

const names = readdirSync(BUILT).filter((name) => !/\.(?:json|gz|br)$/.test(name));
const withoutHash = (name: string): string => name.replace(/-[0-9A-Z]{8}\./, '.');
const textOf = (name: string): string => readFileSync(join(BUILT, name), 'utf8');
const scripts = names.filter((name) => name.endsWith('.js'));

/** Of all files that have these names without their hashes, in bytes, gzipped. */
function sizeOf(...wanted: readonly string[]): number {
  const found = names.filter((name) => wanted.includes(withoutHash(name)));
  expect(found).toHaveLength(wanted.length);
  return found.reduce((sum, name) => sum + readFileSync(join(BUILT, `${name}.gz`)).length, 0);
}

test('the page is made of few files', () => {
  const first = ['index.html', 'icon.svg', 'main.css', 'main.js', 'chunk.js'];
  expect(names.map(withoutHash).sort()).toEqual([...first, ...Object.keys(MAX_LATER)].sort());
});

test('all names but that of the HTML hold a hash', () => {
  expect(names.filter((name) => name === withoutHash(name))).toEqual(['index.html']);
});

test('what is loaded first is small', () => {
  expect(sizeOf('main.js', 'chunk.js')).toBeLessThanOrEqual(MAX_FIRST_SCRIPTS);
  expect(sizeOf('main.css')).toBeLessThanOrEqual(MAX_STYLE_SHEET);
  const loaded = [...textOf('index.html').matchAll(/"-\/ui\/([^"]*\.js)"/g)].map(([, name = '']) => withoutHash(name));
  expect(loaded.sort()).toEqual(['chunk.js', 'main.js']);
});

test.each(Object.entries(MAX_LATER))('%s is loaded later, and has at most %d bytes', (name, max) => {
  expect(sizeOf(name)).toBeLessThanOrEqual(max);
});

test('nothing comes from another host', () => {
  // Names of XML are no addresses, and the rest is text that is shown.
  const ownWords = /^(?:www\.w3\.org|localhost|127\.0\.0\.1|(?:[a-z0-9-]+\.)*example(?:\.(?:com|net|org))?)$/;
  const text = names.map(textOf).join('\n');
  const hosts = [...text.matchAll(/https?:\/\/([a-z0-9.-]+)/gi)].map(([, host = '']) => host);
  expect(hosts.filter((host) => !ownWords.test(host))).toEqual([]);
  for (const [, url] of textOf('index.html').matchAll(/(?:src|href)="([^"]*)"/g))
    expect(url).toMatch(/^(?:-\/ui\/|openapi)/);
  const styles = names.filter((name) => name.endsWith('.css')).map(textOf);
  expect(styles.join('\n')).not.toMatch(/url\(|@import/);
});

test('the policy is in the header alone, and no script or style is in the HTML', () => {
  expect(textOf('index.html')).not.toMatch(/http-equiv|<style|style=|\son[a-z]+=|<script(?![^>]*\ssrc=)/i);
});

test('text never becomes HTML or code', () => {
  const sources = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' }).filter((path) => /\.tsx?$/.test(path));
  const danger =
    /innerHTML|outerHTML|insertAdjacentHTML|document\.write|srcdoc|\beval\b|\bFunction\(|ContextualFragment/i;
  expect(sources.filter((path) => danger.test(readFileSync(join(SOURCES, path), 'utf8')))).toEqual([]);
  expect(scripts.map(textOf).join('\n')).not.toMatch(/\beval\(|\bFunction\(|outerHTML|insertAdjacentHTML|srcdoc/);
});
