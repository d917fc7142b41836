import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { replaceByHand, useDirectory } from '../../test/support.js';
import { DirectoryUnusableError } from './directory-claim.js';
import { FileSdDirectory } from './file-sd-directory.js';

const place = useDirectory();
let directory: FileSdDirectory;

beforeEach(() => {
  directory = FileSdDirectory.create(join(place.path(), 'parent', 'file_sd'));
});
afterEach(() => {
  directory.close();
});

describe('the directory', () => {
  test('is created with its parents', () => {
    expect(statSync(join(place.path(), 'parent', 'file_sd')).isDirectory()).toBe(true);
  });

  test('holds everything but groups in one hidden subdirectory', async () => {
    await directory.stage('unseen');
    expect(readdirSync(directory.path)).toEqual(['.target-eye']);
  });

  test('publishes with mode 0644 whatever the umask', async () => {
    const umask = process.umask(0o077);
    try {
      directory.publish(await directory.stage('text'), 'a@b.json');
    } finally {
      process.umask(umask);
    }
    expect(statSync(join(directory.path, 'a@b.json')).mode & 0o777).toBe(0o644);
    expect(readFileSync(join(directory.path, 'a@b.json'), 'utf8')).toBe('text');
  });

  test('tells the version of what it published', async () => {
    const version = directory.publish(await directory.stage('text'), 'a@b.json');
    expect(directory.version('a@b.json')).toBe(version);
  });

  test('has another version for a file that was changed behind its times', async () => {
    directory.publish(await directory.stage('text'), 'a@b.json');
    const path = join(directory.path, 'a@b.json');
    utimesSync(path, 1_700_000_000, 1_700_000_000);
    const version = directory.version('a@b.json');
    writeFileSync(path, 'TEXT');
    utimesSync(path, 1_700_000_000, 1_700_000_000);
    expect(directory.version('a@b.json')).not.toBe(version);
  });

  test('publishes over a known version, and leaves alone what is not that version', async () => {
    const path = join(directory.path, 'a@b.json');
    const first = directory.publish(await directory.stage('first'), 'a@b.json');
    const second = directory.publishOver(await directory.stage('second'), 'a@b.json', first);
    expect([second, readFileSync(path, 'utf8')]).toEqual([directory.version('a@b.json'), 'second']);
    replaceByHand(path, 'by hand');
    const staged = await directory.stage('third');
    expect(directory.publishOver(staged, 'a@b.json', second ?? '')).toBeUndefined();
    expect(readFileSync(path, 'utf8')).toBe('by hand');
    directory.discard(staged);
    expect(readdirSync(join(directory.path, '.target-eye', 'tmp'))).toEqual([]);
  });

  test('keeps bytes aside and leaves them under their name', () => {
    writeFileSync(join(directory.path, 'a@b.json'), 'torn');
    const kept = directory.keepAside('a@b.json');
    expect(kept).toContain(join('.target-eye', 'quarantine'));
    expect([readFileSync(kept, 'utf8'), existsSync(join(directory.path, 'a@b.json'))]).toEqual(['torn', true]);
  });

  test('moves aside what cannot be linked', () => {
    mkdirSync(join(directory.path, 'a@b.json'));
    expect(statSync(directory.keepAside('a@b.json')).isDirectory()).toBe(true);
    expect(existsSync(join(directory.path, 'a@b.json'))).toBe(false);
  });
});

describe('opening a directory', () => {
  test('clears what a crash left behind and keeps the quarantine', () => {
    const { path } = directory;
    directory.close();
    writeFileSync(join(path, '.target-eye', 'tmp', '17'), 'half a gro');
    writeFileSync(join(path, '.target-eye', 'quarantine', 'kept'), 'torn');
    directory = new FileSdDirectory(path);
    expect(readdirSync(join(path, '.target-eye', 'tmp'))).toEqual([]);
    expect(readdirSync(join(path, '.target-eye', 'quarantine'))).toEqual(['kept']);
  });

  test('a second time is refused, and says who has it', () => {
    expect(() => new FileSdDirectory(directory.path)).toThrow(DirectoryUnusableError);
    expect(() => new FileSdDirectory(directory.path)).toThrow(
      `the file_sd directory "${directory.path}" is in use by another Target-eye (process ${String(process.pid)})`,
    );
  });

  test('is possible again after it was closed', () => {
    const { path } = directory;
    directory.close();
    directory = new FileSdDirectory(path);
    expect(directory.names()).toEqual(['.target-eye']);
  });

  test.each([
    [Object.assign(new Error('no, "/srv/x"'), { code: 'EROFS' }), '(EROFS)', '(EROFS)'],
    [Object.assign(new Error('no, "/srv/x"'), { code: '' }), '(Error: no, "/srv/x")', '(an unexpected error)'],
  ])('tells the operator everything of an error, and clients no path', (error, told, shown) => {
    const unusable = DirectoryUnusableError.of('/srv/file_sd', error);
    expect(unusable.message).toBe(`the file_sd directory "/srv/file_sd" cannot be created or written ${told}`);
    expect(unusable.reason).toBe(`the directory cannot be created or written ${shown}`);
  });

  test('fails with one line where a file stands in its way', () => {
    writeFileSync(join(place.path(), 'file'), '');
    expect(() => FileSdDirectory.create(join(place.path(), 'file'))).toThrow(
      /^the file_sd directory ".*" cannot be created or written \((?:ENOTDIR|EEXIST)\)$/,
    );
  });
});
