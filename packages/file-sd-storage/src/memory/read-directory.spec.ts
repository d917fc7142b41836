import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeFileSd, groupKey, ONE_TURN, type TargetGroup } from '@target-eye/domain';
import { useDirectory } from '../../test/support.js';
import { holderOf } from '../directory/directory-holder.js';
import { predecessorFileName } from '../predecessor/predecessor-file-name.js';
import { readDirectory } from './read-directory.js';

const place = useDirectory();
const group = (job: string, ...targets: string[]): TargetGroup => ({ targets, labels: { job, env: 'prod' } });
const put = (name: string, content: TargetGroup | string) => {
  writeFileSync(join(place.path(), name), typeof content === 'string' ? content : encodeFileSd(content));
};
const everything = () =>
  readdirSync(place.path(), { withFileTypes: true, recursive: true }).map((entry) => {
    const path = join(entry.parentPath, entry.name);
    return [path, entry.isFile() ? readFileSync(path, 'utf8') : ''];
  });

/** Groups, an unreadable one, files of other people, and files of the predecessor: owned, out of date and anybody's. */
function fill(): void {
  put('shop@prod.json', group('shop', 'c:1'));
  put('payments@prod.json', group('payments', 'a:1', 'b:1'));
  put('web@prod.json', '[{');
  put('empty@prod.json', '[]');
  for (const name of ['by-hand.json', 'a@b.yml', '-@b.json']) put(name, group('x', 'x:1'));
  mkdirSync(join(place.path(), 'folder'));
  put(predecessorFileName(groupKey('search', 'prod')), group('search', 's:1'));
  put(predecessorFileName(groupKey('shop', 'prod')), group('shop', 'old:1'));
  put(predecessorFileName(groupKey('who', 'knows')), group('else', 'w:1'));
}

test('it is read as a store shows it, but nothing is written', async () => {
  fill();
  const before = everything();
  const { snapshot, unclaimed } = await readDirectory(place.path(), ONE_TURN);
  expect(everything()).toEqual(before);
  expect(snapshot.groups.map(({ key, group: { targets } }) => [key.application, ...targets])).toEqual([
    ['payments', 'a:1', 'b:1'],
    ['search', 's:1'],
    ['shop', 'c:1'],
  ]);
  const store = place.open();
  expect(snapshot).toEqual(await store.snapshot());
  expect(unclaimed).toEqual(store.unclaimed());
  expect([snapshot.unreadable.length, unclaimed.length]).toEqual([1, 1]);
});

test('it is read while a store has it, and says so', async () => {
  fill();
  expect(holderOf(place.path())).toBe('nobody');
  const store = place.open();
  expect(holderOf(place.path())).toEqual({ process: String(process.pid), isMirror: false });
  expect((await readDirectory(place.path(), ONE_TURN)).snapshot).toEqual(await store.snapshot());
  await store.close();
  expect(holderOf(place.path())).toBe('nobody');
});

test('a lock that cannot be looked at says nothing', () => {
  mkdirSync(join(place.path(), '.target-eye'));
  symlinkSync('lock', join(place.path(), '.target-eye', 'lock'));
  expect(holderOf(place.path())).toBe('unknown');
});

test.each([
  ['that is not there', () => undefined, 'ENOENT'],
  [
    'that is none',
    () => {
      writeFileSync(place.path(), '');
    },
    'ENOTDIR',
  ],
])('a directory %s cannot be read', async (_, make, code) => {
  rmSync(place.path(), { recursive: true });
  make();
  await expect(readDirectory(place.path(), ONE_TURN)).rejects.toThrow(
    `the file_sd directory ${JSON.stringify(place.path())} cannot be read (${code})`,
  );
});
