import type { TargetGroupErrorCode } from '../faults/codes.js';
import { TargetGroupError } from '../faults/target-group-error.js';
import type { StoredGroup } from '../groups/revision.js';
import type { GroupKey } from '../groups/target-group.js';
import type { Cancel, Clock } from '../ports/clock.js';
import type { GroupPublisher, Reconciliation } from '../ports/group-publisher.js';
import type { Problem } from '../ports/store-status.js';
import type { GroupEvent, Snapshot, TargetGroupStore, Unsubscribe } from '../ports/target-group-store.js';
import { MirrorStanding, type StandingEvents } from './mirror-standing.js';
import { type MirrorTask, MirrorTasks } from './mirror-tasks.js';

/** Where the mirror says what it does. */
export interface MirrorEvents extends StandingEvents {
  /** So many groups were written or removed because of the store, or put back after somebody else had changed them. */
  mirrored(operation: 'publish' | 'remove' | 'put_back', groups: number): void;
  /** Something could not be published; it is tried again, unless the key is one that cannot be published at all. */
  failed(error: unknown): void;
}

/** All groups at one moment, with the name of what they are kept in where that may be something else at another time. */
interface MirroredSnapshot extends Snapshot {
  readonly origin?: string;
}

/** The groups that are mirrored. */
export interface MirroredGroups extends Pick<TargetGroupStore, 'find' | 'subscribe'> {
  snapshot(): Promise<MirroredSnapshot>;
}

export interface MirrorParts {
  readonly store: MirroredGroups;
  /** Is closed with the mirror. */
  readonly publisher: GroupPublisher;
  readonly clock: Clock;
  readonly events: MirrorEvents;
}

/** How soon a reconciliation is tried again, in seconds: twice as late after each failure, but for a store that knows nothing. */
const MIN_PAUSE = 0.25;
const MAX_PAUSE = 60;

/**
 * Keeps what is published the same as what is stored. It begins with a reconciliation, as soon as the store knows its
 * groups, and then follows each change. What somebody else makes of a published group is put back. A group that cannot be
 * read stays as it was. When something fails, a reconciliation sets it right later. Nothing is ever removed because the
 * store does not answer.
 */
export class Mirror {
  private readonly tasks = new MirrorTasks((task) => this.carryOut(task));
  private readonly standing: MirrorStanding;
  private subscriptions: readonly Unsubscribe[] = [];
  /** Whether the store has told its groups since the start. */
  private isKnown = false;
  private isTakingSnapshot = false;
  private reconciling: Promise<void> | undefined;
  /** Whether another reconciliation is to follow the one that is under way. */
  private isDue = false;
  private cancelPlanned: Cancel | undefined;
  /** How many reconciliations failed in a row. */
  private failures = 0;
  private closing: Promise<void> | undefined;

  constructor(private readonly parts: MirrorParts) {
    this.standing = new MirrorStanding(parts.clock, parts.events);
  }

  /** Begins to follow the store; to be called once. */
  start(): void {
    const { store, publisher } = this.parts;
    const hear = this.hear.bind(this);
    const putBack = this.putBack.bind(this);
    this.subscriptions = [store.subscribe(hear), publisher.watch(putBack)];
    this.reconcileIn(0);
  }

  /** Why what is published may not be what is stored; `undefined` when it is, and never before all of it was published once. */
  problem(): Problem | undefined {
    return this.standing.problem();
  }

  /** Publishes what it was told, follows no further, and closes the publisher. */
  close(): Promise<void> {
    this.closing ??= this.end();
    return this.closing;
  }

  private async end(): Promise<void> {
    for (const unsubscribe of this.subscriptions) unsubscribe();
    this.cancelPlanned?.();
    await this.reconciling;
    await this.tasks.whenIdle();
    await this.parts.publisher.close();
  }

  private hear({ key, after, unreadable }: GroupEvent): void {
    // What is told before the store knows its groups is in the snapshot that it gives then.
    if (unreadable !== undefined || !(this.isKnown || this.isTakingSnapshot)) return;
    this.tasks.add({ is: 'changed', key, group: after?.group });
  }

  /** Has everything set right now, or after the reconciliation that is under way. */
  reconcileNow(): void {
    this.reconcileIn(0);
  }

