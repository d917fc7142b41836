import {
  accessSync,
  type BigIntStats,
  chmodSync,
  closeSync,
  constants,
  existsSync,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { type DirectoryIdentity, identityOf, isInPlace, isSameInode, isUnlinked } from './directory-identity.js';
import { lockFile } from './directory-lock.js';
import { errnoOf, isErrno } from '../errno.js';
import { FILE_MODE } from './file-version.js';

/** The hidden subdirectory for everything that is not a group. Prometheus does not watch subdirectories. */
const HIDDEN = '.target-eye';

/** Prometheus usually runs as another user. */
const DIRECTORY_MODE = 0o755;

/** The directory cannot be used; the message is one line for the operator, `reason` the same without a path. */
export class DirectoryUnusableError extends Error {
  override readonly name = 'DirectoryUnusableError';
  readonly reason: string;

  /** @param told why, without a path, if `why` may have one */
  constructor(path: string, why: string, told = why, cause?: unknown) {
    super(`the file_sd directory ${JSON.stringify(path)} ${why}`, { cause });
    this.reason = `the directory ${told}`;
  }

  /** What an error of the system means for the directory. */
  static of(path: string, error: unknown): DirectoryUnusableError {
    if (error instanceof DirectoryUnusableError) return error;
    const code = errnoOf(error);
    if (isUnsupportedSync(error)) return new DirectoryUnusableError(path, `${NO_SYNC} (${String(code)})`);
    const cannot = 'cannot be created or written';
    return new DirectoryUnusableError(
      path,
      `${cannot} (${code ?? String(error)})`,
      `${cannot} (${code ?? 'an unexpected error'})`,
      error,
    );
  }
}

const NO_SYNC = 'is on a file system that cannot make a directory durable, so a power cut could undo every change';

/** Some shared folders (vboxsf, old CIFS) have no fsync(2) for directories. */
export function isUnsupportedSync(error: unknown): boolean {
  return (
    isErrno(error, 'EINVAL', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS') && (error as NodeJS.ErrnoException).syscall === 'fsync'
  );
}

/**
 * A directory that no other process writes through a claim of its own, until the claim is released or the process ends.
 */
export class DirectoryClaim {
  /** For files that nobody sees yet. */
  readonly temporary: string;
  /** For what was displaced and should not be lost. */
  readonly quarantine: string;
  /** The directory itself, kept open: it can be made durable even when no file can be opened any more. */
  readonly handle: number;
  readonly identity: DirectoryIdentity;
  private readonly hidden: string;
  private readonly lock: number;
  /** Where a file system is mounted, if the directory is the top of one. */
  private readonly mountPoint: string | undefined;
  private isReleased = false;

  /**
   * Claims a directory that exists: makes sure that it can be written and that nobody else has it, and clears what a
   * crash left in the hidden subdirectory.
   * @throws DirectoryUnusableError
   */
  constructor(private readonly path: string) {
    this.hidden = join(path, HIDDEN);
    this.temporary = join(this.hidden, 'tmp');
    this.quarantine = join(this.hidden, 'quarantine');
    const descriptors: number[] = [];
    try {
      for (const place of [this.hidden, this.temporary, this.quarantine]) createDurably(place);
      accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK);
      descriptors.push((this.lock = this.takeLock()));
      for (const leftover of readdirSync(this.temporary)) rmSync(join(this.temporary, leftover), { recursive: true });
      probe(this.temporary);
      descriptors.push((this.handle = openSync(path, 'r')));
      fsyncSync(this.handle);
      this.identity = identityOf(path, fstatSync(this.handle, { bigint: true }));
      this.mountPoint = mountPointAt(path);
      const unfit = this.whyUnfit();
      if (unfit !== undefined) throw new DirectoryUnusableError(path, unfit);
    } catch (error) {
      for (const fd of descriptors) closeSync(fd);
      throw DirectoryUnusableError.of(path, error);
    }
  }

  /** Why a file system that can be written is no place for groups all the same, as a predicate. */
  private whyUnfit(): string | undefined {
    const another = 'use a directory on another one';
    if (!isSameInode(statSync(this.path, { bigint: true }), this.identity))
      return `is on a file system that gives it another inode number at each look, so nobody can tell whether it was replaced; ${another}`;
    if (statSync(this.temporary, { bigint: true }).dev !== this.identity.dev)
      return 'is on another file system than its hidden subdirectory, from which files are renamed into place; unmount that one';
    if (existsSync(join(this.hidden, 'TMP')) && !readdirSync(this.hidden).includes('TMP'))
      return `is on a file system that does not tell upper from lower case, where payments/prod and Payments/prod would share a file; ${another}`;
    return undefined;
  }

  /** Why the path does not name the claimed directory any more, as a predicate, if it does not. */
  whyLost(): string | undefined {
    if (this.isReleased) return 'was given up';
    if (isInPlace(this.identity)) return undefined;
    return this.whyIrreplaceable() ?? 'was replaced by another one, which is taken over within a second';
  }

  /** Why there is nothing under the path that could take the place of this directory, as a predicate. */
  whyIrreplaceable(): string | undefined {
    const found = look(this.path);
    if (found === undefined) return 'was removed; put it back, no restart is needed';
    if (!found.isDirectory())
      return 'was replaced by something that is not a directory; put it back, no restart is needed';
    if (isUnlinked(found, this.identity))
      return 'was removed where it is mounted from; put it back there, mount it again, and restart the container if there is one';
    if (this.mountPoint === undefined || realpathSync(this.path) !== this.mountPoint || mountPointAt(this.path))
      return undefined;
    return 'is not mounted any more; mount it again, or restart the service to use the directory underneath';
  }

  /** As `whyLost`, and whether the hidden subdirectory with the lock is still there. */
  whyBroken(): string | undefined {
    const reason = this.whyLost();
    if (reason !== undefined) return reason;
    const lock = look(join(this.hidden, 'lock'));
    const isComplete = lock && isSameInode(lock, fstatSync(this.lock, { bigint: true })) && look(this.temporary);
    return isComplete ? undefined : 'has lost its hidden subdirectory, which is made again within a second';
  }

  /** Gives the directory back. The handle stays open, for what is still being made durable. */
  release(): void {
    if (!this.isReleased) closeSync(this.lock);
    this.isReleased = true;
  }

  private takeLock(): number {
    const lock = lockFile(join(this.hidden, 'lock'));
    if ('fd' in lock) return lock.fd;
    throw new DirectoryUnusableError(this.path, `is in use by another Target-eye (process ${lock.holder})`);
  }
}

/**
 * Creates a directory and its parents where they are missing, each with mode 0755 whatever the umask, and makes their
 * names durable.
 * @throws DirectoryUnusableError
 */
export function createDirectory(path: string): void {
  try {
    createMissing(path);
  } catch (error) {
    throw DirectoryUnusableError.of(path, error);
  }
}

/** Not the option `recursive` of Node.js, which tries for ever where nothing can be created (/proc). */
function createMissing(path: string): void {
  if (statSync(path, { throwIfNoEntry: false }) !== undefined) return;
  createMissing(dirname(path));
  createDurably(path);
}

/** Creates a directory in one that exists. One that was removed must not come into being again by this. */
export function createDurably(path: string): void {
  try {
    mkdirSync(path);
  } catch (error) {
    // Something else in its place is found out when the directory is claimed.
    if (isErrno(error, 'EEXIST')) return;
    throw error;
  }
  setDirectoryMode(path);
  syncParent(path);
}

/** The bits that a directory inherits (set-group-ID) stay. */
export function setDirectoryMode(path: string): void {
  const { mode } = statSync(path);
  if ((mode & 0o777) !== DIRECTORY_MODE) chmodSync(path, (mode & 0o7000) | DIRECTORY_MODE);
}

function syncParent(path: string): void {
  const fd = openSync(dirname(path), 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** A full disk is left to the changes: groups can be shown and removed all the same. */
function probe(temporary: string): void {
  const path = join(temporary, 'probe');
  try {
    writeFileSync(path, 'probe', { flush: true });
    chmodSync(path, FILE_MODE);
  } catch (error) {
    if (!isErrno(error, 'ENOSPC', 'EDQUOT')) throw error;
  }
  rmSync(path, { force: true });
}

function look(path: string): BigIntStats | undefined {
  return statSync(path, { bigint: true, throwIfNoEntry: false });
}

/** Bind mounts within one file system cannot be told from other directories. */
function mountPointAt(path: string): string | undefined {
  const real = realpathSync(path);
  return statSync(real).dev === statSync(dirname(real)).dev ? undefined : real;
}
