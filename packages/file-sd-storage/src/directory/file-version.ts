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

/** Prometheus usually runs as another user. */
export const FILE_MODE = 0o644;

/**
 * The bytes of a regular file. Anything else is not opened, and if it comes into the place of the file in this very
 * moment, it is not waited for.
 */
export function readRegularFile(
  path: string,
  found: Pick<Stats, 'isFile'>,
): { readonly stats: BigIntStats; readonly bytes: Buffer } {
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

export const NOT_A_FILE = new Error('it is not a regular file');

/** The version of the file at `path` as it is now, `undefined` when there is no file. */
export function statVersion(path: string): string | undefined {
  try {
    const stats = statSync(path, { bigint: true, throwIfNoEntry: false });
    return stats && versionOf(stats, () => readRegularFile(path, stats).bytes);
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
  return contentVersionOf(stats, () => readRegularFile(path, stats).bytes);
}

/**
 * What tells one state of a file from another. The time of change is in it for editors that set the other times back, and for changes of mode
 * and owner.
 */
export function versionOf(stats: BigIntStats, bytesOf: () => string | Buffer): string {
  return `${contentVersionOf(stats, bytesOf)}:${String(stats.ctimeNs)}`;
}

/** Of a file that cannot even be looked at. */
export const UNKNOWN_VERSION = 'unknown';

/** When a file of this version was modified, in seconds since the epoch; `NaN` when that is not known. */
export function modifiedAt(version: string): number {
  return Number(version.split(':')[2]) / 1e9;
}

/** Whether two versions of a file are of the same content, whatever its mode and its links. */
export function haveSameContent(one: string, other: string): boolean {
  return contentOf(one) === contentOf(other);
}

function contentOf(version: string): string {
  return version.slice(0, version.lastIndexOf(':'));
}
