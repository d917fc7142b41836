import {
  accessSync,
  type BigIntStats,
  chmodSync,
  closeSync,
  constants,
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
import { lockFile } from './directory-lock.js';
import { errnoOf, isErrno } from './group-file.js';

/** The hidden subdirectory for everything that is not a group. Prometheus does not watch subdirectories. */
const HIDDEN = '.target-eye';

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
    const cannot = 'cannot be created or written';
    const code = errnoOf(error);
    return new DirectoryUnusableError(
      path,
      `${cannot} (${code ?? String(error)})`,
      `${cannot} (${code ?? 'an unexpected error'})`,
      error,
    );
  }
}

/** What a file or a directory keeps for as long as it is open, whatever its name is then. */
type Identity = Pick<BigIntStats, 'dev' | 'ino'>;

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
  private readonly hidden: string;
  private readonly lock: number;
  private readonly opened: Identity;
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
      this.opened = fstatSync(this.handle, { bigint: true });
      this.mountPoint = mountPointAt(path);
    } catch (error) {
      for (const fd of descriptors) closeSync(fd);
      throw DirectoryUnusableError.of(path, error);
    }
  }

  /** Why the path does not name the claimed directory any more, as a predicate, if it does not. */
  whyLost(): string | undefined {
    if (this.isReleased) return 'was given up';
    const found = identityOf(this.path);
    if (found !== undefined && isSame(found, this.opened) && found.nlink > 0) return undefined;
    return this.whyIrreplaceable() ?? 'was replaced by another one, which is taken over within a second';
  }

  /** Why there is nothing under the path that could take the place of this directory, as a predicate. */
  whyIrreplaceable(): string | undefined {
    const found = statSync(this.path, { throwIfNoEntry: false });
    if (found === undefined) return 'was removed; put it back, no restart is needed';
    if (!found.isDirectory())
      return 'was replaced by something that is no directory; put it back, no restart is needed';
    if (found.nlink === 0)
      return 'was removed where it is mounted from; put it back there, mount it again, and restart the container if there is one';
    if (this.mountPoint === undefined || realpathSync(this.path) !== this.mountPoint || mountPointAt(this.path))
      return undefined;
    return 'is not mounted any more; mount it again, or restart the service to use the directory underneath';
  }

  /** As `whyLost`, and whether the hidden subdirectory with the lock is still there. */
  whyBroken(): string | undefined {
    const reason = this.whyLost();
    if (reason !== undefined) return reason;
    const lock = identityOf(join(this.hidden, 'lock'));
    const isComplete = lock && isSame(lock, fstatSync(this.lock, { bigint: true })) && identityOf(this.temporary);
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
 * Creates a directory and its parents where they are missing, and makes their names durable.
 * @throws DirectoryUnusableError
 */
export function createDirectory(path: string): void {
  try {
    const first = mkdirSync(path, { recursive: true, mode: 0o755 });
    if (first === undefined) return;
    for (let created = path; created.length >= first.length; created = dirname(created)) syncParent(created);
  } catch (error) {
    // A file in its place is found out when the directory is claimed.
    if (isErrno(error, 'EEXIST')) return;
    throw DirectoryUnusableError.of(path, error);
  }
}

/** Creates a directory in one that exists. One that was removed must not come into being again by this. */
function createDurably(path: string): void {
  try {
    mkdirSync(path, { mode: 0o755 });
  } catch (error) {
    if (isErrno(error, 'EEXIST')) return;
    throw error;
  }
  syncParent(path);
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
    chmodSync(path, 0o644);
  } catch (error) {
    if (!isErrno(error, 'ENOSPC', 'EDQUOT')) throw error;
  }
  rmSync(path, { force: true });
}

function identityOf(path: string): BigIntStats | undefined {
  return statSync(path, { bigint: true, throwIfNoEntry: false });
}

function isSame(one: Identity, other: Identity): boolean {
  return one.dev === other.dev && one.ino === other.ino;
}

/** Bind mounts within one file system cannot be told from other directories. */
function mountPointAt(path: string): string | undefined {
  const real = realpathSync(path);
  return statSync(real).dev === statSync(dirname(real)).dev ? undefined : real;
}
