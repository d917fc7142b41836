import { closeSync, fsync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const fsyncFile = promisify(fsync);

/**
 * The bare durable write: a temporary file in a hidden directory, fsync, rename, and one fsync of the directory for all
 * renames that were done before it began.
 */
export function durableWriter(directory) {
  const hidden = join(directory, '.hidden');
  mkdirSync(hidden, { recursive: true });
  const handle = openSync(directory, 'r');
  let count = 0;
  let running = Promise.resolve();
  let next;

  function syncDirectory() {
    next ??= running.then(() => {
      next = undefined;
      running = fsyncFile(handle);
      return running;
    });
    return next;
  }

  return async (name, text) => {
    count += 1;
    const temporary = join(hidden, String(count));
    const fd = openSync(temporary, 'wx', 0o644);
    writeSync(fd, text);
    await fsyncFile(fd);
    closeSync(fd);
    renameSync(temporary, join(directory, name));
    await syncDirectory();
  };
}
