import {
  type CountedGroup,
  type ListedGroups,
  type StoredGroup,
  TARGET_STATUSES,
  type TargetCounts,
  type TargetStatus,
} from '@target-eye/domain';
import type * as Wire from '@target-eye/http-api';
import { isoDate } from '../../http/answer/dates.js';
import { pageToken } from './page-token.js';

/** What is known of a group wherever it is listed. */
export function describeGroup({ key, group, revision, changedAt }: StoredGroup): Wire.ListedGroup {
  const { application, environment } = key;
  const { targets, labels } = group;
  return { application, environment, targets, labels, revision, changed_at: isoDate(changedAt) };
}

/** The same with how many of its targets there are of each status that one of them has. */
export function describeCounted(group: CountedGroup): Wire.ListedGroup {
  return { ...describeGroup(group), statuses: withoutNone(group.statuses) };
}

function withoutNone(counts: TargetCounts): Wire.StatusesOfGroup {
  const some: Partial<Record<TargetStatus, number>> = {};
  for (const status of TARGET_STATUSES) if (counts[status] > 0) some[status] = counts[status];
  return some;
}

/** A page as JSON, in pieces. */
export function* encodePage<Group extends StoredGroup>(
  { groups, matched, total, revision, next, unreadable }: ListedGroups<Group>,
  describe: (group: Group) => object,
): Iterable<string> {
  yield '{"groups":[';
  for (const [index, group] of groups.entries()) yield `${index === 0 ? '' : ','}${JSON.stringify(describe(group))}`;
  const rest = {
    matched,
    total,
    revision,
    ...(next && { next: pageToken(next) }),
    unreadable: unreadable.map(({ key: { application, environment }, reason }) => ({
      application,
      environment,
      reason,
    })),
  };
  yield `],${JSON.stringify(rest).slice(1)}\n`;
}
