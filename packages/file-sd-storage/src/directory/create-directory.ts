import { chmodSync, closeSync, fsyncSync, mkdirSync, openSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { isErrno } from '../errno.js';
import { DirectoryUnusableError } from './directory-unusable-error.js';

/** Prometheus usually runs as another user. */
const DIRECTORY_MODE = 0o755;

/**
 * Creates a directory and its parents where they are missing, each with mode 0755 whatever the umask, and makes their
 * names durable.
 * @throws DirectoryUnusableError
 */
export function createDirectory(path: string): void {
  try {
    createMissing(path);
  } catch (error) {
    throw DirectoryUnusableError.of(path, error);
  }
}

/** Not the option `recursive` of Node.js, which tries for ever where nothing can be created (/proc). */
function createMissing(path: string): void {
  if (statSync(path, { throwIfNoEntry: false }) !== undefined) return;
  createMissing(dirname(path));
  createDurably(path);
}

/** Creates a directory in one that exists. One that was removed must not come into being again by this. */
export function createDurably(path: string): void {
  try {
    mkdirSync(path);
  } catch (error) {
    // Something else in its place is found out when the directory is claimed.
    if (isErrno(error, 'EEXIST')) return;
    throw error;
  }
  setDirectoryMode(path);
  syncParent(path);
}

/** The bits that a directory inherits (set-group-ID) stay. */
export function setDirectoryMode(path: string): void {
  const { mode } = statSync(path);
  if ((mode & 0o777) !== DIRECTORY_MODE) chmodSync(path, (mode & 0o7000) | DIRECTORY_MODE);
}

/** Makes the name of a path durable, or that it is gone. */
export function syncParent(path: string): void {
  const fd = openSync(dirname(path), 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
