import type { ListedGroup, StatusesOfGroup } from '@target-eye/client';
import { filterFor, parseLabelMatcher } from '@target-eye/domain';
import { ownLabels } from '../../elements/own-labels.js';
import { keyOf } from '../../service/held-groups.js';
import { type Column, sortOf, type Wanted } from './wanted.js';

/** How many targets of each group there are of each status, as far as that is known. */
export type StatusesOf = (group: ListedGroup) => StatusesOfGroup | undefined;

/** Between the texts that are searched; half of a surrogate pair, which nothing from a URL or from the service holds. */
const BOUND = '\uD800';

const searched = new WeakMap<ListedGroup, string>();

/** All that a search looks at, in lower case; made once for each group, because it takes longer than the search. */
function searchedText(group: ListedGroup): string {
  let text = searched.get(group);
  if (text === undefined) {
    const labels = Object.entries(group.labels).map(([name, value]) => `${name}=${value}`);
    text = [group.application, group.environment, ...group.targets, ...labels].join(BOUND).toLowerCase();
    searched.set(group, text);
  }
  return text;
}

/** A test whether a group is wanted: what the service answers to the same query, by the same rules. */
export function filterOf(wanted: Wanted, statusesOf: StatusesOf): (group: ListedGroup) => boolean {
  const { application, environment, label, status } = wanted;
  const labels = label.flatMap((each) => parseLabelMatcher(each) ?? []);
  const matches = filterFor({ applications: application, environments: environment, labels });
  const search = wanted.search.toLowerCase();
  return (group) => {
    if (search !== '' && !searchedText(group).includes(search)) return false;
    if (!matches(group, group)) return false;
    if (status.length === 0) return true;
    const statuses = statusesOf(group);
    return status.some((each) => (statuses?.[each] ?? 0) > 0);
  };
}

/** How many targets of a group are not up. */
export function notUpIn(statuses: StatusesOfGroup): number {
  return Object.entries(statuses).reduce((sum, [status, count]) => (status === 'up' ? sum : sum + count), 0);
}

/** More than a group has targets. */
const MANY = 1e7;

const VALUE_OF: Readonly<
  Record<Column, (group: ListedGroup, statuses: StatusesOfGroup | undefined) => string | number>
> = {
  application: ({ application }) => application,
  environment: ({ environment }) => environment,
  labels: (group) => ownLabels(group, group).join(),
  // Those with trouble apart from the others.
  targets: ({ targets }, statuses) => (statuses === undefined ? 0 : notUpIn(statuses) * MANY) + targets.length,
  changed: ({ changed_at }) => Date.parse(changed_at),
};

/** What each group is sorted by, by its key. */
export type SortValues = Map<string, string | number>;

/**
 * Sorts groups that are in the order of names. What a group was first sorted by is kept in `values`, so that a group that
 * changes stays where it is, under the reader's eyes, until they sort anew.
 */
export function sorted(
  groups: readonly ListedGroup[],
  wanted: Wanted,
  { statusesOf, values }: { readonly statusesOf: StatusesOf; readonly values: SortValues },
): readonly ListedGroup[] {
  const { column, isDescending } = sortOf(wanted);
  if (column === 'application') return isDescending ? [...groups].reverse() : groups;
  const sign = isDescending ? -1 : 1;
  const pairs = groups.map((group) => {
    const key = keyOf(group);
    const statuses = statusesOf(group);
    const value = values.get(key) ?? VALUE_OF[column](group, statuses);
    if (column !== 'targets' || statuses !== undefined) values.set(key, value);
    return { group, value };
  });
  pairs.sort((one, other) => (one.value === other.value ? 0 : one.value < other.value ? -sign : sign));
  return pairs.map(({ group }) => group);
}
