import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { add, encodeFileSd, groupKey, remove, replace, type TargetGroup } from '@target-eye/domain';
import { describeWithMounts, eventually, recordingLog, useDirectory, groupAt, groupsIn } from '../../test/support.js';
import { FileSdDirectory } from '../directory/file-sd-directory.js';
import { FileSdTargetGroupStore } from '../index.js';

const TAKEN = 'the directory was taken over again; what is in it counts';
const LOST = 'the directory is lost; memory stays as it is, and changes are refused';

const place = useDirectory();
const key = groupKey('payments', 'prod');
const FILE = 'payments@prod.json';
const group = (...targets: string[]): TargetGroup => ({ targets, labels: { job: 'payments', env: 'prod' } });
const post = (store: FileSdTargetGroupStore, ...targets: string[]) => store.update(key, add(key, { targets }));
const aside = () => `${place.path()}.aside`;
const stored = (path = place.path()) => readFileSync(join(path, FILE), 'utf8');
const openFiles = () => readdirSync('/proc/self/fd').length;

afterEach(() => {
  rmSync(aside(), { recursive: true, force: true });
});

/** A store with one group, and what it logs. */
async function openWithGroup() {
  const log = recordingLog();
  const store = place.open(log);
  await store.replace(key, group('h:1'));
  const logged = (of: string) => log.lines.filter(({ message }) => message === of);
  return { store, logged };
}

describe('a directory that was removed', () => {
  test('leaves memory as it was, refuses changes, and is not created again', async () => {
    const { store, logged } = await openWithGroup();
    execFileSync('rm', ['-rf', place.path()]);
    const refused = {
      code: 'storage_unavailable',
      message:
        'the change could not be stored; nothing was changed: the directory was removed; put it back, no restart is needed',
    };
    const events = Date.now() + 600;
    await eventually(() => Date.now() > events);
    expect(await groupAt(store, key)).toEqual(group('h:1'));
    await expect(post(store, 'h:2')).rejects.toMatchObject(refused);
    await expect(store.update(key, remove(key, undefined))).rejects.toMatchObject(refused);
    await expect(store.update(key, replace(key, { targets: ['h:1'] }))).rejects.toMatchObject(refused);
    await expect(store.replace(groupKey('new', 'prod'), group('h:1'))).rejects.toMatchObject(refused);
    expect([await groupAt(store, key), store.counts().groups]).toEqual([group('h:1'), 1]);
    expect(existsSync(place.path())).toBe(false);
    expect(logged(LOST)).toHaveLength(1);
  });

  test('is taken over within about a second when there is one again; what is in it counts', async () => {
    const { store, logged } = await openWithGroup();
    rmSync(place.path(), { recursive: true });
    await eventually(() => logged(LOST).length === 1);
    mkdirSync(aside());
    writeFileSync(
      join(aside(), 'web@prod.json'),
      encodeFileSd({ targets: ['w:1'], labels: { job: 'web', env: 'prod' } }),
    );
    renameSync(aside(), place.path());
    await eventually(() => store.problem() === undefined);
    expect((await groupsIn(store)).map((one) => one.key)).toEqual([groupKey('web', 'prod')]);
    expect(await groupAt(store, key)).toBeUndefined();
    expect(logged(TAKEN)).toMatchObject([{ details: { directory: place.path(), groups: 1, unreadable: 0 } }]);
    await post(store, 'h:2');
    expect(stored()).toBe(encodeFileSd(group('h:2')));
  });

  test('and put back with what was in it has everything that happened to it meanwhile', async () => {
    const { store, logged } = await openWithGroup();
    renameSync(place.path(), aside());
    await eventually(() => logged(LOST).length === 1);
    writeFileSync(join(aside(), FILE), encodeFileSd(group('by-hand:1')));
    renameSync(aside(), place.path());
    expect(await post(store, 'h:2')).toMatchObject({ before: group('by-hand:1') });
    expect(stored()).toBe(encodeFileSd(group('by-hand:1', 'h:2')));
  });
});

