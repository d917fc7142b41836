import {
  type Change,
  type ChangeOptions,
  fault,
  type GroupEvent,
  type GroupKey,
  holds,
  isSameGroup,
  Listeners,
  ONE_TURN,
  PreconditionFailed,
  revisionOf,
  type Snapshot,
  Snapshots,
  type StoredGroup,
  type TargetGroup,
  type TargetGroupStore,
  type Transition,
  type Unsubscribe,
} from '../src/index.js';
import { sha256 } from './hash.js';

/** The port without a disk, for tests of what stands in front of it. */
export class InMemoryTargetGroupStore implements TargetGroupStore {
  private readonly groups = new Map<string, StoredGroup>();
  private readonly listeners = new Listeners(() => undefined);
  private readonly snapshots = new Snapshots(
    { names: () => this.groups.keys(), at: (name) => this.groups.get(name), unreadable: () => [] },
    sha256,
    ONE_TURN,
  );
  private isClosed = false;

  /** @param now seconds since the epoch */
  constructor(private readonly now = () => Date.now() / 1000) {}

  find(key: GroupKey): Promise<StoredGroup | undefined> {
    return Promise.resolve(this.groups.get(nameOf(key)));
  }

  snapshot(): Promise<Snapshot> {
    return this.snapshots.take();
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- a throw of `change` must become a rejection
  async update(key: GroupKey, change: Change, { onlyIf, by, dryRun }: ChangeOptions = {}): Promise<Transition> {
    if (this.isClosed) throw fault('', 'stopping', 'the store takes no more changes');
    const found = this.groups.get(nameOf(key));
    if (!holds(onlyIf, { isPresent: found !== undefined, revision: () => found?.revision }))
      throw new PreconditionFailed(key, found);
    const after = change(found?.group);
    const isUnchanged = isSameGroup(found?.group, after);
    const stored = isUnchanged ? found : this.storedNow(key, after);
    if (!isUnchanged && dryRun !== true) this.store(key, found, stored, by === undefined ? [] : [by]);
    return { before: found?.group, after, found, stored };
  }

  replace(key: GroupKey, group: TargetGroup, options?: ChangeOptions): Promise<Transition> {
    return this.update(key, () => group, options);
  }

  subscribe(listener: (event: GroupEvent) => void): Unsubscribe {
    return this.listeners.add(listener);
  }

  close(): Promise<void> {
    this.isClosed = true;
    this.listeners.clear();
    return Promise.resolve();
  }

  private storedNow(key: GroupKey, group: TargetGroup | undefined): StoredGroup | undefined {
    return group && { key, group, revision: revisionOf(group, sha256), changedAt: this.now() };
  }

  private store(
    key: GroupKey,
    before: StoredGroup | undefined,
    after: StoredGroup | undefined,
    by: GroupEvent['by'],
  ): void {
    if (after === undefined) this.groups.delete(nameOf(key));
    else this.groups.set(nameOf(key), after);
    this.snapshots.changed(nameOf(key), key);
    this.listeners.tell({ key, before, after, unreadable: undefined, by });
  }
}

function nameOf({ application, environment }: GroupKey): string {
  return JSON.stringify([application, environment]);
}
