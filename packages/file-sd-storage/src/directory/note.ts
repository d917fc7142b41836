import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { isErrno } from '../errno.js';
import { syncParent } from './create-directory.js';

/** The text of a file; `undefined` where there is none. */
export function readIfAny(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return undefined;
    throw error;
  }
}

/**
 * Has a file hold a text, or removes it for `undefined`, durably. After a crash it holds the one or the other.
 * @param staged where it is written first
 */
export function replaceDurably(path: string, staged: string, text: string | undefined): void {
  if (text === undefined) rmSync(path, { force: true });
  else {
    writeFileSync(staged, text, { flush: true });
    renameSync(staged, path);
  }
  syncParent(path);
}
