import { isUtf8 } from 'node:buffer';
import { statSync } from 'node:fs';
import {
  FILE_MODE,
  modifiedAt,
  NOT_A_FILE,
  readRegularFile,
  statVersion,
  UNKNOWN_VERSION,
  versionOf,
} from '../directory/file-version.js';
import { errnoOf, isErrno } from '../errno.js';
import { revisionHash } from './revision-hash.js';
import {
  decodeFileSd,
  FileSdError,
  findRefusedParts,
  type GroupKey,
  type RefusedParts,
  revisionOf,
  type StoredGroup,
  type TargetGroup,
  type Unclaimed,
} from '@target-eye/domain';

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
  readonly detail?: never;
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

/** A file that stands for a group, and the name it stands under. */
export interface LocatedFile {
  readonly name: string;
  readonly file: GroupFile | undefined;
  /** Set for a file of the predecessor that may be another group's; whoever takes it over must have the right to `named`. */
  readonly unclaimed?: Unclaimed | undefined;
}

/** When a file was last modified, in seconds since the epoch; `NaN` when that is not known. */
export function changedAt({ version }: GroupFile): number {
  return modifiedAt(version);
}

/** The group in a file that is not unreadable, as the group of a key. */
export function storedIn({ group, version }: GroupFile, key: GroupKey): StoredGroup | undefined {
  return group && { key, group, revision: revisionOf(group, revisionHash), changedAt: modifiedAt(version) };
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
    const { stats, bytes } = readRegularFile(path, found);
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
 * The version of the file at `path` if it holds exactly this text and has the mode that groups have, `undefined` for any
 * other. Many times cheaper than to understand what is in it.
 */
export function versionHolding(path: string, text: string): string | undefined {
  try {
    const found = statSync(path, { throwIfNoEntry: false });
    if (found === undefined || (found.mode & 0o7777) !== FILE_MODE) return undefined;
    const { stats, bytes } = readRegularFile(path, found);
    return bytes.equals(Buffer.from(text)) ? versionOf(stats, () => bytes) : undefined;
  } catch {
    return undefined;
  }
}

/** Says nothing of paths, because clients get to see it. */
function reasonOf(error: unknown): string {
  if (error === NOT_A_FILE) return NOT_A_FILE.message;
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
