import { renameSync, unlinkSync } from 'node:fs';
import { swapSync } from 'fs-native-extensions';
import { errnoOf } from '../errno.js';
import { contentVersionAt, statVersion } from '../directory/file-version.js';

/** A durable file that nobody sees yet. */
export interface StagedFile {
  readonly path: string;
  readonly contentVersion: string;
}

/**
 * Gives a staged file its name, whatever had that name before.
 * @returns its version; one that no file has when somebody rewrote the file in this very moment
 */
export function rename(staged: StagedFile, path: string): string {
  renameSync(staged.path, path);
  return versionPublished(path, staged);
}

/**
 * As `rename`, but only in the place of the version given: the two files are exchanged, what was displaced is looked at,
 * and put back if it is something else. No edit can slip in between, at the price of two scans by Prometheus. Where the
 * file system cannot exchange files this is `rename`.
 * @returns `undefined` when it was something else
 */
export function exchange(staged: StagedFile, path: string, displaced: string): string | undefined {
  try {
    swapSync(staged.path, path);
  } catch (error) {
    return errnoOf(error) === 'ENOENT' ? undefined : rename(staged, path);
  }
  if (!displaced.startsWith(`${contentVersionAt(staged.path)}:`)) {
    putBack(staged, path);
    return undefined;
  }
  const version = versionPublished(path, staged);
  discard(staged.path);
  return version;
}

/** Exchanges again; an edit that came meanwhile is newer than what is put back, and is put back in its turn. */
function putBack(staged: StagedFile, path: string): void {
  for (let published = staged.contentVersion; ;) {
    const restored = contentVersionAt(staged.path);
    swapSync(staged.path, path);
    if (contentVersionAt(staged.path) === published) return;
    published = restored;
  }
}

function versionPublished(path: string, { contentVersion }: StagedFile): string {
  const version = statVersion(path);
  return version?.startsWith(`${contentVersion}:`) === true ? version : contentVersion;
}

/** What cannot be removed now is cleared when the directory is taken the next time. */
export function discard(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    return;
  }
}
