import type { ListedGroups, StoredGroup } from '@target-eye/domain';
import { isoDate } from '../../http/answer/dates.js';
import { pageToken } from './page-token.js';

/** What is known of a group wherever it is listed. */
export function describeGroup({ key, group, revision, changedAt }: StoredGroup): object {
  const { application, environment } = key;
  const { targets, labels } = group;
  return { application, environment, targets, labels, revision, changed_at: isoDate(changedAt) };
}

/** A page as JSON, in pieces. */
export function* encodePage({ groups, matched, total, revision, next, unreadable }: ListedGroups): Iterable<string> {
  yield '{"groups":[';
  for (const [index, group] of groups.entries())
    yield `${index === 0 ? '' : ','}${JSON.stringify(describeGroup(group))}`;
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