describe('a directory that was replaced', () => {
  test('by a copy of it gets the next change, and the old one is given back', async () => {
    const { store } = await openWithGroup();
    renameSync(place.path(), aside());
    cpSync(aside(), place.path(), { recursive: true });
    await post(store, 'h:2');
    expect(stored()).toBe(encodeFileSd(group('h:1', 'h:2')));
    expect(stored(aside())).toBe(encodeFileSd(group('h:1')));
    new FileSdDirectory(aside()).close();
    expect(() => new FileSdDirectory(place.path())).toThrow('is in use by another Target-eye');
  });

  test('by one with the very same files, the lock among them, is taken over all the same', async () => {
    const { store } = await openWithGroup();
    renameSync(place.path(), aside());
    execFileSync('cp', ['-al', aside(), place.path()]);
    await post(store, 'h:2');
    expect(stored()).toBe(encodeFileSd(group('h:1', 'h:2')));
  });

  test('while a change is being written gets that change', async () => {
    const { store } = await openWithGroup();
    const change = post(store, 'h:2');
    renameSync(place.path(), aside());
    cpSync(aside(), place.path(), { recursive: true });
    await change;
    expect(stored()).toBe(encodeFileSd(group('h:1', 'h:2')));
    expect(readdirSync(join(place.path(), '.target-eye', 'tmp'))).toEqual([]);
  });

  test('while changes are being written gets all of them, and none disturbs another', async () => {
    const store = place.open();
    const web = groupKey('web', 'prod');
    const changes = [store.replace(key, group('h:1'))];
    renameSync(place.path(), aside());
    mkdirSync(place.path());
    changes.push(store.replace(web, group('h:2')));
    await Promise.all(changes);
    expect([await groupAt(store, key), await groupAt(store, web)]).toEqual([group('h:1'), group('h:2')]);
    expect(readdirSync(place.path()).sort()).toEqual(['.target-eye', FILE, 'web@prod.json']);
  });

  test('is followed from then on, and the old one is not', async () => {
    const { store } = await openWithGroup();
    renameSync(place.path(), aside());
    cpSync(aside(), place.path(), { recursive: true });
    await post(store, 'h:2');
    writeFileSync(join(aside(), FILE), encodeFileSd(group('old:1')));
    writeFileSync(join(place.path(), FILE), encodeFileSd(group('by-hand:1')));
    await eventually(async () => encodeFileSd(await groupAt(store, key)) === encodeFileSd(group('by-hand:1')));
  });

  test('and is in use by another service stays a problem that says so, until that one gives it back', async () => {
    const { store, logged } = await openWithGroup();
    renameSync(place.path(), aside());
    const other = new FileSdTargetGroupStore(place.path(), recordingLog());
    const inUse = `is in use by another Target-eye (process ${String(process.pid)})`;
    await expect(post(store, 'h:2')).rejects.toMatchObject({
      code: 'storage_unavailable',
      message: expect.stringContaining(inUse) as string,
    });
    expect(store.problem()?.fact).toBe(`the directory ${inUse}`);
    expect(await groupAt(store, key)).toEqual(group('h:1'));
    await other.replace(key, group('other:1'));
    await other.close();
    await eventually(() => store.problem() === undefined);
    expect(await groupAt(store, key)).toEqual(group('other:1'));
    expect([logged(LOST).length, logged(TAKEN).length]).toEqual([1, 1]);
  });

  test('by a file is a problem until there is a directory again', async () => {
    const { store } = await openWithGroup();
    renameSync(place.path(), aside());
    writeFileSync(place.path(), '');
    await expect(post(store, 'h:2')).rejects.toThrow(/was replaced by something that is not a directory/);
    rmSync(place.path());
    renameSync(aside(), place.path());
    await post(store, 'h:2');
  });

  test('behind a symbolic link is taken over', async () => {
    rmSync(place.path(), { recursive: true });
    mkdirSync(aside());
    symlinkSync(aside(), place.path());
    const { store } = await openWithGroup();
    const next = `${aside()}.next`;
    mkdirSync(next);
    unlinkSync(place.path());
    symlinkSync(next, place.path());
    try {
      await post(store, 'h:2');
      expect([stored(next), stored(aside())]).toEqual([encodeFileSd(group('h:2')), encodeFileSd(group('h:1'))]);
    } finally {
      await store.close();
      rmSync(next, { recursive: true });
    }
  });

  test('again and again, or in vain, leaves no file open behind', async () => {
    const { store } = await openWithGroup();
    const before = openFiles();
    for (let count = 2; count < 10; count += 1) {
      renameSync(place.path(), aside());
      await expect(post(store, `h:${String(count)}`)).rejects.toMatchObject({ code: 'storage_unavailable' });
      mkdirSync(join(place.path(), '.target-eye'), { recursive: true });
      // Found out when the lock has been taken already.
      writeFileSync(join(place.path(), '.target-eye', 'tmp'), '');
      await expect(post(store, `h:${String(count)}`)).rejects.toThrow('cannot be created or written (ENOTDIR)');
      rmSync(place.path(), { recursive: true });
      renameSync(aside(), place.path());
      await post(store, `h:${String(count)}`);
    }
    await eventually(() => openFiles() <= before);
  });
});

