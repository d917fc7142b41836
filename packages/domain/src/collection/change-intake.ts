import { fault } from '../faults/target-group-error.js';
import { type Change, describeKey, type GroupKey, type TargetGroup } from '../groups/target-group.js';
import type { ChangeOptions, Transition } from '../ports/target-group-store.js';
import type { ChangeJob } from './change-batch.js';
import { ChangeQueue } from './change-queue.js';

/** Where a store takes changes from its callers; those of one group that wait together become one batch. */
export class ChangeIntake {
  private readonly queue: ChangeQueue<ChangeJob>;
  private isClosed = false;

  /**
   * @param nameOf throws for a key that cannot be stored
   * @param commit settles every job itself and never rejects; batches of one name come one after another
   */
  constructor(
    private readonly nameOf: (key: GroupKey) => string,
    commit: (name: string, jobs: readonly [ChangeJob, ...ChangeJob[]]) => Promise<void>,
  ) {
    this.queue = new ChangeQueue(commit);
  }

  /** As `TargetGroupStore` has it. */
  update(key: GroupKey, change: Change, options?: ChangeOptions): Promise<Transition> {
    const changeReadable: ChangeJob['change'] = ({ group, unreadable }) => {
      if (unreadable !== undefined) throw unreadableFault(key, unreadable);
      return change(group);
    };
    return this.push(key, changeReadable, options);
  }

  /** As `TargetGroupStore` has it. */
  replace(key: GroupKey, group: TargetGroup, options?: ChangeOptions): Promise<Transition> {
    return this.push(key, () => group, options);
  }

  /** Refuses new changes; resolves when those that were accepted are done. */
  close(): Promise<void> {
    this.isClosed = true;
    return this.queue.whenIdle();
  }

  private async push(key: GroupKey, change: ChangeJob['change'], options: ChangeOptions = {}): Promise<Transition> {
    const name = this.nameOf(key);
    if (this.isClosed) throw fault('', 'stopping', 'the service is stopping and takes no more changes');
    return new Promise((resolve, reject) => {
      this.queue.push(name, { ...options, key, change, resolve, reject });
    });
  }
}

/**
 * For a group whose stored bytes are not understood.
 * @param why a sentence, with what is wrong in them
 */
export function unreadableFault(key: GroupKey, why: string): Error {
  return fault(
    '',
    'unreadable',
    `what is stored for the target group ${describeKey(key)} cannot be understood: ${why}. It stays as it is`,
  );
}
