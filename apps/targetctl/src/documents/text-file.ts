import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { usageFailure } from '../failure.js';
import { quoteName } from '../output/safe-text.js';

/** Stands for standard input where a file is named. */
export const STDIN = '-';

/**
 * The text of a file, or of standard input.
 * @param what the file is, as the message names it
 * @throws Failure where it cannot be read or is not UTF-8
 */
export async function readTextFile(path: string, what: string): Promise<string> {
  const name = path === STDIN ? 'standard input' : `${what} ${quoteName(path)}`;
  const bytes = await readBytes(path, name);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw usageFailure(`${name} is not UTF-8`);
  }
}

async function readBytes(path: string, name: string): Promise<Uint8Array> {
  try {
    // A pipe that is empty for now must be waited for, which only the stream does.
    return await (path === STDIN ? buffer(process.stdin) : readFile(path));
  } catch (error) {
    throw usageFailure(`${name} cannot be read (${(error as NodeJS.ErrnoException).code ?? ''})`);
  }
}
