import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { STATUS } from '../src/http/failure.js';

const ROOT = join(__dirname, '..', '..', '..');
const DOCUMENTS = [
  'README.md',
  'CHANGELOG.md',
  'packages/domain/README.md',
  ...markdownIn('docs'),
  ...markdownIn('docs/decisions'),
];

function markdownIn(folder: string): readonly string[] {
  return readdirSync(join(ROOT, folder)).flatMap((name) => (name.endsWith('.md') ? [join(folder, name)] : []));
}

test('docs/api.md has every error code with its status, and no other', () => {
  const api = readFileSync(join(ROOT, 'docs', 'api.md'), 'utf8');
  const rows = [...api.matchAll(/^\| `(\w+)` +\| (\d{3}) +\|/gm)].map(([, code, status]) => [code, Number(status)]);
  expect(Object.fromEntries(rows)).toEqual(STATUS);
});

test.each(DOCUMENTS)('every link in %s to another file leads somewhere', (document) => {
  const text = readFileSync(join(ROOT, document), 'utf8');
  const links = [...text.matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map(([, link = '']) => link);
  expect(links.filter((link) => !existsSync(join(ROOT, dirname(document), link)))).toEqual([]);
});
