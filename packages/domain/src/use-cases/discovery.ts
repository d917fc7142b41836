import { fault } from '../faults/target-group-error.js';
import { compareKeys } from '../groups/key-order.js';
import type { Revision, StoredGroup } from '../groups/revision.js';
import { describeKey } from '../groups/target-group.js';
import type { Selector } from '../listing/filter.js';
import { possiblyWanted } from '../listing/possibly-wanted.js';
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
 * is not certain what the groups are: while all of them are gone, or one of those that are asked for was never read.
 */
export class Discovery {
  private last: (DiscoveredGroups & { readonly snapshot: Snapshot }) | undefined;

  constructor(
    private readonly store: TargetGroupStore,
    private readonly status: Pick<StoreStatus, 'problem'>,
  ) {}

  /**
   * All groups; the same object as long as nothing changes.
   * @param selector which of them are asked for
   * @throws TargetGroupError `storage_unavailable` while what the groups are kept in is gone, or was never read, or while
   *   a group was never read whose names do not rule out that it is asked for
   */
  async groups(selector: Selector = {}): Promise<DiscoveredGroups> {
    const snapshot = await this.store.snapshot();
    // After the snapshot: what is gone by now may have been on its way out before.
    const problem = this.status.problem();
    if (problem?.code === 'lost')
      throw fault('', 'storage_unavailable', `it is not certain what the target groups are: ${problem.fact}`, {
        circumstance: 'nothing_storable',
      });
    const neverRead = possiblyWanted(snapshot.unreadable, selector).find(({ lastRead }) => lastRead === undefined);
    if (neverRead !== undefined)
      throw fault(
        '',
        'storage_unavailable',
        `it is not certain what the target groups are: ${describeKey(neverRead.key)} could not be read since the start, because ${neverRead.reason}`,
        { circumstance: 'never_read' },
      );
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
