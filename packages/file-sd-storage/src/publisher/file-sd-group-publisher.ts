import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  ChangeQueue,
  fault,
  type GroupKey,
  type GroupPublisher,
  type PublishedGroup,
  type Reconciliation,
  type StorageLog,
  type TargetGroup,
  TargetGroupError,
  type Unsubscribe,
} from '@target-eye/domain';
import { FileSdDirectory } from '../directory/file-sd-directory.js';
import { fileNameOf, keyOfFile } from '../memory/file-name.js';
import { NO_EVENTS, type StorageEvents } from '../storage-events.js';
import { throwUnconfirmed } from '../store/store-fault.js';
import type { FileWriter } from '../writer/file-writer.js';
import { OWN_THREAD } from '../writer/write-file.js';
import { HandEdits } from './hand-edits.js';
import type { OriginGuard } from './origin-guard.js';
import { publishFault } from './publish-fault.js';
import { type Placed, PublishedFiles } from './published-files.js';

/** How many files a reconciliation has in its hands at a time; each may be open. */
const MAX_AT_ONCE = 64;

interface PlaceJob {
  readonly group: TargetGroup | undefined;
  /** Whether it is done only when it is durable; a reconciliation makes all of its files durable together. */
  readonly isDurable: boolean;
  readonly resolve: (placed: Placed) => void;
  readonly reject: (error: unknown) => void;
}

/** What is to be published, and what it is a copy of. */
interface Wanted {
  readonly groups: readonly PublishedGroup[];
  readonly untouched: readonly GroupKey[];
  readonly origin: string | undefined;
}

/** A reconciliation that is under way. */
interface Reconciling {
  /** The files that later calls were for. */
  readonly overtaken: Set<string>;
  readonly placed: Record<Placed, number>;
  readonly failures: Error[];
}

/**
 * Publishes target groups in a directory that Prometheus watches (file_sd), one file per group. What is not known to have
 * been written here, now or before the last close, is kept in the quarantine before it is displaced. A directory that was replaced is refused by `publish` and
 * taken over by `reconcile`, because only that can put all groups into it.
 */
export class FileSdGroupPublisher implements GroupPublisher {
  private files: PublishedFiles;
  /** Begins with the first reconciliation. */
  private edits: HandEdits | undefined;
  private readonly queue = new ChangeQueue<PlaceJob>((name, jobs) => this.commit(name, jobs));
  private readonly listeners = new Set<(key: GroupKey | undefined) => void>();
  private readonly underWay = new Set<Reconciling>();
  private lastReconciliation: Promise<unknown> = Promise.resolve();
  private closing: Promise<void> | undefined;

  /**
   * Takes the directory, which is created where it is missing, and which nobody else may then write.
   * @param writer puts files in their places; is closed with the publisher
   * @param guard keeps the directory from being emptied by mistake
   * @throws DirectoryUnusableError
   */
  constructor(
    private readonly path: string,
    private readonly log: StorageLog,
    private readonly events: StorageEvents = NO_EVENTS,
    private readonly writer: FileWriter = OWN_THREAD,
    private readonly guard?: OriginGuard,
  ) {
    this.files = this.filesIn(FileSdDirectory.create(path, events, writer));
  }

  async publish(key: GroupKey, group: TargetGroup | undefined): Promise<Reconciliation> {
    this.checkOpen();
    const name = fileNameOf(key);
    if (group === undefined && this.guard?.isInDoubt(this.files.directory) === true) {
      this.tell(undefined);
      return { written: 0, removed: 0 };
    }
    for (const { overtaken } of this.underWay) overtaken.add(name);
    const placed = await this.enqueue(name, group, true);
    return { written: placed === 'written' ? 1 : 0, removed: placed === 'removed' ? 1 : 0 };
  }

  async reconcile(
    groups: readonly PublishedGroup[],
    untouched: readonly GroupKey[] = [],
    origin?: string,
  ): Promise<Reconciliation> {
    this.checkOpen();
    const reconciling: Reconciling = {
      overtaken: new Set(),
      placed: { written: 0, removed: 0, unchanged: 0 },
      failures: [],
    };
    this.underWay.add(reconciling);
    const done = this.lastReconciliation
      .then(() => this.setRight({ groups, untouched, origin }, reconciling))
      .finally(() => {
        this.underWay.delete(reconciling);
        if (this.underWay.size === 0) this.edits?.reconciled();
      });
    this.lastReconciliation = done.catch(() => undefined);
    return done;
  }

