import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { replaceByHand, useDirectory } from '../../test/support.js';
import { DirectoryUnusableError } from './directory-unusable-error.js';
import { FileSdDirectory } from './file-sd-directory.js';

const place = useDirectory();
let directory: FileSdDirectory;

beforeEach(() => {
  directory = FileSdDirectory.create(join(place.path(), 'parent', 'file_sd'));
});
afterEach(() => {
  directory.close();
});

const path = () => join(directory.path, 'a@b.json');
const leftovers = () => readdirSync(join(directory.path, '.target-eye', 'tmp'));

/** Writes a file over a version; gives the new one, if that was done. */
async function write(text: string, over: string | undefined, isContested = false): Promise<string | undefined> {
  const written = await directory.change('a@b.json', { text, over, isContested });
  return written.outcome === 'written' ? written.version : undefined;
}

describe('the directory', () => {
  test('is created with its parents', () => {
    expect(statSync(join(place.path(), 'parent', 'file_sd')).isDirectory()).toBe(true);
  });

  test('holds everything but groups in one hidden subdirectory', async () => {
    const change = directory.change('a@b.json', { text: 'unseen', over: undefined });
    expect(readdirSync(directory.path)).toEqual(['.target-eye']);
    await change;
    expect(readdirSync(directory.path).sort()).toEqual(['.target-eye', 'a@b.json']);
    expect(leftovers()).toEqual([]);
  });

  test('publishes with mode 0644 whatever the umask', async () => {
    const umask = process.umask(0o077);
    try {
      await write('text', undefined);
    } finally {
      process.umask(umask);
    }
    expect(statSync(path()).mode & 0o777).toBe(0o644);
    expect(readFileSync(path(), 'utf8')).toBe('text');
  });

  test('tells the version of what it published', async () => {
    const version = await write('text', undefined);
    expect(directory.version('a@b.json')).toBe(version);
  });

  test('has another version for a file that was changed behind its times', async () => {
    await write('text', undefined);
    utimesSync(path(), 1_700_000_000, 1_700_000_000);
    const version = directory.version('a@b.json');
    writeFileSync(path(), 'TEXT');
    utimesSync(path(), 1_700_000_000, 1_700_000_000);
    expect(directory.version('a@b.json')).not.toBe(version);
  });

  test.each([false, true])(
    'publishes over a known version, and leaves alone what is not that version (contested: %s)',
    async (isContested) => {
      const first = await write('first', undefined, isContested);
      const second = await write('second', first, isContested);
      expect([second, readFileSync(path(), 'utf8')]).toEqual([directory.version('a@b.json'), 'second']);
      replaceByHand(path(), 'by hand');
      expect(await write('third', second, isContested)).toBeUndefined();
      expect(await write('third', undefined, isContested)).toBeUndefined();
      expect(readFileSync(path(), 'utf8')).toBe('by hand');
      expect(leftovers()).toEqual([]);
    },
  );

  test('removes a known version, and leaves alone what is not that version', async () => {
    const version = await write('text', undefined);
    replaceByHand(path(), 'by hand');
    const removal = { text: undefined, over: version };
    expect(await directory.change('a@b.json', removal)).toEqual({ outcome: 'changed' });
    expect(readFileSync(path(), 'utf8')).toBe('by hand');
    const over = directory.version('a@b.json');
    expect(await directory.change('a@b.json', { ...removal, over })).toEqual({ outcome: 'removed' });
    expect(existsSync(path())).toBe(false);
    expect(await directory.change('a@b.json', { ...removal, over: undefined })).toEqual({ outcome: 'removed' });
  });

  test('changes nothing in a directory that took its place', async () => {
    renameSync(directory.path, `${directory.path}.old`);
    mkdirSync(join(directory.path, '.target-eye', 'tmp'), { recursive: true });
    expect(await directory.change('a@b.json', { text: 'text', over: undefined })).toEqual({ outcome: 'lost' });
    expect(await directory.change('a@b.json', { text: undefined, over: undefined })).toEqual({ outcome: 'lost' });
    expect([existsSync(path()), leftovers()]).toEqual([false, []]);
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
