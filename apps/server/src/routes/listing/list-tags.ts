import type { ListedGroups, Revision } from '@target-eye/domain';
import { shortHash } from '../../http/answer/not-modified.js';

/** How many revisions are remembered. */
const MAX_REMEMBERED = 1000;

/**
 * Names the bytes of lists. The revision of all groups names the list that is asked for without a parameter. Groups that
 * were changed and changed back have the revision of before, but other times, so that with other times than those that a
 * revision was given for, and with parameters, the name is a hash of all that the bytes depend on.
 */
export class ListTags {
  /** The times that the first list with a revision has shown. */
  private readonly times = new Map<Revision, string>();

  /** @param query everything that was asked for; empty for nothing in particular */
  revisionOf({ revision, groups }: ListedGroups, query: string): Revision {
    const times = shortHash(groups.map(({ changedAt }) => changedAt).join());
    if (query === '' && this.firstTimesOf(revision, times) === times) return revision;
    return shortHash(JSON.stringify([revision, query, times]));
  }

  private firstTimesOf(revision: Revision, times: string): string {
    const first = this.times.get(revision) ?? times;
    this.times.delete(revision);
    this.times.set(revision, first);
    for (const oldest of this.times.keys()) {
      if (this.times.size <= MAX_REMEMBERED) break;
      this.times.delete(oldest);
    }
    return first;
  }
}
