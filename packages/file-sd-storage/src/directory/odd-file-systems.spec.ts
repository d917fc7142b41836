import { execFileSync } from 'node:child_process';
import type * as FileSystem from 'node:fs';
import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { encodeFileSd, groupKey, replace, type TargetGroup } from '@target-eye/domain';
import { describeWithMounts, eventually, recordingLog, useDirectory, groupAt } from '../../test/support.js';
import { DirectoryUnusableError } from './directory-unusable-error.js';
import { FileSdDirectory } from './file-sd-directory.js';

/** What the system is made to say; the tests set it. */
interface Oddity {
  readonly exists?: (path: string, exists: (path: string) => boolean) => boolean;
  readonly stats?: (path: string, stats: FileSystem.BigIntStats) => Partial<FileSystem.BigIntStats>;
  readonly fsync?: () => void;
}

jest.mock('node:fs', () => {
  const real = jest.requireActual<typeof FileSystem>('node:fs');
  const odd: { current: Oddity } = { current: {} };
  const told = (stats: unknown, path: string) =>
    stats && Object.assign(stats, odd.current.stats?.(path, stats as FileSystem.BigIntStats));
  return {
    ...real,
    odd,
    existsSync: (path: string) => odd.current.exists?.(path, real.existsSync) ?? real.existsSync(path),
    statSync: (path: string, options: object) => told(real.statSync(path, options), path),
    fstatSync: (fd: number, options: object) => told(real.fstatSync(fd, options), ''),
    fsyncSync: (fd: number) => {
      odd.current.fsync?.();
      real.fsyncSync(fd);
    },
  };
});

const { odd } = jest.requireMock<{ readonly odd: { current: Oddity } }>('node:fs');

const place = useDirectory();
const key = groupKey('payments', 'prod');
const PAYMENTS = 'payments@prod.json';
const group = (...targets: string[]): TargetGroup => ({ targets, labels: { job: 'payments', env: 'prod' } });

afterEach(() => {
  odd.current = {};
});

/** Counts up at each look. */
function counter(): () => bigint {
  let count = 0n;
  return () => (count += 1n);
}

function failing(code: string): () => never {
  return () => {
    throw Object.assign(new Error(code), { code, syscall: 'fsync' });
  };
}

describe('a file system that', () => {
  const next = counter();
  test.each<[string, Oddity, RegExp]>([
    [
      'folds case',
      { exists: (path, exists) => exists(path) || exists(path.replace(/[^/]*$/, (name) => name.toLowerCase())) },
      /does not tell upper from lower case, where payments\/prod and Payments\/prod would share a file/,
    ],
    [
      'gives another inode number at each look',
      { stats: () => ({ ino: next() }) },
      /another inode number at each look/,
    ],
    [
      'is another one than that of the hidden subdirectory',
      { stats: (path) => (path.endsWith('tmp') ? { dev: 4711n } : {}) },
      /on another file system than its hidden subdirectory/,
    ],
    ['cannot make a directory durable', { fsync: failing('EINVAL') }, /cannot make a directory durable.*\(EINVAL\)/],
    ['has no fsync', { fsync: failing('ENOSYS') }, /cannot make a directory durable.*\(ENOSYS\)/],
  ])('%s is refused with a sentence, and nothing of it is kept open', (_, oddity, says) => {
    const open = () => readdirSync('/proc/self/fd').length;
    const before = open();
    odd.current = oddity;
    expect(() => FileSdDirectory.create(place.path())).toThrow(DirectoryUnusableError);
    expect(() => FileSdDirectory.create(place.path())).toThrow(says);
    expect(open()).toBe(before);
    odd.current = {};
    FileSdDirectory.create(place.path()).close();
  });

  test('tells upper from lower case is taken, also with something that looks like the probe', () => {
    FileSdDirectory.create(place.path()).close();
    mkdirSync(join(place.path(), '.target-eye', 'TMP'));
    expect(existsSync(join(place.path(), '.target-eye', 'TMP'))).toBe(true);
    FileSdDirectory.create(place.path()).close();
  });

  test('counts no links is not taken for one that was removed', async () => {
    odd.current = { stats: () => ({ nlink: 0n }) };
    const store = place.open();
    await store.replace(key, group('h:1'));
    expect(store.problem()).toBeUndefined();
    expect(await groupAt(store, key)).toEqual(group('h:1'));
  });

  test('shows another directory at each look is given up, in one sentence', async () => {
    const log = recordingLog();
    const store = place.open(log);
    await store.replace(key, group('h:1'));
    let looks = 0;
    // Steady while a directory is taken, another one soon after.
    odd.current = {
      stats: (path) => (path === place.path() || path === '' ? { ino: BigInt(Math.floor((looks += 1) / 7)) } : {}),
    };
    for (let count = 0; count < 30; count += 1) await store.replace(key, group('h:2')).catch(() => undefined);
    await expect(store.replace(key, group('h:2'))).rejects.toMatchObject({ code: 'storage_unavailable' });
    expect(log.lines.filter(({ level }) => level === 'warn').length).toBeLessThan(30);
    odd.current = {};
  });

  test('shows another file at each look is given up after a bounded number of attempts', async () => {
    const store = place.open();
    await store.replace(key, group('h:1'));
    odd.current = { stats: (path) => (path.endsWith(PAYMENTS) ? { ino: next() } : {}) };
    await expect(store.replace(key, group('h:2'))).rejects.toMatchObject({
      code: 'storage_unavailable',
      message: expect.stringContaining('was changed by somebody else each of 100 times') as string,
    });
    odd.current = {};
    expect(readdirSync(join(place.path(), '.target-eye', 'tmp'))).toEqual([]);
    await store.replace(key, group('h:2'));
  });
});

