import {
  accessSync,
  type BigIntStats,
  chmodSync,
  closeSync,
  constants,
  existsSync,
  fstatSync,
  fsyncSync,
  openSync,
  readdirSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { isErrno } from '../errno.js';
import { createDurably } from './create-directory.js';
import { type DirectoryIdentity, identityOf, isInPlace, isSameInode, isUnlinked } from './directory-identity.js';
import { lockFile } from './directory-lock.js';
import { DirectoryUnusableError } from './directory-unusable-error.js';
import { FILE_MODE } from './file-version.js';

/** The hidden subdirectory for everything that is not a group. Prometheus does not watch subdirectories. */
export const HIDDEN = '.target-eye';

/** What has become of a claimed directory. `why` is a predicate: "the directory …". */
export type ClaimState =
  | { readonly is: 'held' }
  /** The path still names it, but the hidden subdirectory with the lock is gone; it can be claimed again. */
  | { readonly is: 'broken'; readonly why: string }
  /** The path names another directory, which can be claimed. */
  | { readonly is: 'replaced'; readonly why: string }
  /** The path names nothing that could be claimed. */
  | { readonly is: 'lost'; readonly why: string };

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
  /** Where it is written down whose copy the directory is. */
  readonly origin: string;
  /** Where it is written down which files this service wrote. */
  readonly written: string;
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
    this.origin = join(this.hidden, 'origin');
    this.written = join(this.hidden, 'written');
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

  /**
   * Whether the directory can still be used, as far as can be seen under its path now.
   * @throws Error when that cannot be told
   */
  state(): ClaimState {
    if (this.isReleased || !isInPlace(this.identity)) {
      const why = this.whyNothingToTakeOver();
      if (why !== undefined) return { is: 'lost', why };
      const whose = this.isReleased
        ? 'was given up'
        : 'was replaced by another one, which is taken over within a second';
      return { is: 'replaced', why: whose };
    }
    const lock = look(join(this.hidden, 'lock'));
    if (lock && isSameInode(lock, fstatSync(this.lock, { bigint: true })) && look(this.temporary))
      return { is: 'held' };
    return { is: 'broken', why: 'has lost its hidden subdirectory, which is made again within a second' };
  }

  private whyNothingToTakeOver(): string | undefined {
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

  /** Gives the directory back. The handle stays open, for what is still being made durable. */
  release(): void {
    if (!this.isReleased) closeSync(this.lock);
    this.isReleased = true;
  }

  private takeLock(): number {
    const lock = lockFile(join(this.hidden, 'lock'));
    if ('fd' in lock) return lock.fd;
    throw new DirectoryUnusableError(
      this.path,
      `is in use by another Target-eye${lock.holder === '' ? '' : ` (process ${lock.holder})`}`,
    );
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
