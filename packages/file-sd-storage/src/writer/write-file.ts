import { closeSync, fchmodSync, fstatSync, fsync, openSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { errnoOf, isErrno } from '../errno.js';
import { isInPlace } from '../directory/directory-identity.js';
import { contentVersionOf, FILE_MODE, statVersion } from '../directory/file-version.js';
import { discard, exchange, rename, type StagedFile } from './staged-file.js';
import type { FileWrite, FileWriter, FileWritten, WriteReport } from './file-writer.js';

const fsyncFile = promisify(fsync);

/** Writes files on the thread that asks for it. */
export const OWN_THREAD: FileWriter = { write: writeFile, close: () => Promise.resolve() };

/**
 * Writes a file with its final mode out of Prometheus' sight, makes it durable, and puts it in its place, or removes
 * one. The new name, or the removal, becomes durable with the directory. The look at what is displaced and the rename
 * are one synchronous step, so that hardly any time passes in between.
 */
export async function writeFile(write: FileWrite): Promise<WriteReport> {
  const { content } = write;
  if (content === undefined) return attempt(() => remove(write));
  const timing: { fsyncSeconds?: number } = {};
  let report: FileWritten;
  try {
    const staged = await stage(content, timing);
    report = attempt(() => publish(write, staged));
  } catch (error) {
    report = failed(error);
  }
  if (report.outcome !== 'written') discard(content.stagedAt);
  return { ...report, ...timing };
}

async function stage(
  { text, stagedAt: path }: NonNullable<FileWrite['content']>,
  timing: { fsyncSeconds?: number },
): Promise<StagedFile> {
  const fd = openSync(path, 'wx', FILE_MODE);
  try {
    // Not all of a mode passes the umask.
    fchmodSync(fd, FILE_MODE);
    writeFileSync(fd, text);
    const start = performance.now();
    await fsyncFile(fd).finally(() => {
      timing.fsyncSeconds = (performance.now() - start) / 1000;
    });
    return { path, contentVersion: contentVersionOf(fstatSync(fd, { bigint: true }), () => text) };
  } finally {
    closeSync(fd);
  }
}

function remove({ directory, name, over }: FileWrite): FileWritten {
  const path = join(directory.path, name);
  if (!isInPlace(directory)) return { outcome: 'lost' };
  if (statVersion(path) !== over) return { outcome: 'changed' };
  try {
    // Not rmSync: of some errors it does not tell the code (Node.js 24).
    unlinkSync(path);
  } catch (error) {
    if (!isErrno(error, 'ENOENT')) throw error;
  }
  return { outcome: 'removed' };
}

function publish({ directory, name, over, isContested }: FileWrite, staged: StagedFile): FileWritten {
  const path = join(directory.path, name);
  if (!isInPlace(directory)) return { outcome: 'lost' };
  if (statVersion(path) !== over) return { outcome: 'changed' };
  const version = isContested && over !== undefined ? exchange(staged, path, over) : rename(staged, path);
  return version === undefined ? { outcome: 'changed' } : { outcome: 'written', version };
}

function attempt(act: () => FileWritten): FileWritten {
  try {
    return act();
  } catch (error) {
    return failed(error);
  }
}

function failed(error: unknown): FileWritten {
  const { message, syscall } = error as NodeJS.ErrnoException;
  return { outcome: 'failed', error: { message, code: errnoOf(error), syscall } };
}
