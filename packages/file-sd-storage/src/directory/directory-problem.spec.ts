import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { groupKey } from '@target-eye/domain';
import { describeWithMounts, useDirectory } from '../../test/support.js';

const place = useDirectory();
const key = groupKey('payments', 'prod');
const group = { targets: ['h:1'], labels: { job: 'payments', env: 'prod' } };

test('there is none as long as changes can be stored', async () => {
  const store = place.open();
  await store.replace(key, group);
  expect(store.problem()).toBeUndefined();
});

test('an unreadable file is none, because every other group works', () => {
  writeFileSync(join(place.path(), 'payments@prod.json'), '[{');
  expect(place.open().problem()).toBeUndefined();
});

test.each<[string, () => void, RegExp]>([
  [
    'was removed',
    () => {
      rmSync(place.path(), { recursive: true });
    },
    /^the directory was removed; put it back, no restart/,
  ],
  [
    'was replaced by a copy of it',
    () => {
      renameSync(place.path(), `${place.path()}.old`);
      cpSync(`${place.path()}.old`, place.path(), { recursive: true });
      rmSync(`${place.path()}.old`, { recursive: true });
    },
    /^the directory was replaced by another one, which is taken over within a second$/,
  ],
  [
    'is a file now',
    () => {
      rmSync(place.path(), { recursive: true });
      writeFileSync(place.path(), '');
    },
    /^the directory was replaced by something that is not a directory/,
  ],
  [
    'has lost the place for files being written',
    () => {
      rmSync(join(place.path(), '.target-eye', 'tmp'), { recursive: true });
    },
    /^the directory has lost its hidden subdirectory/,
  ],
])('a directory that %s is one, and says so without a path', (_, harm, says) => {
  const store = place.open();
  harm();
  expect(store.problem()?.fact).toMatch(says);
  expect(store.problem()?.fact).not.toContain(place.path());
});

test('it goes away when the cause does', () => {
  const store = place.open();
  const temporary = join(place.path(), '.target-eye', 'tmp');
  rmSync(temporary, { recursive: true });
  expect(store.problem()).toBeDefined();
  mkdirSync(temporary);
  expect(store.problem()).toBeUndefined();
});

test('a store that is closing has one', async () => {
  const store = place.open();
  const closed = store.close();
  expect(store.problem()?.fact).toBe('the service is stopping');
  await closed;
  expect(store.problem()?.fact).toBe('the service is stopping');
});

describeWithMounts('a file system of its own', () => {
  const mount = (...args: readonly string[]): void => {
    execFileSync('mount', [...args, place.path()]);
  };
  afterEach(() => {
    execFileSync('umount', ['--lazy', place.path()]);
  });

  test('that is full is a problem until there is room again', async () => {
    mount('-t', 'tmpfs', '-o', 'size=64k', 'tmpfs');
    const store = place.open();
    expect(store.problem()).toBeUndefined();
    const ballast = join(place.path(), 'ballast');
    expect(() => {
      writeFileSync(ballast, Buffer.alloc(1_000_000));
    }).toThrow('ENOSPC');
    expect(store.problem()?.fact).toBe('the disk is full; make room');
    await expect(store.replace(key, group)).rejects.toMatchObject({ code: 'storage_full' });
    rmSync(ballast);
    expect(store.problem()).toBeUndefined();
    await store.replace(key, group);
  });

  test('that has no inode left is a problem', async () => {
    mount('-t', 'tmpfs', '-o', 'size=1m,nr_inodes=8', 'tmpfs');
    const store = place.open();
    expect(() => {
      for (let count = 0; count < 8; count += 1) writeFileSync(join(place.path(), String(count)), '');
    }).toThrow('ENOSPC');
    expect(store.problem()?.fact).toContain('no inodes');
    await expect(store.replace(key, group)).rejects.toMatchObject({ code: 'storage_full' });
  });

  test('that became read-only is a problem, for root too', async () => {
    const store = place.open();
    mount('--bind', place.path());
    mount('-o', 'remount,bind,ro');
    expect(store.problem()?.fact).toContain('cannot be written (EROFS)');
    await expect(store.replace(key, group)).rejects.toMatchObject({ code: 'storage_unavailable' });
    execFileSync('mount', ['-t', 'tmpfs', 'tmpfs', join(place.path(), '.target-eye', 'tmp')]);
    expect(store.problem()?.fact).toContain('cannot be written (EROFS)');
  });
});
