import {
  fault,
  type GroupKey,
  type GroupPublisher,
  isSameGroup,
  type PublishedGroup,
  type Reconciliation,
  type TargetGroup,
} from '../src/index.js';

/** The port without a disk, for tests of what publishes groups. */
export class InMemoryGroupPublisher implements GroupPublisher {
  private readonly groups = new Map<string, PublishedGroup>();
  private isClosed = false;

  /** What is published, in no particular order. */
  published(): readonly PublishedGroup[] {
    return [...this.groups.values()];
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- a refusal must become a rejection
  async publish(key: GroupKey, group: TargetGroup | undefined): Promise<void> {
    this.checkOpen();
    if (group === undefined) this.groups.delete(nameOf(key));
    else this.groups.set(nameOf(key), { key, group });
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- as above
  async reconcile(groups: readonly PublishedGroup[]): Promise<Reconciliation> {
    this.checkOpen();
    const wanted = new Map(groups.map((each) => [nameOf(each.key), each]));
    const changed = [...wanted].filter(([name, { group }]) => !isSameGroup(this.groups.get(name)?.group, group));
    const obsolete = [...this.groups.keys()].filter((name) => !wanted.has(name));
    for (const [name, each] of changed) this.groups.set(name, each);
    for (const name of obsolete) this.groups.delete(name);
    return { written: changed.length, removed: obsolete.length };
  }

  close(): Promise<void> {
    this.isClosed = true;
    return Promise.resolve();
  }

  private checkOpen(): void {
    if (this.isClosed) throw fault('', 'stopping', 'the publisher takes no more groups');
  }
}

function nameOf({ application, environment }: GroupKey): string {
  return JSON.stringify([application, environment]);
}
