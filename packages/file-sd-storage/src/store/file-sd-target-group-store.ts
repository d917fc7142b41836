import {
  type ChangeOptions,
  describeKey,
  encodeFileSd,
  fault,
  findRefusedParts,
  type GroupKey,
  type KeyedTargetGroup,
  type TargetGroup,
  type TargetGroupError,
  type TargetGroupStore,
  type Transition,
} from '@target-eye/domain';
import { applyInTurn, type ChangeBatch, type ChangeJob } from './change-batch.js';
import { ChangeQueue } from './change-queue.js';
import { fileNameOf, keyOfFile } from '../memory/file-name.js';
import type { StagedFile } from '../directory/file-sd-directory.js';
import { FollowedDirectory, type HeldDirectory } from '../memory/followed-directory.js';
import type { GroupFile } from '../memory/group-file.js';
import type {
  LastChange,
  LocatedFile,
  QuestionableGroup,
  StorageLog,
  Unclaimed,
  UnreadableGroup,
  WaitingFile,
} from '../memory/group-files.js';
import { NO_EVENTS, type StorageEvents } from '../storage-events.js';
import { busyFault, storeFault, throwUnconfirmed } from './store-fault.js';

/** How often a change is computed anew because somebody else changed the file meanwhile. */
const MAX_ATTEMPTS = 100;

/** Under which changes fail that concern no single file. */
const EVERY_FILE = '';

/**
 * Target groups in a directory that Prometheus watches (file_sd), one file per group. Reads come from memory, which
 * follows the directory. Changes of one group that wait together cost one write (group commit); each write is a file
 * made durable out of sight, renamed into place, and made durable there.
 */
export class FileSdTargetGroupStore implements TargetGroupStore {
  private readonly followed: FollowedDirectory;
  private readonly queue = new ChangeQueue<ChangeJob>((name, jobs) => this.commit(name, jobs));
  private closing: Promise<void> | undefined;
  /** Why the changes of which file cannot be stored at the moment; that is said once, when it begins. */
  private readonly failing = new Map<string, string>();

  /**
   * Takes the directory, which nobody else may then write through a store, and reads what is there.
   * @throws DirectoryUnusableError
   */
  constructor(
    path: string,
    private readonly log: StorageLog,
    private readonly metrics: StorageEvents = NO_EVENTS,
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
    options?: ChangeOptions,
  ): Promise<Transition> {
    return this.enqueue(key, (file) => change(readable(key, file)), options);
  }

  async replace(key: GroupKey, group: TargetGroup, options?: ChangeOptions): Promise<Transition> {
    return this.enqueue(key, () => group, options);
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

  /** The files of the predecessor that wait for the first change of their groups. */
  listWaiting(): readonly WaitingFile[] {
    return this.followed.files.listWaiting();
  }

  /** The groups with targets or labels that the rules refuse. */
  listQuestionable(): readonly QuestionableGroup[] {
    return this.followed.files.listQuestionable();
  }

  /** Lets the changes that were accepted finish, refuses new ones, and gives the directory back. */
  close(): Promise<void> {
    this.closing ??= this.queue.whenIdle().then(() => {
      this.followed.close();
    });
    return this.closing;
  }

  private async enqueue(
    key: GroupKey,
    change: ChangeJob['change'],
    { mayTakeOver = () => true }: ChangeOptions = {},
  ): Promise<Transition> {
    const name = fileNameOf(key);
    if (this.closing !== undefined) throw fault('', 'stopping', 'the service is stopping and takes no more changes');
    return new Promise((resolve, reject) => {
      this.queue.push(name, { change, mayTakeOver, resolve, reject });
    });
  }

  private async commit(name: string, jobs: readonly ChangeJob[]): Promise<void> {
    let batch: ChangeBatch | undefined;
    try {
      for (let attempt = 1, isDone = false; !isDone; attempt += 1) {
        batch = undefined;
        if (attempt > MAX_ATTEMPTS) throw busyFault(MAX_ATTEMPTS);
        const held = this.followed.get();
        try {
          const located = held.files.locateNow(name, keyOf(name));
          const applied = applyInTurn(checkedJobs(jobs, keyOf(name), located), located.file);
          if (applied.isChange) {
            batch = applied;
            isDone = await this.write(held, name, located, applied);
          } else {
            await held.directory.confirm().catch(throwUnconfirmed);
            batch = applied;
            isDone = true;
            if (applied.applied.length > 0) adopt(held, name, located);
          }
          if (isDone && located.name === name) supersedeRival(held, keyOf(name), applied);
        } catch (error) {
          if (!this.followed.isReplacedAfter(error, held)) throw error;
        }
      }
      this.tellWorking(name);
      batch?.succeed();
    } catch (error) {
      const failure = this.failureOf(name, error);
      if (batch === undefined) for (const job of jobs) job.reject(failure);
      else batch.fail(failure);
    }
  }

  /** What the callers get to know. The log gets to know it when it begins, not with every change. */
  private failureOf(name: string, error: unknown): TargetGroupError {
    const problem = this.followed.problem();
    const failure = storeFault(error, name, problem);
    const common = failure.code === 'storage_full' ? failure.message : problem;
    const [file, state] = common === undefined ? [name, failure.message] : [EVERY_FILE, common];
    if (this.failing.get(file) !== state)
      this.log.warn('changes cannot be stored', { file: name, reason: failure.message, error: describeCause(failure) });
    this.failing.set(file, state);
    return failure;
  }

  private tellWorking(name: string): void {
    const isOver = [name, EVERY_FILE].filter((file) => this.failing.delete(file)).length > 0;
    if (isOver) this.log.info('changes can be stored again', { file: name });
  }

  /** Makes the group of a batch what the directory holds, durably. Returns false if the file has changed since it was located. */
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
    await directory.sync().catch(throwUnconfirmed);
    if (changeCount > 0) this.metrics.committed(changeCount);
    return true;
  }