describe('the hidden subdirectory', () => {
  test.each([
    ['all of it', '.target-eye'],
    ['the place for files being written', join('.target-eye', 'tmp')],
  ])('that was removed (%s) is made again by the next change', async (_, name) => {
    const { store } = await openWithGroup();
    rmSync(join(place.path(), name), { recursive: true });
    expect(store.problem()?.fact).toContain('has lost its hidden subdirectory');
    await post(store, 'h:2');
    expect(stored()).toBe(encodeFileSd(group('h:1', 'h:2')));
    expect(store.problem()).toBeUndefined();
    expect(() => new FileSdDirectory(place.path())).toThrow('is in use by another Target-eye');
  });

  test('that was removed is made again within about a second, so that nobody else gets the lock', async () => {
    const { store } = await openWithGroup();
    rmSync(join(place.path(), '.target-eye'), { recursive: true });
    await eventually(() => store.problem() === undefined);
    expect(() => new FileSdDirectory(place.path())).toThrow('is in use by another Target-eye');
  });

  test('without a quarantine gets one when it is needed', async () => {
    const { store } = await openWithGroup();
    rmSync(join(place.path(), '.target-eye', 'quarantine'), { recursive: true });
    writeFileSync(join(place.path(), FILE), '[{');
    await store.replace(key, group('h:2'));
    expect(readdirSync(join(place.path(), '.target-eye', 'quarantine'))).toHaveLength(1);
  });

  test('that somebody else has made again means that somebody else has the directory', async () => {
    const { store } = await openWithGroup();
    rmSync(join(place.path(), '.target-eye'), { recursive: true });
    const other = new FileSdDirectory(place.path());
    await eventually(() => store.problem()?.fact.includes('is in use by another Target-eye') === true);
    await expect(post(store, 'h:2')).rejects.toThrow('is in use by another Target-eye');
    other.close();
    await post(store, 'h:2');
  });
});

// cspell:ignore webprod
test('a file of the predecessor is not renamed in a directory that somebody else has', async () => {
  const web = groupKey('web', 'prod');
  const old = `${createHash('md5').update('webprod').digest('hex')}.json`;
  const overridden: TargetGroup = { targets: ['w:1'], labels: { job: 'other', env: 'prod' } };
  writeFileSync(join(place.path(), old), encodeFileSd(overridden));
  const { store } = await openWithGroup();
  renameSync(place.path(), aside());
  cpSync(aside(), place.path(), { recursive: true });
  const other = new FileSdDirectory(place.path());
  expect(await groupAt(store, web)).toEqual(overridden);
  expect(readdirSync(place.path()).sort()).toEqual(['.target-eye', old, FILE].sort());
  other.close();
});

describeWithMounts('a directory that is mounted from elsewhere', () => {
  test('and is removed there leaves memory as it was, and says what to do', async () => {
    mkdirSync(aside());
    execFileSync('mount', ['--bind', aside(), place.path()]);
    try {
      const { store, logged } = await openWithGroup();
      execFileSync('rm', ['-rf', aside()]);
      await eventually(() => logged(LOST).length === 1);
      expect(await groupAt(store, key)).toEqual(group('h:1'));
      await expect(post(store, 'h:2')).rejects.toThrow(/was removed where it is mounted from; put it back there/);
      expect(store.problem()?.fact).toContain('was removed where it is mounted from');
      await store.close();
    } finally {
      execFileSync('umount', ['--lazy', place.path()]);
    }
  });
});

describeWithMounts('a disk of its own', () => {
  const mount = () => execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', place.path()]);
  const unmount = () => execFileSync('umount', ['--lazy', place.path()]);

  test('that is unmounted leaves memory as it was, and nothing is written below it until it is back', async () => {
    mount();
    try {
      const { store } = await openWithGroup();
      unmount();
      await expect(post(store, 'h:2')).rejects.toThrow(/is not mounted any more; mount it again/);
      expect(store.problem()?.fact).toContain('is not mounted any more');
      expect(await groupAt(store, key)).toEqual(group('h:1'));
      expect(readdirSync(place.path())).toEqual([]);
      mount();
      await post(store, 'h:2');
      expect(stored()).toBe(encodeFileSd(group('h:2')));
      await store.close();
    } finally {
      unmount();
    }
  });
});
