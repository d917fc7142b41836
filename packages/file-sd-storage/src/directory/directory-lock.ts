import { closeSync, ftruncateSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { tryLock } from 'fs-native-extensions';
import { isErrno } from '../errno.js';

/** A lock that is held, or who holds it. */
export type DirectoryLock = { readonly fd: number } | { readonly holder: string };

/**
 * Locks a file, which is created if need be. The kernel frees the lock when the descriptor is closed or the process
 * ends, however it ends, so a crash leaves nothing to clean up.
 */
export function lockFile(path: string): DirectoryLock {
  const fd = openSync(path, 'a+', 0o600);
  try {
    if (tryLock(fd)) {
      nameHolder(fd);
      return { fd };
    }
  } catch (error) {
    closeSync(fd);
    throw error;
  }
  closeSync(fd);
  return { holder: readFileSync(path, 'utf8').trim() };
}

/** For whoever is refused. The lock holds without it, so a full disk is no reason not to start. */
function nameHolder(fd: number): void {
  try {
    ftruncateSync(fd);
    writeFileSync(fd, `${String(process.pid)}\n`);
  } catch (error) {
    if (!isErrno(error, 'ENOSPC', 'EDQUOT')) throw error;
  }
}
