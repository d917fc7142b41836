import { fault } from '../faults/target-group-error.js';
import type { Revision, StoredGroup } from '../groups/revision.js';
import { describeKey, type GroupKey } from '../groups/target-group.js';
import { filterFor, type Selector } from '../listing/filter.js';
import { type Listed, type Page, pageOf } from '../listing/page.js';
import { possiblyWanted, type UnreadableGroup } from '../listing/possibly-wanted.js';
import type { Snapshot, TargetGroupStore } from '../ports/target-group-store.js';
import { inTurns, type Turns } from '../turns.js';

/** Which part of all groups is wanted. */
export interface ListRequest {
  readonly selector: Selector;
  /** How many groups at most. */
  readonly limit: number;
  /** The key of the last group of the page before, whether or not that group is still there. */
  readonly after?: GroupKey | undefined;
}

/** A page of the groups that match, of one moment. */
export interface ListedGroups<Group extends Listed = StoredGroup> extends Page<Group> {
  /** How many groups there are, whether they match or not. */
  readonly total: number;
  /** Of all groups, see `Snapshot`. */
  readonly revision: Revision;
  /** The groups that cannot be read and whose names do not rule out that they match; the same on every page. */
  readonly unreadable: readonly UnreadableGroup[];
}

/** What is there, for those who look. */
export class GroupListing {
  constructor(
    private readonly store: TargetGroupStore,
    private readonly turns: Turns,
  ) {}

  async list({ selector, limit, after }: ListRequest): Promise<ListedGroups> {
    const snapshot = await this.store.snapshot();
    const page = await inTurns(pageOf(snapshot.groups, { filter: filterFor(selector), limit, after }), this.turns);
    return listed(page, snapshot, selector);
  }

  /** @throws TargetGroupError `group_unknown` when there is none; what `TargetGroupStore.find` throws */
  async show(key: GroupKey): Promise<StoredGroup> {
    const stored = await this.store.find(key);
    if (stored === undefined) throw fault('', 'group_unknown', `there is no target group ${describeKey(key)}`);
    return stored;
  }
}

/** A page of the groups of a snapshot, with what a list says of all of them. */
export function listed<Group extends Listed>(
  page: Page<Group>,
  { groups, revision, unreadable }: Snapshot,
  selector: Selector,
): ListedGroups<Group> {
  return { ...page, total: groups.length, revision, unreadable: possiblyWanted(unreadable, selector) };
}
