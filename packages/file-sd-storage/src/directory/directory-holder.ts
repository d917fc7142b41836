import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { tryLock } from 'fs-native-extensions';
import { isErrno } from '../errno.js';
import { HIDDEN } from './directory-claim.js';

/**
 * Whether a service has a directory: which process, and whether it is known that its groups come from elsewhere; nobody;
 * or that it cannot be told for want of a right.
 */
export type DirectoryHolder = { readonly process: string; readonly isMirror: boolean } | 'nobody' | 'unknown';

/** Looks who has a directory, and writes nothing. For an instant nobody else can take it. */
export function holderOf(path: string): DirectoryHolder {
  let fd: number;
  try {
    fd = openSync(join(path, HIDDEN, 'lock'), 'r');
  } catch (error) {
    return isErrno(error, 'ENOENT', 'ENOTDIR') ? 'nobody' : 'unknown';
  }
  try {
    if (tryLock(fd, { shared: true })) return 'nobody';
    return { process: readFileSync(fd, 'utf8').trim(), isMirror: existsSync(join(path, HIDDEN, 'origin')) };
  } catch {
    return 'unknown';
  } finally {
    closeSync(fd);
  }
}