  watch(listener: (key: GroupKey | undefined) => void): Unsubscribe {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  close(): Promise<void> {
    this.closing ??= this.lastReconciliation
      .then(() => this.queue.whenIdle())
      .then(() => {
        this.edits?.close();
        return this.files.writeDown();
      })
      .then(() => {
        this.files.directory.close();
        return this.writer.close();
      });
    return this.closing;
  }

  private async setRight({ groups, untouched, origin }: Wanted, reconciling: Reconciling): Promise<Reconciliation> {
    const wanted = new Set(untouched.flatMap(nameIfAny));
    try {
      this.takeOver();
      const all = (): ReadonlySet<string> => new Set([...wanted, ...groups.flatMap(({ key }) => nameIfAny(key))]);
      if (origin !== undefined) this.guard?.check(this.files.directory, origin, all);
      for (const name of wanted) this.files.accept(name);
      await inChunks(
        groups,
        async ({ key, group }) => {
          const name = fileNameOf(key);
          wanted.add(name);
          await this.place(name, group, reconciling);
        },
        reconciling,
      );
      const { directory } = this.files;
      // Calls from before may still be at work on a file that is not there yet.
      const names = new Set([...directory.names(), ...this.queue.names()]);
      const obsolete = [...names].filter((name) => !wanted.has(name) && keyOfFile(name) !== undefined);
      await inChunks(obsolete, (name) => this.place(name, undefined, reconciling), reconciling);
      await directory.sync().catch(throwUnconfirmed);
      // What was right where it was found may have been in another directory of this name.
      directory.checkInPlace();
      const failure = reconciling.failures.find((each) => !isOfKey(each)) ?? reconciling.failures[0];
      if (failure === undefined || isOfKey(failure)) {
        await this.files.compared();
        if (origin !== undefined) directory.setOrigin(origin);
      }
      if (failure !== undefined) throw failure;
    } catch (error) {
      throw this.faultOf(error, '');
    }
    const { written, removed } = reconciling.placed;
    return { written, removed };
  }

  private async place(name: string, group: TargetGroup | undefined, { overtaken, placed }: Reconciling): Promise<void> {
    if (overtaken.has(name)) return;
    const isRight = group !== undefined && !this.queue.has(name) && this.files.isPlaced(name, group);
    if (isRight) placed.unchanged += 1;
    else placed[await this.enqueue(name, group, false)] += 1;
  }

  private enqueue(name: string, group: TargetGroup | undefined, isDurable: boolean): Promise<Placed> {
    return new Promise((resolve, reject) => {
      this.queue.push(name, { group, isDurable, resolve, reject });
    });
  }

  /** Of jobs that wait together only the last one counts. */
  private async commit(name: string, jobs: readonly [PlaceJob, ...PlaceJob[]]): Promise<void> {
    const { files } = this;
    try {
      const placed = await files.place(name, jobs.at(-1)?.group);
      if (jobs.some(({ isDurable }) => isDurable)) await files.directory.sync().catch(throwUnconfirmed);
      for (const { resolve } of jobs.slice(0, -1)) resolve('unchanged');
      jobs.at(-1)?.resolve(placed);
    } catch (error) {
      const failure = this.faultOf(error, name);
      for (const { reject } of jobs) reject(failure);
    }
  }

  private takeOver(): void {
    const { directory } = this.files;
    if (directory.state().is !== 'held') {
      directory.close();
      // Until there is a directory again, the old watch is what notices it.
      this.files = this.filesIn(new FileSdDirectory(this.path, this.events, this.writer));
      this.edits?.close();
      this.edits = undefined;
      this.log.warn('the directory was taken over again, and its groups are put right', { directory: directory.path });
    }
    this.edits ??= this.watchEdits();
  }

  private filesIn(directory: FileSdDirectory): PublishedFiles {
    return new PublishedFiles(directory, this.log, () => this.guard?.isInDoubt(directory) !== true);
  }

  private watchEdits(): HandEdits {
    const isReconciling = (): boolean => this.underWay.size > 0;
    const tell = this.tell.bind(this);
    return new HandEdits(this.files, isReconciling, tell, this.log);
  }

  private tell(key: GroupKey | undefined): void {
    for (const listener of [...this.listeners]) listener(key);
  }

  private faultOf(error: unknown, name: string): unknown {
    return publishFault(error, name, this.files.directory.problem());
  }

  private checkOpen(): void {
    if (this.closing !== undefined) throw fault('', 'stopping', 'the service is stopping and publishes no more groups');
  }
}

/** Whether a failure is of a key that cannot be published, which only concerns its own group. */
function isOfKey(failure: Error): boolean {
  return failure instanceof TargetGroupError && (failure.code === 'name_too_long' || failure.code === 'invalid_name');
}

/** No file has the name of a key that cannot be published. */
function nameIfAny(key: GroupKey): readonly string[] {
  try {
    return [fileNameOf(key)];
  } catch {
    return [];
  }
}

/** Does the work for every element, some at a time, whether it fails or not, and lets others have the thread. */
async function inChunks<Element>(
  elements: readonly Element[],
  work: (element: Element) => Promise<void>,
  { failures }: Reconciling,
): Promise<void> {
  for (let start = 0; start < elements.length; start += MAX_AT_ONCE) {
    const chunk = elements.slice(start, start + MAX_AT_ONCE);
    for (const result of await Promise.allSettled(chunk.map(work)))
      if (result.status === 'rejected') failures.push(result.reason as Error);
    await nextTurn();
  }
}
