import { accessSync, type BigIntStats, constants, statfsSync, statSync } from 'node:fs';
import { errnoOf } from './group-file.js';

/** What a directory keeps for as long as it is open, whatever its name is then. */
export type DirectoryIdentity = Pick<BigIntStats, 'dev' | 'ino'>;

/**
 * Why nothing can be stored in a directory at the moment, as far as can be seen without writing; `undefined` when
 * nothing is in the way. A sentence without a path, because clients get to see it, that says what to do.
 * @param opened the directory as it was at the start
 * @param temporary where files are written before they are published
 */
export function problemOf(path: string, opened: DirectoryIdentity, temporary: string): string | undefined {
  try {
    const reason = whyAnother(path, opened);
    if (reason !== undefined) return reason;
    for (const place of [path, temporary]) accessSync(place, constants.W_OK | constants.X_OK);
    return whyFull(path);
  } catch (error) {
    return `the directory or the hidden one in it cannot be written (${errnoOf(error) ?? String(error)}); see that both are there and that the service's user may write them`;
  }
}

/** Why `path` is not the directory that was opened any more, if it is not. */
export function whyAnother(path: string, opened: DirectoryIdentity): string | undefined {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false });
  if (found === undefined) return 'the directory was removed; put it back and restart the service';
  if (found.dev === opened.dev && found.ino === opened.ino) return undefined;
  return 'the directory was replaced by another one; restart the service to use that';
}

/** statvfs(3): what an unprivileged process may still use. File systems without a fixed number of files say 0 files. */
function whyFull(path: string): string | undefined {
  const { bavail, files, ffree } = statfsSync(path);
  if (bavail === 0) return 'the disk is full; make room';
  if (files > 0 && ffree === 0) return 'the file system has no room for another file (no inodes); remove some';
  return undefined;
}
