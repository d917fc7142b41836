import { DirectoryUnusableError } from '../directory/directory-unusable-error.js';
import type { FileWriter } from '../writer/file-writer.js';
import { DirectoryWatch } from '../directory/directory-watch.js';
import { FileSdDirectory } from '../directory/file-sd-directory.js';
import { isErrno } from '../errno.js';
import type { Listeners, Problem, StorageLog, Turns } from '@target-eye/domain';
import { GroupFiles } from './group-files.js';
import type { StorageEvents } from '../storage-events.js';

/** How often it is looked whether the directory is still there, in milliseconds. */
const LOOK_MS = 1000;

/**
 * How many times a directory is taken over in a minute. More of them come from a file system that shows another directory
 * at each look.
 */
const MAX_TAKE_OVERS = 10;
const TAKE_OVERS_MS = 60_000;

/** A directory from its taking to its loss, and what is in it. */
export interface HeldDirectory {
  readonly directory: FileSdDirectory;
  readonly files: GroupFiles;
}

/**
 * The directory that a path names, and memory that follows it. When the directory is removed, memory stays as it was.
 * As soon as the path names a directory again, the same or another one, that one is taken over, and what is in it
 * counts from then on. Nothing is created in its place: it may be where a disk is to be mounted.
 */
export class FollowedDirectory {
  private held: HeldDirectory & { readonly watch: DirectoryWatch };
  /** Why there is no directory at the moment. */
  private lost: DirectoryUnusableError | undefined;
  /** Whether something may have happened in the directory that memory does not know of. */
  private isBehind = false;
  private readonly looking: NodeJS.Timeout;
  /** When the last take-overs were, in milliseconds of the monotonic clock. */
  private takeOvers: readonly number[] = [];

  /**
   * Takes the directory, which is created where it is missing, and reads what is there.
   * @throws DirectoryUnusableError
   */
  constructor(
    private readonly path: string,
    private readonly log: StorageLog,
    private readonly metrics: StorageEvents,
    private readonly listeners: Listeners,
    private readonly turns: Turns,
    private readonly writer: FileWriter,
  ) {
    this.held = this.take(FileSdDirectory.create(path, metrics, writer));
    this.held.files.shown.tell(listeners);
    this.looking = setInterval(() => {
      this.look();
    }, LOOK_MS).unref();
  }

  get files(): GroupFiles {
    return this.held.files;
  }

  /**
   * The directory as far as is known, without a look at the disk.
   * @throws DirectoryUnusableError when it was lost and there is none to take over
   */
  get(): HeldDirectory {
    return this.lost === undefined ? this.held : this.takeOver();
  }

  /**
   * The directory that the path names now, which may have been taken over just now.
   * @throws DirectoryUnusableError as `get`; Error when that cannot be told
   */
  getInPlace(): HeldDirectory {
    return this.held.directory.state().is === 'held' ? this.held : this.takeOver();
  }

  /**
   * Whether an error comes from a directory that was lost, and another one has been taken over since.
   * @param used what was held when the work began that failed
   * @throws DirectoryUnusableError as `get`; Error when that cannot be told
   */
  isReplacedAfter(error: unknown, used: HeldDirectory): boolean {
    if (!(error instanceof DirectoryUnusableError || isErrno(error, 'ENOENT', 'ENOTDIR'))) return false;
    return this.getInPlace() !== used;
  }

  /**
   * Runs a change of a file by this service, in which memory comes to know of it. What happens to the file meanwhile is
   * followed afterwards, when it can be told from what the service did itself.
   */
  async changing<Result>({ files }: HeldDirectory, name: string, change: () => Promise<Result>): Promise<Result> {
    files.pause(name);
    try {
      return await change();
    } finally {
      if (files.resume(name)) this.follow(name);
    }
  }

  /** Why nothing can be stored at the moment. */
  problem(): Problem | undefined {
    return this.lost === undefined ? this.held.directory.problem() : { code: 'lost', fact: this.lost.reason };
  }

  /**
   * Compares everything with the directory, as is done from time to time.
   * @throws Error when that cannot be done
   */
  compareNow(): Promise<void> {
    return this.held.files.followAll();
  }

  close(): void {
    clearInterval(this.looking);
    this.giveUp();
  }

  private takeOver(): HeldDirectory {
    this.giveUp();
    const { files: before } = this.held;
    try {
      const state = this.held.directory.state();
      if (state.is === 'lost') throw new DirectoryUnusableError(this.path, state.why);
      this.checkLasting();
      this.held = this.take(new FileSdDirectory(this.path, this.metrics, this.writer));
    } catch (error) {
      const lost = DirectoryUnusableError.of(this.path, error);
      if (lost.message !== this.lost?.message)
        this.log.warn('the directory is lost; memory stays as it is, and changes are refused', { error: lost.message });
      this.lost = lost;
      throw lost;
    }
    this.takeOvers = [...this.takeOvers, performance.now()];
    this.lost = undefined;
    this.isBehind = false;
    const { directory, files } = this.held;
    const { groups, unreadable } = files.counts();
    const message = 'the directory was taken over again; what is in it counts';
    this.log.warn(message, { directory: directory.path, groups, unreadable });
    files.shown.tell(this.listeners, before.shown);
    return this.held;
  }

  /** @throws DirectoryUnusableError when there was another directory too many times lately */
  private checkLasting(): void {
    const since = performance.now() - TAKE_OVERS_MS;
    this.takeOvers = this.takeOvers.filter((time) => time > since);
    if (this.takeOvers.length >= MAX_TAKE_OVERS)
      throw new DirectoryUnusableError(
        this.path,
        'was replaced by another one again and again; stop whoever does that, or use a file system whose inode numbers last',
      );
  }

  private giveUp(): void {
    this.held.watch.close();
    this.held.directory.close();
  }

  private take(directory: FileSdDirectory): HeldDirectory & { readonly watch: DirectoryWatch } {
    const watch = new DirectoryWatch(
      directory.path,
      (name) => {
        this.follow(name);
      },
      () => this.compareNow(),
      (message, details) => {
        this.log.warn(message, details);
      },
    );
    try {
      // What is changed here from now on is nobody's copy.
      directory.setOrigin(undefined);
      return { directory, watch, files: new GroupFiles(directory, this.log, this.turns) };
    } catch (error) {
      watch.close();
      directory.close();
      throw DirectoryUnusableError.of(directory.path, error);
    }
  }

  private follow(name: string): void {
    try {
      this.held.files.follow(name);
    } catch (error) {
      if (!this.isBehind && !(error instanceof DirectoryUnusableError))
        this.log.warn('the directory cannot be followed at the moment', { error: String(error) });
      this.isBehind = true;
    }
  }

  /** Takes over what is to be taken over, and makes up for what could not be done before. */
  private look(): void {
    try {
      const { directory } = this.getInPlace();
      directory.confirm().catch(() => undefined);
    } catch (error) {
      // Where it is not known to be lost, the directory cannot be looked into.
      this.isBehind = !(error instanceof DirectoryUnusableError);
      return;
    }
    if (this.isBehind) void this.catchUp();
  }

  private async catchUp(): Promise<void> {
    this.isBehind = false;
    await this.compareNow().catch(() => {
      this.isBehind = true;
    });
  }
}
