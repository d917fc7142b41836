import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { isErrno } from '../errno.js';
import { syncParent } from './create-directory.js';

/** How many lines are written without letting others have the thread. */
const MAX_AT_ONCE = 1000;

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

/**
 * Has a file hold these lines. After a crash it holds them or what it held before, and after a power cut possibly less.
 * @param staged where they are written first
 */
export async function replaceLines(path: string, staged: string, lines: Iterable<string>): Promise<void> {
  await writeFile(staged, texts(lines), { flush: true });
  await rename(staged, path);
}

function* texts(lines: Iterable<string>): Iterable<string> {
  let chunk: string[] = [];
  for (const line of lines) {
    if (chunk.push(`${line}\n`) < MAX_AT_ONCE) continue;
    yield chunk.join('');
    chunk = [];
  }
  yield chunk.join('');
}
