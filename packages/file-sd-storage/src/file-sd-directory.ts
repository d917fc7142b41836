import {
  accessSync,
  chmodSync,
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  fsync,
  fsyncSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { swapSync } from 'fs-native-extensions';
import { type DirectoryIdentity, problemOf, whyAnother } from './directory-problem.js';
import { lockFile } from './directory-lock.js';
import { contentVersionOf, errnoOf, type GroupFile, readGroupFile, statVersion } from './group-file.js';
import { SharedSync } from './shared-sync.js';
import { NO_METRICS, type StorageMetrics } from './storage-metrics.js';

/** The hidden subdirectory for everything that is not a group. Prometheus does not watch subdirectories. */
const HIDDEN = '.target-eye';

/** Prometheus usually runs as another user. */
const FILE_MODE = 0o644;

const fsyncFile = promisify(fsync);

/** The directory cannot be used; the message is one line for the operator. */
export class DirectoryUnusableError extends Error {
  override readonly name = 'DirectoryUnusableError';
}

/** A durable file that nobody sees yet. */
export interface StagedFile {
  readonly path: string;
  readonly contentVersion: string;
}

/**
 * The files in the directory that Prometheus watches. A rename or an unlink costs Prometheus one scan, so nothing here
 * touches the directory but to publish, remove or rename a group's file.
 */
export class FileSdDirectory {
  readonly path: string;
  private readonly temporary: string;
  private readonly quarantine: string;
  private readonly lock: number;
  /** Kept open, so that a change that was published can be made durable even when no file can be opened any more. */
  private readonly handle: number;
  private readonly opened: DirectoryIdentity;
  private stagedCount = 0;
  private readonly shared = new SharedSync(() => this.fsync('directory', this.handle));

  /**
   * Creates the directory and its parents where they are missing, makes sure that it can be written and that no other
   * process writes it, and clears what a crash left in the hidden subdirectory.
   * @throws DirectoryUnusableError
   */
  constructor(
    path: string,
    private readonly metrics: StorageMetrics = NO_METRICS,
  ) {
    this.path = resolve(path);
    this.temporary = join(this.path, HIDDEN, 'tmp');
    this.quarantine = join(this.path, HIDDEN, 'quarantine');
    const lock = this.orUnusable(() => {
      createDurably(this.temporary);
      createDurably(this.quarantine);
      accessSync(this.path, constants.R_OK | constants.W_OK | constants.X_OK);
      return lockFile(join(this.path, HIDDEN, 'lock'));
    });
    if ('holder' in lock) throw unusable(this.path, `is in use by another Target-eye (process ${lock.holder})`);
    this.lock = lock.fd;
    this.handle = this.orUnusable(() => {
      for (const leftover of readdirSync(this.temporary)) rmSync(join(this.temporary, leftover), { recursive: true });
      this.probe();
      return openSync(this.path, 'r');
    });
    this.opened = fstatSync(this.handle, { bigint: true });
  }

  /** The names in the directory, in no particular order. */
  names(): readonly string[] {
    return readdirSync(this.path);
  }

  read(name: string): GroupFile | undefined {
    return readGroupFile(join(this.path, name));
  }

  version(name: string): string | undefined {
    return statVersion(join(this.path, name));
  }

  /** Writes a file with its final mode, out of Prometheus' sight, and resolves when its content is durable. */
  async stage(text: string): Promise<StagedFile> {
    this.stagedCount += 1;
    const path = join(this.temporary, String(this.stagedCount));
    const fd = openSync(path, 'wx', FILE_MODE);
    try {
      fchmodSync(fd, FILE_MODE);
      writeFileSync(fd, text);
      await this.fsync('file', fd);
      return { path, contentVersion: contentVersionOf(fstatSync(fd, { bigint: true })) };
    } catch (error) {
      this.discard({ path });
      throw error;
    } finally {
      closeSync(fd);
    }
  }

  /**
   * Puts a staged file in the place of `name`; durable after `sync`.
   * @returns its version; one that no file has when somebody rewrote the file in this very moment
   */
  publish(staged: StagedFile, name: string): string {
    const path = join(this.path, name);
    renameSync(staged.path, path);
    this.metrics.fileWritten('publish');
    return versionPublished(path, staged);
  }

  /**
   * As `publish`, but only in the place of the version given: the two files are exchanged, what was displaced is looked
   * at, and put back if it is something else. No edit can slip in between, at the price of two scans by Prometheus.
   * Where the file system cannot exchange files this is `publish`.
   * @returns `undefined` when it was something else
   */
  publishOver(staged: StagedFile, name: string, displaced: string): string | undefined {
    const path = join(this.path, name);
    try {
      swapSync(staged.path, path);
    } catch (error) {
      return errnoOf(error) === 'ENOENT' ? undefined : this.publish(staged, name);
    }
    if (!displaced.startsWith(`${contentVersionAt(staged.path)}:`)) {
      this.putBack(staged, path);
      return undefined;
    }
    this.metrics.fileWritten('publish');
    const version = versionPublished(path, staged);
    this.discard(staged);
    return version;
  }

  discard(staged: Pick<StagedFile, 'path'>): void {
    rmSync(staged.path, { force: true });
  }

  /** Durable after `sync`, like every other change of a name. */
  remove(name: string): void {
    rmSync(join(this.path, name), { force: true });
    this.metrics.fileWritten('remove');
  }

  /** Gives a file another name and the mode that groups have. Its version is another one then. */
  rename(from: string, to: string): void {
    const path = join(this.path, from);
    if ((statSync(path).mode & 0o777) !== FILE_MODE) chmodSync(path, FILE_MODE);
    renameSync(path, join(this.path, to));
  }

  /**
   * Keeps what stands under `name` in a place of its own. It stays under its name as well, so that Prometheus goes on
   * with what it last read, unless it is something that cannot be linked.
   * @returns where it is kept
   */
  keepAside(name: string): string {
    const place = join(mkdtempSync(join(this.quarantine, `${new Date().toISOString().replaceAll(':', '')}-`)), name);
    try {
      linkSync(join(this.path, name), place);
    } catch {
      renameSync(join(this.path, name), place);
    }
    return place;
  }

  /** Resolves when everything that was published, removed or renamed before the call is durable. */
  sync(): Promise<void> {
    return this.shared.join();
  }

  /**
   * To be called before a change: what is published in another directory of the same name would not be made durable by
   * `sync`, and nobody holds the lock there.
   * @throws Error with the code `ESTALE`
   */
  checkInPlace(): void {
    const reason = whyAnother(this.path, this.opened);
    if (reason !== undefined) throw Object.assign(new Error(reason), { code: 'ESTALE' });
  }

  /** Why nothing can be stored at the moment; see `problemOf`. */
  problem(): string | undefined {
    return problemOf(this.path, this.opened, this.temporary);
  }

  close(): void {
    closeSync(this.handle);
    closeSync(this.lock);
  }

  /** Exchanges again; an edit that came meanwhile is newer than what is put back, and is put back in its turn. */
  private putBack(staged: StagedFile, path: string): void {
    for (let published = staged.contentVersion; ;) {
      const restored = contentVersionAt(staged.path);
      swapSync(staged.path, path);
      if (contentVersionAt(staged.path) === published) return;
      published = restored;
    }
  }

  private async fsync(of: 'file' | 'directory', fd: number): Promise<void> {
    const start = performance.now();
    try {
      await fsyncFile(fd);
    } finally {
      this.metrics.fsynced(of, (performance.now() - start) / 1000);
    }
  }

  private orUnusable<Result>(work: () => Result): Result {
    try {
      return work();
    } catch (error) {
      throw unusable(this.path, `cannot be created or written (${errnoOf(error) ?? String(error)})`, error);
    }
  }

  private probe(): void {
    const path = join(this.temporary, 'probe');
    writeFileSync(path, 'probe', { flush: true });
    chmodSync(path, FILE_MODE);
    rmSync(path);
  }
}

function versionPublished(path: string, { contentVersion }: StagedFile): string {
  const version = statVersion(path);
  return version?.startsWith(`${contentVersion}:`) === true ? version : contentVersion;
}

function contentVersionAt(path: string): string {
  return contentVersionOf(statSync(path, { bigint: true }));
}

function unusable(path: string, reason: string, cause?: unknown): DirectoryUnusableError {
  return new DirectoryUnusableError(`the file_sd directory ${JSON.stringify(path)} ${reason}`, { cause });
}

/** Creates a directory with its parents, and makes the names of all that were created durable. */
function createDurably(path: string): void {
  const first = mkdirSync(path, { recursive: true, mode: 0o755 });
  if (first === undefined) return;
  for (let created = path; created.length >= first.length; created = dirname(created)) {
    const fd = openSync(dirname(created), 'r');
    try {
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
  }
}
