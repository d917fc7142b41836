import { fault } from '../faults/target-group-error.js';
import { compareKeys } from '../groups/key-order.js';
import type { Revision, StoredGroup } from '../groups/revision.js';
import type { StoreStatus } from '../ports/store-status.js';
import type { Snapshot, TargetGroupStore } from '../ports/target-group-store.js';

/** All groups that Prometheus is to know at one moment, in the order of their keys. */
export interface DiscoveredGroups {
  /** Of all groups, see `Snapshot`. */
  readonly revision: Revision;
  readonly groups: readonly StoredGroup[];
}

/**
 * What Prometheus is told when it asks. It keeps what it knows when it gets an error, and stops scraping what is missing
 * from a list. So a group that cannot be read is shown as it was when it last could, and nothing at all is shown while it
 * is not certain what the groups are.
 */
export class Discovery {
  private last: (DiscoveredGroups & { readonly snapshot: Snapshot }) | undefined;

  constructor(
    private readonly store: TargetGroupStore,
    private readonly status: Pick<StoreStatus, 'problem'>,
  ) {}

  /**
   * The same object as long as nothing changes.
   * @throws TargetGroupError `storage_unavailable` while what the groups are kept in is gone, or was never read
   */
  async groups(): Promise<DiscoveredGroups> {
    const snapshot = await this.store.snapshot();
    // After the snapshot: what is gone by now may have been on its way out before.
    const problem = this.status.problem();
    if (problem?.code === 'lost')
      throw fault('', 'storage_unavailable', `it is not certain what the target groups are: ${problem.fact}`, {
        circumstance: 'nothing_storable',
      });
    if (this.last?.snapshot !== snapshot)
      this.last = { snapshot, revision: snapshot.revision, groups: withLastRead(snapshot) };
    return this.last;
  }
}

function withLastRead({ groups, unreadable }: Snapshot): readonly StoredGroup[] {
  const lastRead = unreadable.flatMap((each) => each.lastRead ?? []);
  if (lastRead.length === 0) return groups;
  return [...groups, ...lastRead].sort((one, other) => compareKeys(one.key, other.key));
}
