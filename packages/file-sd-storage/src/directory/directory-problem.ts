import { accessSync, closeSync, constants, openSync, statfsSync } from 'node:fs';
import { isUnsupportedSync } from './directory-unusable-error.js';
import { errnoOf, isErrno } from '../errno.js';
import type { Problem } from '@target-eye/domain';

/**
 * Why nothing can be stored in a directory at the moment, as far as can be seen without writing; `undefined` when
 * nothing is in the way. A sentence without a path, because clients get to see it, that says what to do.
 * @param temporary where files are written before they are published
 */
export function problemOf(path: string, temporary: string): Problem | undefined {
  try {
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK);
    accessSync(temporary, constants.W_OK | constants.X_OK);
    closeSync(openSync(path, 'r'));
    const fact = whyFull(path);
    return fact === undefined ? undefined : { code: 'full', fact };
  } catch (error) {
    return { code: 'not_writable', fact: describeProblem(error) };
  }
}

/** What an error of the directory means, and what to do about it. */
export function describeProblem(error: unknown): string {
  const code = errnoOf(error) ?? 'an unexpected error';
  return isErrno(error, 'EMFILE', 'ENFILE')
    ? `too many files and connections are open (${code}); see who is connected, or raise the limit of open files`
    : `the directory or the hidden one in it cannot be written (${code}); see that both are there and that the service's user may write them`;
}

/** What it means that the directory could not be made durable. */
export function describeUnconfirmed(error: unknown): string {
  const code = errnoOf(error) ?? 'an unexpected error';
  return isUnsupportedSync(error)
    ? `this file system cannot make a directory durable (${code}); use a directory on another one`
    : `the disk does not confirm changes (${code}); see what the kernel says about it (dmesg)`;
}

/** statvfs(3): what an unprivileged process may still use. File systems without a fixed size say 0 blocks or 0 files. */
function whyFull(path: string): string | undefined {
  const { bavail, blocks, files, ffree } = statfsSync(path);
  if (blocks > 0 && bavail === 0) return 'the disk is full; make room';
  if (files > 0 && ffree === 0) return 'the file system has no room for another file (no inodes); remove some';
  return undefined;
}
