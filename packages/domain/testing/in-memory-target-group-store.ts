import {
  type GroupKey,
  isSameGroup,
  type KeyedTargetGroup,
  type TargetGroup,
  type TargetGroupStore,
  type Transition,
} from '../src/index.js';

/** The port without a disk, for tests of what stands in front of it. */
export class InMemoryTargetGroupStore implements TargetGroupStore {
  private readonly groups = new Map<string, KeyedTargetGroup>();

  find(key: GroupKey): Promise<TargetGroup | undefined> {
    return Promise.resolve(this.groups.get(nameOf(key))?.group);
  }

  list(): Promise<readonly KeyedTargetGroup[]> {
    return Promise.resolve([...this.groups.values()]);
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- a throw of `change` must become a rejection
  async update(
    key: GroupKey,
    change: (current: TargetGroup | undefined) => TargetGroup | undefined,
  ): Promise<Transition> {
    const before = this.groups.get(nameOf(key))?.group;
    const after = change(before);
    if (after === undefined) this.groups.delete(nameOf(key));
    else if (!isSameGroup(before, after)) this.groups.set(nameOf(key), { key, group: after });
    return { before, after, stored: after };
  }

  replace(key: GroupKey, group: TargetGroup): Promise<Transition> {
    return this.update(key, () => group);
  }
}

function nameOf({ application, environment }: GroupKey): string {
  return JSON.stringify([application, environment]);
}
