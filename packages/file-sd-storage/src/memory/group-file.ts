import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import {
  type BigIntStats,
  closeSync,
  constants,
  fstatSync,
  openSync,
  readFileSync,
  type Stats,
  statSync,
} from 'node:fs';
import { errnoOf, isErrno } from '../errno.js';
import { decodeFileSd, FileSdError, findRefusedParts, type RefusedParts, type TargetGroup } from '@target-eye/domain';

/** Prometheus usually runs as another user. */
export const FILE_MODE = 0o644;

/**
 * What is known of a file. `version` changes whenever somebody replaces or rewrites the file. A file that does not
 * hold what it should is `unreadable`, which is not the same as holding no group.
 */
export type GroupFile = ReadableFile | UnreadableFile;

export interface ReadableFile {
  readonly version: string;
  readonly group: TargetGroup | undefined;
  /** Whether the file has another mode than `FILE_MODE`. */
  readonly hasOtherMode?: boolean;
  /** What of the group the rules refuse; it was written by hand or by the predecessor. */
  readonly refused?: RefusedParts | undefined;
  readonly unreadable?: never;
}

interface UnreadableFile {
  readonly version: string;
  readonly group?: never;
  readonly hasOtherMode?: never;
  readonly refused?: never;
  /** Why, without a path and without anything that stands in the file. */
  readonly unreadable: string;
  /** The same with what is wrong in the file. */
  readonly detail: string;
}

/**
 * The file at `path`, `undefined` when there is none. Synchronous, so that a file and its version belong together and
 * nothing else happens in between; it is a few microseconds for a file in the page cache.
 * @throws Error when the process or the system is short of something, which says nothing about the file
 */
export function readGroupFile(path: string): GroupFile | undefined {
  let version: string | undefined;
  try {
    const found = statSync(path, { throwIfNoEntry: false });
    if (found === undefined) return undefined;
    const { stats, bytes } = read(path, found);
    version = versionOf(stats, () => bytes);
    const hasOtherMode = (stats.mode & 0o7777n) !== BigInt(FILE_MODE);
    const group = decodeFileSd(decodeUtf8(bytes));
    return { version, group, hasOtherMode, refused: group && findRefusedParts(group) };
  } catch (error) {
    if (isErrno(error, 'EMFILE', 'ENFILE', 'ENOMEM')) throw error;
    if (errnoOf(error) === 'ENOENT') return undefined;
    const unreadable = reasonOf(error);
    const detail = error instanceof FileSdError ? error.message : unreadable;
    return { version: version ?? statVersion(path) ?? UNKNOWN_VERSION, unreadable, detail };
  }
}

/**
 * The bytes of a regular file. Anything else is not opened, and if it comes into the place of the file in this very
 * moment, it is not waited for.
 */
function read(path: string, found: Pick<Stats, 'isFile'>): { readonly stats: BigIntStats; readonly bytes: Buffer } {
  if (!found.isFile()) throw NOT_A_FILE;
  const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const stats = fstatSync(fd, { bigint: true });
    if (!stats.isFile()) throw NOT_A_FILE;
    return { stats, bytes: readFileSync(fd) };
  } finally {
    closeSync(fd);
  }
}

const NOT_A_FILE = new FileSdError('it is not a regular file');

/** Says nothing of paths, because clients get to see it. */
function reasonOf(error: unknown): string {
  if (error instanceof FileSdError) return error.reason;
  return `it cannot be read (${errnoOf(error) ?? 'an unexpected error'})`;
}

/**
 * As Go decodes it: each byte that belongs to no character is a U+FFFD of its own. A `TextDecoder` would merge some of
 * them, and drop a byte order mark.
 */
function decodeUtf8(bytes: Buffer): string {
  if (isUtf8(bytes)) return bytes.toString();
  return bytes
    .toString('latin1')
    .replace(CHARACTER_OR_BYTE, (found) => (found.length > 1 ? Buffer.from(found, 'latin1').toString() : '\uFFFD'));
}

/** The well-formed sequences of more than one byte (The Unicode Standard, table 3-7), and any other byte above 7F. */
const CHARACTER_OR_BYTE =
  /[\xC2-\xDF][\x80-\xBF]|\xE0[\xA0-\xBF][\x80-\xBF]|[\xE1-\xEC\xEE\xEF][\x80-\xBF]{2}|\xED[\x80-\x9F][\x80-\xBF]|\xF0[\x90-\xBF][\x80-\xBF]{2}|[\xF1-\xF3][\x80-\xBF]{3}|\xF4[\x80-\x8F][\x80-\xBF]{2}|[\x80-\xFF]/g;

/** The version of the file at `path` as it is now, `undefined` when there is no file. */
export function statVersion(path: string): string | undefined {
  try {
    const stats = statSync(path, { bigint: true, throwIfNoEntry: false });
    return stats && versionOf(stats, () => read(path, stats).bytes);
  } catch {
    return UNKNOWN_VERSION;
  }
}

/**
 * What can be seen of a file's content without reading it. A rename leaves it as it is. Some file systems count the time
 * in steps of 10 milliseconds, a second, or two, and two writes in one step look the same. What such a file system
 * tells, whole milliseconds, is not trusted: the content counts.
 * @param bytesOf gives the content, and is only called for such a file
 */
export function contentVersionOf(stats: BigIntStats, bytesOf: () => string | Buffer): string {
  const { ino, size, mtimeNs } = stats;
  const isCoarse = mtimeNs % 1_000_000n === 0n;
  const hash = isCoarse && stats.isFile() ? createHash('sha256').update(bytesOf()).digest('base64') : '';
  return `${String(ino)}:${String(size)}:${String(mtimeNs)}:${hash}`;
}

/**
 * As `contentVersionOf`, for the file at `path`.
 * @throws Error when it cannot be read
 */
export function contentVersionAt(path: string): string {
  const stats = statSync(path, { bigint: true });
  return contentVersionOf(stats, () => read(path, stats).bytes);
}

/** When a file of this version was modified, in seconds since the epoch; `NaN` when that is not known. */
export function modifiedAt(version: string): number {
  return Number(version.split(':')[2]) / 1e9;
}

/** The time of change is in it for editors that set the other times back, and for changes of mode and owner. */
function versionOf(stats: BigIntStats, bytesOf: () => string | Buffer): string {
  return `${contentVersionOf(stats, bytesOf)}:${String(stats.ctimeNs)}`;
}

/** Of a file that cannot even be looked at. */
const UNKNOWN_VERSION = 'unknown';
