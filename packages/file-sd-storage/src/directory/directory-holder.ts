import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { tryLock } from 'fs-native-extensions';
import { isErrno } from '../errno.js';
import { HIDDEN } from './directory-claim.js';

/** Whether a service has a directory: which process, nobody, or that it cannot be told for want of a right. */
export type DirectoryHolder = { readonly process: string } | 'nobody' | 'unknown';

/** Looks who has a directory, and writes nothing. For an instant nobody else can take it. */
export function holderOf(path: string): DirectoryHolder {
  let fd: number;
  try {
    fd = openSync(join(path, HIDDEN, 'lock'), 'r');
  } catch (error) {
    return isErrno(error, 'ENOENT', 'ENOTDIR') ? 'nobody' : 'unknown';
  }
  try {
    return tryLock(fd, { shared: true }) ? 'nobody' : { process: readFileSync(fd, 'utf8').trim() };
  } catch {
    return 'unknown';
  } finally {
    closeSync(fd);
  }
}
