import {
  type Change,
  type ChangeOptions,
  describeKey,
  encodeFileSd,
  fault,
  findRefusedParts,
  type GroupEvent,
  type GroupKey,
  type LastChange,
  Listeners,
  ONE_TURN,
  type Problem,
  type Questionable,
  type Snapshot,
  type StoreCounts,
  type StoredGroup,
  type StoreStatus,
  type TargetGroup,
  type TargetGroupError,
  type TargetGroupStore,
  type Transition,
  type Turns,
  type Unclaimed,
  type Unreadable,
  type Unsubscribe,
} from '@target-eye/domain';
import { applyInTurn, type ChangeBatch, type ChangeJob } from './change-batch.js';
import { ChangeQueue } from './change-queue.js';
import { fileNameOf } from '../memory/file-name.js';
import { haveSameContent } from '../directory/file-version.js';
import type { FileWriter } from '../writer/file-writer.js';
import { OWN_THREAD } from '../writer/write-file.js';
import { FollowedDirectory, type HeldDirectory } from '../memory/followed-directory.js';
import type { GroupFile } from '../memory/group-file.js';
import type { FileChange } from '../memory/shown-groups.js';
import type { GroupFiles, LocatedFile, StorageLog } from '../memory/group-files.js';
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
export class FileSdTargetGroupStore implements TargetGroupStore, StoreStatus {
  private readonly followed: FollowedDirectory;
  private readonly listeners: Listeners;
  private readonly queue = new ChangeQueue<ChangeJob>((name, jobs) => this.commit(name, jobs));
  private closing: Promise<void> | undefined;
  /** Why the changes of which file cannot be stored at the moment; that is said once, when it begins. */
  private readonly failing = new Map<string, string>();

