import { readFileSync } from 'node:fs';
import { usageFailure } from '../failure.js';
import { quoteName } from '../output/safe-text.js';

/**
 * The text of a file.
 * @param what the file is, as the message names it
 * @throws Failure where it cannot be read or is not UTF-8
 */
export function readTextFile(path: string, what: string): string {
  return decodeUtf8(readBytes(path, what), `${what} ${quoteName(path)}`);
}

function readBytes(path: string, what: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    throw usageFailure(`${what} ${quoteName(path)} cannot be read (${(error as NodeJS.ErrnoException).code ?? ''})`);
  }
}

/** @throws Failure for what is not UTF-8 */
function decodeUtf8(bytes: Uint8Array, name: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw usageFailure(`${name} is not UTF-8`);
  }
}
