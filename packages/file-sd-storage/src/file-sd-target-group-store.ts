import {
  describeKey,
  encodeFileSd,
  fault,
  type GroupKey,
  type KeyedTargetGroup,
  type TargetGroup,
  type TargetGroupStore,
  type Transition,
} from '@target-eye/domain';
import { applyInTurn, type ChangeBatch, type ChangeJob } from './change-batch.js';
import { ChangeQueue } from './change-queue.js';
import { fileNameOf, keyOfFile } from './file-name.js';
import type { StagedFile } from './file-sd-directory.js';
import { FollowedDirectory, type HeldDirectory } from './followed-directory.js';
import type { GroupFile } from './group-file.js';
import type { LastChange, LocatedFile, StorageLog, UnreadableGroup } from './group-files.js';
import { NO_METRICS, type StorageMetrics } from './storage-metrics.js';
import { storeFault, unconfirmed } from './store-fault.js';

/**
 * Target groups in a directory that Prometheus watches (file_sd), one file per group. Reads come from memory, which
 * follows the directory. Changes of one group that wait together cost one write (group commit); each write is a file
 * made durable out of sight, renamed into place, and made durable there.
 */
export class FileSdTargetGroupStore implements TargetGroupStore {
  private readonly followed: FollowedDirectory;
  private readonly queue = new ChangeQueue<ChangeJob>((name, jobs) => this.commit(name, jobs));
  private closing: Promise<void> | undefined;

  /**
   * Takes the directory, which nobody else may then write through a store, and reads what is there.
   * @throws DirectoryUnusableError
   */
  constructor(
    path: string,
    private readonly log: StorageLog,
    private readonly metrics: StorageMetrics = NO_METRICS,
  ) {
    this.followed = new FollowedDirectory(path, log, metrics);
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- memory answers at once, faults still reject
  async find(key: GroupKey): Promise<TargetGroup | undefined> {
    return readable(key, this.followed.files.locate(fileNameOf(key), key).file);
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- see find
  async list(): Promise<readonly KeyedTargetGroup[]> {
    return this.followed.files.list();
  }

  async update(
    key: GroupKey,
    change: (current: TargetGroup | undefined) => TargetGroup | undefined,
  ): Promise<Transition> {
    return this.enqueue(key, (file) => change(readable(key, file)));
  }

  async replace(key: GroupKey, group: TargetGroup): Promise<Transition> {
    return this.enqueue(key, () => group);
  }

  countGroups(): number {
    return this.followed.files.countGroups();
  }

  /** The targets of all groups together. */
  countTargets(): number {
    return this.followed.files.countTargets();
  }

  countUnreadable(): number {
    return this.followed.files.countUnreadable();
  }

  /** The groups that changed last, by anybody's hand; at most `limit` of them, in no particular order. */
  lastChanges(limit: number): readonly LastChange[] {
    return this.followed.files.lastChanges(limit);
  }

  /** Why no change can be stored at the moment, a sentence without a path; `undefined` when nothing is in the way. */
  problem(): string | undefined {
    return this.closing === undefined ? this.followed.problem() : 'the service is stopping';
  }

  listUnreadable(): readonly UnreadableGroup[] {
    return this.followed.files.listUnreadable();
  }

  /** Lets the changes that were accepted finish, refuses new ones, and gives the directory back. */
  close(): Promise<void> {
    this.closing ??= this.queue.whenIdle().then(() => {
      this.followed.close();
    });
    return this.closing;
  }

  private async enqueue(key: GroupKey, change: ChangeJob['change']): Promise<Transition> {
    const name = fileNameOf(key);
    if (this.closing !== undefined) throw fault('', 'stopping', 'the service is stopping and takes no more changes');
    return new Promise((resolve, reject) => {
      this.queue.push(name, { change, resolve, reject });
    });
  }

  private async commit(name: string, jobs: readonly ChangeJob[]): Promise<void> {
    let batch: ChangeBatch | undefined;
    try {
      let isDone = false;
      while (!isDone) {
        batch = undefined;
        const held = this.followed.get();
        try {
          const located = held.files.locateNow(name, keyOf(name));
          const applied = applyInTurn(jobs, located.file);
          if (applied.isChange) {
            batch = applied;
            isDone = await this.write(held, name, located, applied);
          } else {
            await held.directory.confirm().catch(unconfirmed);
            batch = applied;
            isDone = true;
          }
        } catch (error) {
          if (!this.followed.isReplacedAfter(error, held)) throw error;
        }
      }
      batch?.succeed();
    } catch (error) {
      this.log.warn('a change could not be stored', { file: name, error: String(error) });
      const failure = storeFault(error);
      if (batch === undefined) for (const job of jobs) job.reject(failure);
      else batch.fail(failure);
    }
  }

  /** Makes the group of a batch what the directory holds, durably. Says no when the file is not what `located` says any more. */
  private async write(
    held: HeldDirectory,
    name: string,
    located: LocatedFile,
    { group, changeCount }: ChangeBatch,
  ): Promise<boolean> {
    const { directory } = held;
    const staged = group && { group, file: await directory.stage(encodeFileSd(group)) };
    let isPublished = false;
    try {
      isPublished = this.publish(held, name, located, staged);
    } finally {
      if (staged !== undefined && !isPublished) directory.discard(staged.file);
    }
    if (!isPublished) return false;
    await directory.sync().catch(unconfirmed);
    this.metrics.committed(changeCount);
    return true;
  }

  /** Synchronous, so that hardly any time passes between the look at the file and the rename. */
  private publish(
    held: HeldDirectory,
    name: string,
    located: LocatedFile,
    staged: { readonly group: TargetGroup; readonly file: StagedFile } | undefined,
  ): boolean {
    const { directory, files } = held;
    if (this.followed.getInPlace() !== held) return false;
    if (directory.version(located.name) !== located.file?.version) return false;
    if (located.file?.unreadable !== undefined) {
      const kept = directory.keepAside(located.name);
      this.log.warn('an unreadable file is being replaced; its bytes are kept', { file: located.name, kept });
    }
    if (staged !== undefined) {
      const isContested = located.file?.group !== undefined && located.name === name && files.isContested(name);
      const version = isContested
        ? directory.publishOver(staged.file, name, located.file.version)
        : directory.publish(staged.file, name);
      if (version === undefined) return false;
      files.set(name, { version, group: staged.group });
    }
    if (staged === undefined) removeFrom(held, located.name);
    else if (located.name !== name) this.removeOld(held, located.name);
    return true;
  }

  /** The change is made already; what stays now is put aside by the next request. */
  private removeOld(held: HeldDirectory, name: string): void {
    try {
      removeFrom(held, name);
    } catch (error) {
      this.log.warn('a file of the predecessor is out of date, but cannot be removed', {
        file: name,
        error: String(error),
      });
    }
  }
}

function removeFrom({ directory, files }: HeldDirectory, name: string): void {
  directory.remove(name);
  files.delete(name);
}

function keyOf(name: string): GroupKey {
  const key = keyOfFile(name);
  if (key === undefined) throw new Error(`${name} is not the file of a group`);
  return key;
}

function readable(key: GroupKey, file: GroupFile | undefined): TargetGroup | undefined {
  if (file?.unreadable === undefined) return file?.group;
  throw fault(
    '',
    'unreadable',
    `what is stored for the target group ${describeKey(key)} cannot be understood: ${file.unreadable}. It stays as it is; a PUT with targets and labels replaces it and keeps the old bytes aside`,
  );
}