  /**
   * Takes the directory, which nobody else may then write through a store, and reads what is there.
   * @param turns share the thread with whoever takes the first snapshot
   * @param writer puts files in their places; is closed with the store
   * @throws DirectoryUnusableError
   */
  constructor(
    path: string,
    private readonly log: StorageLog,
    private readonly metrics: StorageEvents = NO_EVENTS,
    turns: Turns = ONE_TURN,
    private readonly writer: FileWriter = OWN_THREAD,
  ) {
    this.listeners = new Listeners((error) => {
      log.warn('telling of a change failed', { error: String(error) });
    });
    this.followed = new FollowedDirectory(path, log, metrics, this.listeners, turns, writer);
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- memory answers at once, faults still reject
  async find(key: GroupKey): Promise<StoredGroup | undefined> {
    const { files } = this.followed;
    const located = files.locate(fileNameOf(key), key);
    throwIfUnreadable(key, located.file);
    return files.storedAt(located, key);
  }

  async snapshot(): Promise<Snapshot> {
    let files: GroupFiles;
    let snapshot: Snapshot;
    do {
      ({ files } = this.followed);
      snapshot = await files.shown.snapshot();
    } while (files !== this.followed.files);
    return snapshot;
  }

  async update(key: GroupKey, change: Change, options?: ChangeOptions): Promise<Transition> {
    const changeFile: ChangeJob['change'] = (file) => {
      throwIfUnreadable(key, file);
      return change(file?.group);
    };
    return this.enqueue(key, changeFile, options);
  }

  async replace(key: GroupKey, group: TargetGroup, options?: ChangeOptions): Promise<Transition> {
    return this.enqueue(key, () => group, options);
  }

  subscribe(listener: (event: GroupEvent) => void): Unsubscribe {
    return this.listeners.add(listener);
  }

  counts(): StoreCounts {
    return this.followed.files.counts();
  }

  lastChanges(limit: number): readonly LastChange[] {
    return this.followed.files.lastChanges(limit);
  }

  problem(): Problem | undefined {
    return this.closing === undefined ? this.followed.problem() : { code: 'stopping', fact: 'the service is stopping' };
  }

  unreadable(): readonly Unreadable[] {
    return this.followed.files.findings.unreadable();
  }

  /** The files of the predecessor that wait for the first change of their groups. */
  unclaimed(): readonly Unclaimed[] {
    return this.followed.files.findings.unclaimed();
  }

  questionable(): readonly Questionable[] {
    return this.followed.files.findings.questionable();
  }

  /**
   * Takes over what happened to the directory, as is done anyway from time to time.
   * @throws Error when it cannot be looked into
   */
  compareNow(): Promise<void> {
    return this.followed.compareNow();
  }

  close(): Promise<void> {
    this.closing ??= this.queue.whenIdle().then(() => {
      this.followed.close();
      this.listeners.clear();
      return this.writer.close();
    });
    return this.closing;
  }

  private async enqueue(key: GroupKey, change: ChangeJob['change'], options: ChangeOptions = {}): Promise<Transition> {
    const name = fileNameOf(key);
    if (this.closing !== undefined) throw fault('', 'stopping', 'the service is stopping and takes no more changes');
    return new Promise((resolve, reject) => {
      this.queue.push(name, { ...options, key, change, resolve, reject });
    });
  }

  private async commit(name: string, jobs: readonly [ChangeJob, ...ChangeJob[]]): Promise<void> {
    const [{ key }] = jobs;
    let batch: ChangeBatch | undefined;
    try {
      let written: Written | undefined;
      for (let attempt = 1; written === undefined; attempt += 1) {
        batch = undefined;
        if (attempt > MAX_ATTEMPTS) throw busyFault(MAX_ATTEMPTS);
        const held = this.followed.get();
        try {
          const located = held.files.locateNow(name, key);
          const found = { file: located.file, stored: held.files.storedAt(located, key) };
          const applied = applyInTurn(jobs, found, (job, file) => {
            checkTakeOver(job, located, file);
          });
          if (applied.isChange) {
            batch = applied;
            written = await this.write(held, { name, key, located }, applied);
          } else {
            await held.directory.confirm().catch(throwUnconfirmed);
            batch = applied;
            written = { stored: found.stored };
            if (applied.applied.length > 0) adopt(held, name, located);
          }
          if (written !== undefined && located.name === name) supersedeRival(held, key, applied);
        } catch (error) {
          if (!this.followed.isReplacedAfter(error, held)) throw error;
        }
      }
      this.tellWorking(name);
      batch?.succeed(written.stored);
    } catch (error) {
      const failure = this.failureOf(name, error);
      if (batch === undefined) for (const job of jobs) job.reject(failure);
      else batch.fail(failure);
    }
  }

  /** What the callers get to know. The log gets to know it when it begins, not with every change. */
  private failureOf(name: string, error: unknown): TargetGroupError {
    const problem = this.followed.problem()?.fact;
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

  /**
   * Makes the group of a batch what the directory holds, durably.
   * @returns what is stored now; `undefined` if the file has changed since it was located, and nothing was done
   */
  private async write(held: HeldDirectory, place: Place, batch: ChangeBatch): Promise<Written | undefined> {
    const written = await this.publish(held, place, batch);
    if (written === undefined) return undefined;
    await held.directory.sync().catch(throwUnconfirmed);
    if (batch.changeCount > 0) this.metrics.committed(batch.changeCount);
    return written;
  }

  private async publish(held: HeldDirectory, place: Place, { group, by }: ChangeBatch): Promise<Written | undefined> {
    const { directory, files } = held;
    const { name, key, located } = place;
    const way = this.makeWay(held, place, group);
    if (way === undefined) return undefined;
    const isContested = located.file?.group !== undefined && located.name === name && files.isContested(name);
    const change = { text: group && encodeFileSd(group), over: way.version, isContested };
    const written = await this.followed.changing(held, way.name, async () => {
      const { outcome, version } = await directory.change(way.name, change);
      if (outcome === 'lost') this.followed.getInPlace();
      // What came into a directory that was given up meanwhile is found by the next attempt, if it counts.
      if (outcome === 'lost' || outcome === 'changed' || this.followed.files !== files) return undefined;
      const refused = located.file?.refused && group && findRefusedParts(group);
      files.set(way.name, version === undefined ? undefined : { version, group, refused }, { key, by });
      return { stored: group && files.shown.at(name, key) };
    });
    if (written !== undefined && way.obsolete !== undefined) this.removeOld(held, way.obsolete);
    return written;
  }

  /** Where a change is to be made, once nothing is in its way; `undefined` if the file has changed since it was located. */
  private makeWay(held: HeldDirectory, { name, key, located }: Place, group: TargetGroup | undefined): Way | undefined {
    const { directory, files } = held;
    const { name: oldName, file } = located;
    const place = group === undefined ? oldName : name;
    if (place === oldName && file?.unreadable === undefined) return { name: place, version: file?.version };
    if (this.followed.getInPlace() !== held || directory.version(oldName) !== file?.version) return undefined;
    let version = file?.version;
    if (file?.unreadable !== undefined) {
      const kept = directory.keepAside(oldName);
      this.log.warn('an unreadable file is being replaced; its bytes are kept', { file: oldName, kept });
      version = directory.version(oldName);
      if (version !== undefined && !haveSameContent(version, file.version)) return undefined;
    }
    if (place === oldName) return { name: place, version };
    // Renamed first: a crash in between then leaves one file for the group, not two.
    const isAdopted = adopt(held, name, located);
    const adopted = isAdopted ? files.locate(name, key).file : undefined;
    return { name: place, version: adopted?.version, obsolete: isAdopted ? undefined : oldName };
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

/** Where a change takes place: the group's file, and what was found of it. */
interface Place {
  readonly name: string;
  readonly key: GroupKey;
  readonly located: LocatedFile;
}

interface Written {
  readonly stored: StoredGroup | undefined;
}

/** A name for a change, and what is to be displaced there. */
interface Way {
  readonly name: string;
  readonly version: string | undefined;
  /** A file of the predecessor that goes when the change is made. */
  readonly obsolete?: string | undefined;
}

function removeFrom({ directory, files }: HeldDirectory, name: string, change?: FileChange): void {
  directory.remove(name);
  files.set(name, undefined, change);
}

/** What the system said, paths and all. */
function describeCause({ cause }: Error): string | undefined {
  return cause instanceof Error ? cause.message : undefined;
}

/**
 * Whoever changes what may be another group's must have the right to write that one; whoever comes after, in the same
 * batch, changes the group's own.
 * @throws TargetGroupError `take_over_not_permitted`
 */
function checkTakeOver(
  { key, mayTakeOver = () => true }: ChangeJob,
  { file: found, unclaimed }: LocatedFile,
  file: GroupFile | undefined,
): void {
  if (unclaimed !== undefined && file === found && !mayTakeOver(unclaimed.named)) throw takeOverFault(key, unclaimed);
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
  if (rival !== undefined && applied.some(({ mayTakeOver = () => true }) => mayTakeOver(rival.named)))
    files.supersede(rival.name);
}

function throwIfUnreadable(key: GroupKey, file: GroupFile | undefined): void {
  if (file?.unreadable === undefined) return;
  throw fault(
    '',
    'unreadable',
    `what is stored for the target group ${describeKey(key)} cannot be understood: ${file.detail}. It stays as it is`,
  );
}