describe('directories that are created', () => {
  test('have mode 0755 whatever the umask, and keep the group that they inherit', () => {
    chmodSync(place.path(), 0o2755);
    const umask = process.umask(0o077);
    try {
      const path = join(place.path(), 'a', 'b', 'file_sd');
      const directory = FileSdDirectory.create(path);
      writeFileSync(join(path, 'x@y.json'), '[{');
      const kept = directory.keepAside('x@y.json');
      directory.close();
      for (const created of ['..', '../..', '', '.target-eye', '.target-eye/tmp', '.target-eye/quarantine'])
        expect([created, statSync(join(path, created)).mode & 0o7777]).toEqual([created, 0o2755]);
      expect(statSync(join(kept, '..')).mode & 0o777).toBe(0o755);
    } finally {
      process.umask(umask);
    }
  });

  test('are not tried for ever where nothing can be created', () => {
    expect(() => FileSdDirectory.create('/proc/target-eye/file_sd')).toThrow(
      'the file_sd directory "/proc/target-eye/file_sd" cannot be created or written (ENOENT)',
    );
  });
});

describe('under a group’s name', () => {
  test.each([
    ['a named pipe', () => execFileSync('mkfifo', [join(place.path(), PAYMENTS)])],
    ['a device', () => execFileSync('ln', ['-s', '/dev/zero', join(place.path(), PAYMENTS)])],
    [
      'a directory',
      () => {
        mkdirSync(join(place.path(), PAYMENTS));
      },
    ],
  ])('%s is not waited for, at start and later, and a whole group replaces it', async (_, make) => {
    make();
    const store = place.open();
    await expect(groupAt(store, key)).rejects.toMatchObject({ code: 'unreadable' });
    await store.replace(key, group('h:1'));
    expect(await groupAt(store, key)).toEqual(group('h:1'));
    rmSync(join(place.path(), PAYMENTS));
    make();
    await store.compareNow();
    await expect(groupAt(store, key)).rejects.toMatchObject({ code: 'unreadable' });
    expect(store.unreadable()).toMatchObject([{ reason: 'it is not a regular file' }]);
  });

  test('a named pipe that takes the place of a file between two looks is not waited for', () => {
    execFileSync('mkfifo', [join(place.path(), PAYMENTS)]);
    odd.current = { stats: (path) => (path.endsWith(PAYMENTS) ? { isFile: () => true } : {}) };
    expect(place.open().unreadable()).toMatchObject([{ reason: 'it is not a regular file' }]);
  });
});

describeWithMounts('a file system that counts its times in seconds', () => {
  afterEach(() => {
    execFileSync('umount', ['--lazy', place.path()]);
    rmSync(`${place.path()}.image`);
  });

  test('hides no edit in place of the same length', async () => {
    // Inodes of 128 bytes have no room for more than seconds.
    execFileSync('mkfs.ext4', ['-q', '-I', '128', `${place.path()}.image`, '4m'], { stdio: 'ignore' });
    execFileSync('mount', ['-o', 'loop', `${place.path()}.image`, place.path()]);
    const store = place.open();
    const file = join(place.path(), PAYMENTS);
    for (let port = 1; port <= 8; port += 2) {
      await store.update(key, replace(key, { targets: [`h:${String(port)}`] }));
      expect(statSync(file, { bigint: true }).mtimeNs % 1_000_000_000n).toBe(0n);
      const edited = group(`h:${String(port + 1)}`);
      const fd = openSync(file, 'r+');
      writeSync(fd, encodeFileSd(edited));
      closeSync(fd);
      await eventually(async () => (await groupAt(store, key))?.targets[0] === edited.targets[0]);
    }
    const fd = openSync(file, 'r+');
    writeSync(fd, encodeFileSd(group('h:9')));
    closeSync(fd);
    expect(await store.update(key, replace(key, {}))).toMatchObject({ after: group('h:9') });
  });
});
