import { type BigIntStats, readFileSync, statSync } from 'node:fs';
import { decodeFileSd, type TargetGroup } from '@target-eye/domain';

/**
 * What is known of a file. `version` changes whenever somebody replaces or rewrites the file. A file that does not
 * hold what it should is `unreadable`, which is not the same as holding no group.
 */
export type GroupFile = ReadableFile | UnreadableFile;

export interface ReadableFile {
  readonly version: string;
  readonly group: TargetGroup | undefined;
  readonly unreadable?: never;
}

interface UnreadableFile {
  readonly version: string;
  readonly group?: never;
  readonly unreadable: string;
}

/**
 * The file at `path`, `undefined` when there is none. Synchronous, so that a file and its version belong together and
 * nothing else happens in between; it is a few microseconds for a file in the page cache.
 * @throws Error when the process or the system is short of something, which says nothing about the file
 */
export function readGroupFile(path: string): GroupFile | undefined {
  let version = UNKNOWN_VERSION;
  try {
    const stats = statSync(path, { bigint: true, throwIfNoEntry: false });
    if (stats === undefined) return undefined;
    version = versionOf(stats);
    if (!stats.isFile()) return { version, unreadable: 'it is not a regular file' };
    return { version, group: decodeFileSd(utf8.decode(readFileSync(path))) };
  } catch (error) {
    if (isErrno(error, 'EMFILE', 'ENFILE', 'ENOMEM')) throw error;
    return errnoOf(error) === 'ENOENT' ? undefined : { version, unreadable: reasonOf(error) };
  }
}

/** Says nothing of paths, because clients get to see it. */
function reasonOf(error: unknown): string {
  if (error instanceof SyntaxError) return `it is not JSON (${error.message})`;
  if (isErrno(error, 'ERR_ENCODING_INVALID_ENCODED_DATA')) return 'it is not valid UTF-8';
  if (errnoOf(error) !== undefined) return `it cannot be read (${String(errnoOf(error))})`;
  return error instanceof Error ? error.message : String(error);
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** The version of the file at `path` as it is now, `undefined` when there is no file. */
export function statVersion(path: string): string | undefined {
  try {
    const stats = statSync(path, { bigint: true, throwIfNoEntry: false });
    return stats && versionOf(stats);
  } catch {
    return UNKNOWN_VERSION;
  }
}

/** What can be seen of a file's content without reading it. A rename leaves it as it is. */
export function contentVersionOf({ ino, size, mtimeNs }: BigIntStats): string {
  return `${String(ino)}:${String(size)}:${String(mtimeNs)}`;
}

/** When a file of this version was modified, in seconds since the epoch; `NaN` when that is not known. */
export function modifiedAt(version: string): number {
  return Number(version.split(':')[2]) / 1e9;
}

/** The time of change is in it for editors that set the other times back, and for changes of mode and owner. */
function versionOf(stats: BigIntStats): string {
  return `${contentVersionOf(stats)}:${String(stats.ctimeNs)}`;
}

/** Of a file that cannot even be looked at. */
const UNKNOWN_VERSION = 'unknown';

/** The system's name of an error, such as `ENOSPC`; `undefined` for others, and where Node.js does not tell it. */
export function errnoOf(error: unknown): string | undefined {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && code !== '' ? code : undefined;
}

export function isErrno(error: unknown, ...codes: readonly string[]): boolean {
  const code = errnoOf(error);
  return code !== undefined && codes.includes(code);
}