  private putBack(key: GroupKey | undefined): void {
    if (key === undefined) this.reconcileNow();
    else if (this.isKnown && !this.tasks.isWaiting(key)) this.tasks.add({ is: 'touched', key });
  }

  private async carryOut(task: MirrorTask): Promise<void> {
    try {
      if (task.is === 'changed') this.tell(await this.parts.publisher.publish(task.key, task.group));
      else await this.restore(task.key);
    } catch (error) {
      if (this.fail(error)) this.reconcileIn(this.pause());
    }
  }

  private async restore(key: GroupKey): Promise<void> {
    const { store, publisher, events } = this.parts;
    let stored: StoredGroup | undefined;
    try {
      stored = await store.find(key);
    } catch (error) {
      if (!isCode(error, 'unreadable')) throw error;
      // Only a snapshot tells how the group was when it could last be read.
      this.reconcileIn(0);
      return;
    }
    // What was found may be out of date by now; the change that waits sets the group right, too.
    if (this.tasks.isWaiting(key)) return;
    const { written, removed } = await publisher.publish(key, stored?.group);
    if (written + removed > 0) events.mirrored('put_back', 1);
  }

  /** Has everything set right in so many seconds, or after the reconciliation that is under way. */
  private reconcileIn(seconds: number): void {
    if (this.closing !== undefined) return;
    if (this.reconciling !== undefined) {
      this.isDue = true;
      return;
    }
    if (seconds > 0 && this.cancelPlanned !== undefined) return;
    this.cancelPlanned?.();
    this.cancelPlanned =
      seconds === 0
        ? undefined
        : this.parts.clock.after(seconds, () => {
            this.reconcileIn(0);
          });
    if (seconds === 0) this.reconciling = this.reconcile();
  }

  private async reconcile(): Promise<void> {
    const isRight = await this.setRight();
    this.reconciling = undefined;
    const isToBeDone = this.isDue || !isRight;
    this.isDue = false;
    if (isToBeDone) this.reconcileIn(this.pause());
    else this.standing.catchUp();
  }

  /** Says whether everything is published as it was when the reconciliation began. */
  private async setRight(): Promise<boolean> {
    const reconciled = await this.beginReconciliation();
    if (reconciled === undefined) return false;
    try {
      this.tell(await reconciled.done);
    } catch (error) {
      if (this.fail(error)) {
        this.failures += 1;
        return false;
      }
    }
    this.failures = 0;
    return true;
  }

  /** What is told while the snapshot is taken is published after the reconciliation with it has begun: the later call wins. */
  private async beginReconciliation(): Promise<{ readonly done: Promise<Reconciliation> } | undefined> {
    this.tasks.hold();
    this.isTakingSnapshot = true;
    try {
      const snapshot = await this.parts.store.snapshot();
      this.isKnown = true;
      return { done: this.parts.publisher.reconcile(...wantedOf(snapshot)) };
    } catch {
      // The store itself says what is the matter with it.
      if (!this.isKnown) this.tasks.clear();
      return undefined;
    } finally {
      this.isTakingSnapshot = false;
      this.tasks.release();
    }
  }

  /** Says that something failed, and whether that can be set right. */
  private fail(error: unknown): boolean {
    this.parts.events.failed(error);
    // Such a key concerns its own group only, and no later attempt fares better.
    if (isCode(error, 'name_too_long') || isCode(error, 'invalid_name')) return false;
    this.standing.fallBehind(error);
    return true;
  }

  private pause(): number {
    return Math.min(MIN_PAUSE * 2 ** this.failures, MAX_PAUSE);
  }

  private tell({ written, removed }: Reconciliation): void {
    if (written > 0) this.parts.events.mirrored('publish', written);
    if (removed > 0) this.parts.events.mirrored('remove', removed);
  }
}

/** What is to be published, and what must stay as it is because nobody knows what is stored. */
function wantedOf({ groups, unreadable, origin }: MirroredSnapshot): Parameters<GroupPublisher['reconcile']> {
  const lastRead = unreadable.flatMap((each) => each.lastRead ?? []);
  const neverRead = unreadable.flatMap(({ key, lastRead }) =>
    key === undefined || lastRead !== undefined ? [] : [key],
  );
  return [[...groups, ...lastRead], neverRead, origin];
}

function isCode(error: unknown, code: TargetGroupErrorCode): boolean {
  return error instanceof TargetGroupError && error.code === code;
}
