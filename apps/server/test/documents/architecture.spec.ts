import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..', '..', '..');
const TEXT = readFileSync(join(ROOT, 'docs', 'architecture.md'), 'utf8');

/** The names between backticks in the first column of the table whose head says `in` this folder. */
function roomsIn(folder: string): readonly string[] {
  const [, rows = ''] = TEXT.split(`| in \`${folder}\``)[1]?.split(/^\| -.*\n/m) ?? [];
  const [table = ''] = rows.split('\n\n');
  return table
    .split('\n')
    .flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`([^`]+)\/`/g)].map(([, name = '']) => name))
    .filter((name) => !name.startsWith('..'));
}

/** The folders below this one that hold files, without those that only hold folders. */
function foldersOf(folder: string): readonly string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath }) => parentPath.slice(join(ROOT, folder).length + 1))
    .filter((path) => path !== '');
}

test.each([
  'apps/page/src',
  'apps/server/src',
  'apps/targetctl/src',
  'packages/client/src',
  'packages/domain/src',
  'packages/etcd-storage/src',
  'packages/file-sd-storage/src',
])('every room of %s is in the table, and no other', (folder) => {
  const folders = foldersOf(folder).map((path) => (path.startsWith('routes/') ? 'routes' : path));
  expect(roomsIn(folder).toSorted()).toEqual([...new Set(folders)].sort());
});

test('what a reader may touch is said in five steps each', () => {
  const recipes = TEXT.split('## What to touch for …')[1]?.split('\n## ')[0] ?? '';
  const numbers = [...recipes.matchAll(/^(\d)\./gm)].map(([, number]) => number);
  expect(numbers.join('')).toBe('12345'.repeat(4));
});
