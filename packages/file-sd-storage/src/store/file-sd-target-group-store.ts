import {
  applyInTurn,
  type BatchRules,
  type Change,
  type ChangeBatch,
  ChangeIntake,
  type ChangeJob,
  type ChangeOptions,
  FailureLog,
  type Found,
  type GroupEvent,
  type GroupKey,
  type GroupNames,
  type LastChange,
  Listeners,
  ONE_TURN,
  type Problem,
  type Questionable,
  type Snapshot,
  type StorageLog,
  type StoreCounts,
  type StoredGroup,
  type StoreStatus,
  type TargetGroup,
  type TargetGroupStore,
  type Transition,
  type Turns,
  type Unclaimed,
  type Unreadable,
  unreadableFault,
  type Unsubscribe,
} from '@target-eye/domain';
import { fileNameOf } from '../memory/file-name.js';
import type { FileWriter } from '../writer/file-writer.js';
import { OWN_THREAD } from '../writer/write-file.js';
import { FollowedDirectory } from '../memory/followed-directory.js';
import type { LocatedFile } from '../memory/group-file.js';
import type { GroupFiles } from '../memory/group-files.js';
import { revisionHash } from '../memory/revision-hash.js';
import { NO_EVENTS, type StorageEvents } from '../storage-events.js';
import { GroupWriter, type Written } from './group-writer.js';
import { busyFault, storeFault, throwIfNotStorable, throwUnconfirmed } from './store-fault.js';
import { adopt, checkTakeOver, supersedeRival } from './take-over.js';

/** How often a change is computed anew because somebody else changed the file meanwhile. */
const MAX_ATTEMPTS = 100;

/**
 * Target groups in a directory that Prometheus watches (file_sd), one file per group. Reads come from memory, which
 * follows the directory. Changes of one group that wait together cost one write (group commit); each write is a file
 * made durable out of sight, renamed into place, and made durable there.
 */
export class FileSdTargetGroupStore implements TargetGroupStore, StoreStatus, GroupNames {
  private readonly followed: FollowedDirectory;
  private readonly listeners: Listeners;
  private readonly intake = new ChangeIntake(fileNameOf, (name, jobs) => this.commit(name, jobs));
  private readonly groups: GroupWriter;
  private readonly failures: FailureLog;
  private closing: Promise<void> | undefined;
  /**
   * Takes the directory, which nobody else may then write through a store, and reads what is there.
   * @param turns share the thread with whoever takes the first snapshot
   * @param writer puts files in their places; is closed with the store
   * @throws DirectoryUnusableError
   */
  constructor(
    path: string,
    log: StorageLog,
    metrics: StorageEvents = NO_EVENTS,
    turns: Turns = ONE_TURN,
    private readonly writer: FileWriter = OWN_THREAD,
  ) {
    this.listeners = new Listeners((error) => {
      log.warn('telling of a change failed', { error: String(error) });
    });
    this.followed = new FollowedDirectory(path, log, metrics, this.listeners, turns, writer);
    this.groups = new GroupWriter(this.followed, log, metrics);
    this.failures = new FailureLog(log, 'file');
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- memory answers at once, faults still reject
  async find(key: GroupKey): Promise<StoredGroup | undefined> {
    const { files } = this.followed;
    const located = files.locate(fileNameOf(key), key);
    if (located.file?.unreadable !== undefined) throw unreadableFault(key, located.file.detail);
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

  update(key: GroupKey, change: Change, options?: ChangeOptions): Promise<Transition> {
    return this.intake.update(key, change, options);
  }

  replace(key: GroupKey, group: TargetGroup, options?: ChangeOptions): Promise<Transition> {
    return this.intake.replace(key, group, options);
  }

  subscribe(listener: (event: GroupEvent) => void): Unsubscribe {
    return this.listeners.add(listener);
  }

  nameOf(key: GroupKey): string {
    return this.followed.files.locate(fileNameOf(key), key).name;
  }

  keyOf(name: string): GroupKey | undefined {
    return this.followed.files.keyOf(name);
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

  /** The directory is here, and what is in it is known within a second. */
  age(): undefined {
    return undefined;
  }

  unreadable(): readonly Unreadable[] {
    return this.followed.files.findings.unreadable();
  }

  /** The files of the predecessor that wait for the first change of their groups. */
  unclaimed(): readonly Unclaimed[] {
    return this.followed.files.unclaimed();
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
    this.closing ??= this.intake.close().then(() => {
      this.followed.close();
      this.listeners.clear();
      return this.writer.close();
    });
    return this.closing;
  }

  private async commit(name: string, jobs: readonly [ChangeJob, ...ChangeJob[]]): Promise<void> {
    const [{ key }] = jobs;
    const isTried = jobs.some(({ dryRun }) => dryRun === true);
    let batch: ChangeBatch | undefined;
    try {
      let written: Written | undefined;
      for (let attempt = 1; written === undefined; attempt += 1) {
        batch = undefined;
        if (attempt > MAX_ATTEMPTS) throw busyFault(MAX_ATTEMPTS);
        const held = this.followed.get();
        try {
          const located = held.files.locateNow(name, key);
          const stored = held.files.storedAt(located, key);
          const problem = isTried ? this.followed.problem() : undefined;
          const applied = applyInTurn(jobs, foundAt(located, stored), rulesFor(located, problem));
          if (applied.isChange) {
            batch = applied;
            written = await this.groups.write(held, { name, key, located }, applied);
          } else {
            await held.directory.confirm().catch(throwUnconfirmed);
            batch = applied;
            written = { stored };
            if (applied.applied.length > 0) adopt(held, name, located);
          }
          if (written !== undefined && located.name === name) supersedeRival(held, key, applied);
        } catch (error) {
          if (!this.followed.isReplacedAfter(error, held)) throw error;
        }
      }
      if (!jobs.every(({ dryRun }) => dryRun === true)) this.failures.ended(name);
      batch?.succeed(written.stored);
    } catch (error) {
      const problem = this.followed.problem()?.fact;
      const failure = storeFault(error, name, problem);
      this.failures.failed(name, failure, problem);
      if (batch === undefined) for (const job of jobs) job.reject(failure);
      else batch.fail(failure);
    }
  }
}

function foundAt({ file }: LocatedFile, stored: StoredGroup | undefined): Found {
  return { stored, unreadable: file?.detail, needsWriting: file?.group !== undefined && file.hasOtherMode === true };
}

/** @param problem why nothing can be stored at the moment, if that is so */
function rulesFor(located: LocatedFile, problem: Problem | undefined): BatchRules {
  return {
    hash: revisionHash,
    now: () => Date.now() / 1000,
    check: (job, isAsFound) => {
      if (isAsFound) checkTakeOver(job, located);
    },
    checkTrial: (after) => {
      if (problem !== undefined) throwIfNotStorable(after, problem);
    },
  };
}
