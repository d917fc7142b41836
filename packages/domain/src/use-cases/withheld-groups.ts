import { fault } from '../faults/target-group-error.js';
import type { StoredGroup } from '../groups/revision.js';
import type { Change, GroupKey, TargetGroup } from '../groups/target-group.js';
import type {
  ChangeOptions,
  GroupEvent,
  Snapshot,
  TargetGroupStore,
  Transition,
  Unsubscribe,
} from '../ports/target-group-store.js';

/**
 * Target groups that are neither shown nor changed as long as it is in doubt whether they are the right ones. What is
 * missing among them would look removed to whoever asks, and what is added would be missing among the right ones.
 */
export class WithheldGroups implements TargetGroupStore {
  /** @param doubt why they may not be the right ones, a part of a sentence; `undefined` when they are */
  constructor(
    private readonly store: TargetGroupStore,
    private readonly doubt: () => string | undefined,
  ) {}

  async find(key: GroupKey): Promise<StoredGroup | undefined> {
    this.throwInDoubt();
    return this.store.find(key);
  }

  async snapshot(): Promise<Snapshot> {
    this.throwInDoubt();
    return this.store.snapshot();
  }

  async update(key: GroupKey, change: Change, options?: ChangeOptions): Promise<Transition> {
    this.throwInDoubt();
    return this.store.update(key, change, options);
  }

  async replace(key: GroupKey, group: TargetGroup, options?: ChangeOptions): Promise<Transition> {
    this.throwInDoubt();
    return this.store.replace(key, group, options);
  }

  subscribe(listener: (event: GroupEvent) => void): Unsubscribe {
    return this.store.subscribe(listener);
  }

  close(): Promise<void> {
    return this.store.close();
  }

  private throwInDoubt(): void {
    const doubt = this.doubt();
    if (doubt === undefined) return;
    const message = `it is not certain which target groups there are, so none is shown or changed: ${doubt}`;
    throw fault('', 'storage_unavailable', message);
  }
}