  /**
   * A file of the predecessor is renamed first: a crash in between then leaves one file for the group, not two.
   * Synchronous, so that hardly any time passes between the look at the file and the rename.
   */
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
    const oldName = staged === undefined || !adopt(held, name, located) ? located.name : name;
    if (staged !== undefined) {
      const isContested = located.file?.group !== undefined && located.name === name && files.isContested(name);
      const version = isContested
        ? directory.publishOver(staged.file, name, located.file.version)
        : directory.publish(staged.file, name);
      if (version === undefined) return false;
      const refused = located.file?.refused && findRefusedParts(staged.group);
      files.set(name, { version, group: staged.group, refused });
    }
    if (staged === undefined) removeFrom(held, oldName);
    else if (oldName !== name) this.removeOld(held, oldName);
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

/** What the system said, paths and all. */
function describeCause({ cause }: Error): string | undefined {
  return cause instanceof Error ? cause.message : undefined;
}

/** The jobs, each with a look at whether its caller may take over what may be another group's. */
function checkedJobs(
  jobs: readonly ChangeJob[],
  key: GroupKey,
  { file: found, unclaimed }: LocatedFile,
): readonly ChangeJob[] {
  if (unclaimed === undefined) return jobs;
  return jobs.map((job) => ({
    ...job,
    change: (file) => {
      if (file === found && !job.mayTakeOver(unclaimed.named)) throw takeOverFault(key, unclaimed);
      return job.change(file);
    },
  }));
}

function takeOverFault(key: GroupKey, { named }: Unclaimed): TargetGroupError {
  const whose =
    named === undefined
      ? 'whose labels do not say whose it is, so changing it needs the right to write every group'
      : `whose labels name ${describeKey(named)}, so changing it also needs the right to write that group`;
  return fault(
    '',
    'take_over_not_permitted',
    `what is stored for the target group ${describeKey(key)} is in a file of the predecessor ${whose}`,
  );
}

/** Renames a file of the predecessor to what the group's file is called; says whether that was to be done and worked. */
function adopt({ files }: HeldDirectory, name: string, { name: oldName, file }: LocatedFile): boolean {
  return oldName !== name && file?.group !== undefined && files.adopt(oldName, name, file);
}

/** Done once a change of the group's own file has ended well. */
function supersedeRival({ files }: HeldDirectory, key: GroupKey, { applied }: ChangeBatch): void {
  const rival = files.rivalOf(key);
  if (rival !== undefined && applied.some(({ mayTakeOver }) => mayTakeOver(rival.named))) files.supersede(rival.name);
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
    `what is stored for the target group ${describeKey(key)} cannot be understood: ${file.detail}. It stays as it is`,
  );
}
