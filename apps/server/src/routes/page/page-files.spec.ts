import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { useTemporaryDirectory } from '../../../test/support/temporary-directory.js';
import { ConfigurationError } from '../../operator-files/configuration-error.js';
import { readPageFiles } from './page-files.js';

const folder = useTemporaryDirectory();
const NAMES = ['index.html', 'main-0a1b.js', 'main-0a1b.css'];

beforeEach(() => {
  for (const name of NAMES)
    for (const end of ['', '.br', '.gz']) writeFileSync(join(folder(), name + end), `${name}${end}`);
  manifest({ build: '0a1b', files: NAMES });
});

function manifest(content: unknown): void {
  writeFileSync(join(folder(), 'page.json'), JSON.stringify(content));
}

test('the page is what page.json names, each file in every coding', () => {
  const { build, html, assets } = readPageFiles(folder());
  expect([build, html.type]).toEqual(['0a1b', 'text/html; charset=utf-8']);
  expect([...assets].map(([name, { type }]) => [name, type])).toEqual([
    ['main-0a1b.js', 'text/javascript; charset=utf-8'],
    ['main-0a1b.css', 'text/css; charset=utf-8'],
  ]);
  const { br, gzip, identity } = html.coded;
  expect([br, gzip, identity].map(({ bytes }) => bytes.toString())).toEqual([
    'index.html.br',
    'index.html.gz',
    'index.html',
  ]);
  expect(new Set([br, gzip, identity].map(({ revision }) => revision)).size).toBe(3);
});

test.each(['page.json', 'index.html', 'main-0a1b.js.br', 'main-0a1b.css.gz'])('%s must not be missing', (name) => {
  rmSync(join(folder(), name));
  expect(() => readPageFiles(folder())).toThrow(
    new ConfigurationError(
      `the page cannot be served, because ${JSON.stringify(join(folder(), name))} cannot be read (ENOENT); install Target-eye again (npm run build in a checkout), or set PAGE=off`,
    ),
  );
});

test.each([null, [], { build: 1, files: [] }, { build: 'x' }, { build: 'x', files: [1] }])(
  'page.json cannot be %j',
  (content) => {
    manifest(content);
    expect(() => readPageFiles(folder())).toThrow(/page\.json" does not say what the page is made of; .* PAGE=off$/);
  },
);

test('page.json cannot be cut off', () => {
  writeFileSync(join(folder(), 'page.json'), '{"build":');
  expect(() => readPageFiles(folder())).toThrow(/page\.json" does not say what the page is made of/);
});

test('every file has a media type that browsers know', () => {
  manifest({ build: 'x', files: ['main.wasm'] });
  expect(() => readPageFiles(folder())).toThrow(/main\.wasm" has no known media type/);
});
