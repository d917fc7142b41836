import { accessSync, chmodSync, constants, readdirSync, renameSync, statSync, unlinkSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { join, resolve } from 'node:path';
import type { Problem } from '@target-eye/domain';
import { isErrno } from '../errno.js';
import { type GroupFile, readGroupFile, versionHolding } from '../memory/group-file.js';
import { NO_EVENTS, type StorageEvents } from '../storage-events.js';
import { createDirectory } from './create-directory.js';
import { type ClaimState, DirectoryClaim } from './directory-claim.js';
import { describeProblem, problemOf } from './directory-problem.js';
import { DirectorySync } from './directory-sync.js';
import { DirectoryUnusableError } from './directory-unusable-error.js';
import { FILE_MODE, statVersion } from './file-version.js';
import type { FileWriter, FileWritten, SystemFailure } from '../writer/file-writer.js';
import { readIfAny, replaceDurably, replaceLines } from './note.js';
import { keepAside } from './quarantine.js';
import { OWN_THREAD } from '../writer/write-file.js';

type Failed = Extract<FileWritten, { readonly outcome: 'failed' }>;

/** What is to become of a group's file; see `FileWrite`. */
export interface FileChange {
  /** Nothing removes the file. */
  readonly text: string | undefined;
  readonly over: string | undefined;
  readonly isContested?: boolean;
}

/**
 * The files in the directory that Prometheus watches. A rename or an unlink costs Prometheus one scan, so nothing here
 * touches the directory but to publish, remove or rename a group's file.
 */
export class FileSdDirectory {
  readonly path: string;
  private readonly claim: DirectoryClaim;
  /** Part of the names of staged files: a path of another directory that had this one's name must not fit here. */
  private readonly stagedPrefix = randomUUID();
  private stagedCount = 0;
  private readonly durability: DirectorySync;
  private isClosed = false;

  /**
   * Takes a directory that exists; see `DirectoryClaim`.
   * @throws DirectoryUnusableError
   */
  constructor(
    path: string,
    private readonly metrics: StorageEvents = NO_EVENTS,
    private readonly writer: FileWriter = OWN_THREAD,
  ) {
    this.path = resolve(path);
    this.claim = new DirectoryClaim(this.path);
    this.durability = new DirectorySync(this.claim.handle, metrics);
  }

  /**
   * Creates the directory and its parents where they are missing, and takes it.
   * @throws DirectoryUnusableError
   */
  static create(path: string, metrics?: StorageEvents, writer?: FileWriter): FileSdDirectory {
    createDirectory(resolve(path));
    return new FileSdDirectory(path, metrics, writer);
  }

  /** The names in the directory, in no particular order. */
  names(): readonly string[] {
    return readdirSync(this.path);
  }

  /** @throws Error when nothing can be said of the file, because the directory cannot be searched for example */
  read(name: string): GroupFile | undefined {
    const file = readGroupFile(join(this.path, name));
    if (file?.unreadable !== undefined) accessSync(this.path, constants.X_OK);
    return file;
  }

  /** See the function of this name. */
  versionHolding(name: string, text: string): string | undefined {
    return versionHolding(join(this.path, name), text);
  }

  version(name: string): string | undefined {
    return statVersion(join(this.path, name));
  }

  /**
   * Puts a file in the place of the version given, or removes that version. Durable after `sync`.
   * @throws Error of the system; nothing was changed then
   * @throws WriterEndedError
   */
  async change(name: string, { text, over, isContested = false }: FileChange): Promise<Exclude<FileWritten, Failed>> {
    this.stagedCount += 1;
    const stagedAt = join(this.claim.temporary, `${this.stagedPrefix}-${String(this.stagedCount)}`);
    const content = text === undefined ? undefined : { text, stagedAt };
    const directory = this.claim.identity;
    const { fsyncSeconds, ...written } = await this.writer.write({ directory, name, content, over, isContested });
    if (fsyncSeconds !== undefined) this.metrics.fsynced('file', fsyncSeconds);
    if (written.outcome === 'failed') throw systemError(written.error);
    if (written.outcome === 'written') this.metrics.fileWritten('publish');
    if (written.outcome === 'removed') this.metrics.fileWritten('remove');
    return written;
  }

  /** Durable after `sync`, like every other change of a name. */
  remove(name: string): void {
    try {
      // Not rmSync: of some errors it does not tell the code (Node.js 24).
      unlinkSync(join(this.path, name));
    } catch (error) {
      if (!isErrno(error, 'ENOENT')) throw error;
    }
    this.metrics.fileWritten('remove');
  }

  /** Gives a file another name and the mode that groups have. Its version is another one then. */
  rename(from: string, to: string): void {
    this.checkInPlace();
    const path = join(this.path, from);
    if ((statSync(path).mode & 0o7777) !== FILE_MODE) chmodSync(path, FILE_MODE);
    renameSync(path, join(this.path, to));
  }

  /** Keeps what stands under `name` aside, and says where; see `keepAside`. */
  keepAside(name: string): string {
    this.checkInPlace();
    return keepAside(join(this.path, name), this.claim.quarantine);
  }

  /** Whose copy the directory is; `undefined` where it is nobody's. Is kept when the service ends. */
  origin(): string | undefined {
    return readIfAny(this.claim.origin);
  }

  /** Writes down, durably, whose copy the directory is; `undefined` for nobody's. */
  setOrigin(origin: string | undefined): void {
    if (origin === this.origin()) return;
    this.checkInPlace();
    replaceDurably(this.claim.origin, join(this.claim.temporary, 'origin'), origin);
  }

  /** What `setWritten` was given last; nothing where that cannot be told. Is kept when the service ends. */
  written(): readonly string[] {
    try {
      return readIfAny(this.claim.written)?.split('\n') ?? [];
    } catch {
      return [];
    }
  }

  /**
   * Writes down which files this service wrote.
   * @param lines one for each
   */
  async setWritten(lines: Iterable<string>): Promise<void> {
    this.checkInPlace();
    await replaceLines(this.claim.written, join(this.claim.temporary, 'written'), lines);
  }

  /** Resolves when everything that was published, removed or renamed before the call is durable. */
  async sync(): Promise<void> {
    if (this.isClosed) this.checkInPlace();
    await this.durability.sync();
  }

  /** Resolves when no failed `sync` leaves anything in doubt, after another attempt if need be. */
  async confirm(): Promise<void> {
    if (this.durability.unconfirmed !== undefined) await this.sync();
  }

  /** See `DirectoryClaim`. */
  state(): ClaimState {
    return this.claim.state();
  }

  /**
   * To be called before a change, and before what is missing is believed to be removed: what is published in another
   * directory of the same name would not be made durable by `sync`, and nobody holds the lock there.
   * @throws DirectoryUnusableError
   */
  checkInPlace(): void {
    const state = this.claim.state();
    if (state.is === 'lost' || state.is === 'replaced') throw new DirectoryUnusableError(this.path, state.why);
  }

  /** Why nothing can be stored at the moment; see `problemOf`. */
  problem(): Problem | undefined {
    try {
      const state = this.claim.state();
      if (state.is !== 'held') return { code: 'lost', fact: new DirectoryUnusableError(this.path, state.why).reason };
    } catch (error) {
      return { code: 'not_writable', fact: describeProblem(error) };
    }
    const { unconfirmed } = this.durability;
    if (unconfirmed !== undefined) return { code: 'not_confirmed', fact: unconfirmed };
    return problemOf(this.path, this.claim.temporary);
  }

  /** Gives the directory back. What is being made durable still gets to its end. */
  close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.claim.release();
    this.durability.close();
  }
}

function systemError({ message, ...details }: SystemFailure): Error {
  return Object.assign(new Error(message), details);
}
