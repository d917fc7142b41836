import {
  fault,
  type GroupKey,
  type GroupPublisher,
  isSameGroup,
  type PublishedGroup,
  type Reconciliation,
  type TargetGroup,
  type Unsubscribe,
} from '../src/index.js';

/** The port without a disk, for tests of what publishes groups. */
export class InMemoryGroupPublisher implements GroupPublisher {
  private readonly groups = new Map<string, PublishedGroup>();
  private readonly listeners = new Set<(key: GroupKey | undefined) => void>();
  private isWatched = false;
  private isClosed = false;

  /** What is published, in no particular order. */
  published(): readonly PublishedGroup[] {
    return [...this.groups.values()];
  }

  /** What somebody else does to a group. */
  edit(key: GroupKey, group: TargetGroup | undefined): void {
    this.put(key, group);
    this.tell(key);
  }

  /** What somebody else does to all groups: they are gone. */
  lose(): void {
    this.groups.clear();
    this.tell(undefined);
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- a refusal must become a rejection
  async publish(key: GroupKey, group: TargetGroup | undefined): Promise<Reconciliation> {
    this.checkOpen();
    return this.put(key, group);
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- as above
  async reconcile(groups: readonly PublishedGroup[], untouched: readonly GroupKey[] = []): Promise<Reconciliation> {
    this.checkOpen();
    this.isWatched = true;
    const wanted = new Set([...groups.map(({ key }) => key), ...untouched].map(nameOf));
    const obsolete = this.published().filter(({ key }) => !wanted.has(nameOf(key)));
    const placed = [...groups, ...obsolete.map(({ key }) => ({ key, group: undefined }))].map(({ key, group }) =>
      this.put(key, group),
    );
    return {
      written: placed.filter(({ written }) => written > 0).length,
      removed: placed.filter(({ removed }) => removed > 0).length,
    };
  }

  watch(listener: (key: GroupKey | undefined) => void): Unsubscribe {
    const entry: typeof listener = (key) => {
      listener(key);
    };
    this.listeners.add(entry);
    return () => this.listeners.delete(entry);
  }

  close(): Promise<void> {
    this.isClosed = true;
    return Promise.resolve();
  }

  private tell(key: GroupKey | undefined): void {
    if (this.isWatched) for (const listener of [...this.listeners]) listener(key);
  }

  private put(key: GroupKey, group: TargetGroup | undefined): Reconciliation {
    const before = this.groups.get(nameOf(key))?.group;
    if (isSameGroup(before, group)) return { written: 0, removed: 0 };
    if (group !== undefined) this.groups.set(nameOf(key), { key, group });
    else this.groups.delete(nameOf(key));
    return group === undefined ? { written: 0, removed: 1 } : { written: 1, removed: 0 };
  }

  private checkOpen(): void {
    if (this.isClosed) throw fault('', 'stopping', 'the publisher takes no more groups');
  }
}

function nameOf({ application, environment }: GroupKey): string {
  return JSON.stringify([application, environment]);
}
