import type { GroupKey } from '../groups/target-group.js';

/** What groups are called where Prometheus reads them. */
export interface GroupNames {
  /** The name of a group, whether or not it is there. */
  nameOf(key: GroupKey): string;

  /** The group that has this name, if it is there. */
  keyOf(name: string): GroupKey | undefined;
}
