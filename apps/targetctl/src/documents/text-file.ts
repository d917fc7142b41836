import { readFileSync } from 'node:fs';
import { usageFailure } from '../failure.js';
import { quoteName } from '../output/safe-text.js';

/** Stands for standard input where a file is named. */
export const STDIN = '-';

/**
 * The text of a file, or of standard input.
 * @param what the file is, as the message names it
 * @throws Failure where it cannot be read or is not UTF-8
 */
export function readTextFile(path: string, what: string): string {
  const name = path === STDIN ? 'standard input' : `${what} ${quoteName(path)}`;
  const bytes = readBytes(path === STDIN ? 0 : path, name);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw usageFailure(`${name} is not UTF-8`);
  }
}

function readBytes(path: string | number, name: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    throw usageFailure(`${name} cannot be read (${(error as NodeJS.ErrnoException).code ?? ''})`);
  }
}
