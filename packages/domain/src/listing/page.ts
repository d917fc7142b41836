import type { GroupKey, TargetGroup } from '../groups/target-group.js';
import { compareKeys } from '../groups/key-order.js';
import type { Work } from '../turns.js';
import type { Filter } from './filter.js';

/** A group in a list. */
export interface Listed {
  readonly key: GroupKey;
  readonly group: TargetGroup;
}

/** Which part of a list is wanted. */
export interface PageRequest {
  /** Whether the group at a place of the list is wanted. */
  readonly filter: (key: GroupKey, group: TargetGroup, place: number) => boolean;
  /** How many groups a page has at most. */
  readonly limit: number;
  /** The key of the last group of the page before, whether or not that group is still there. */
  readonly after?: GroupKey | undefined;
}

/** What is known of a page besides its groups. */
export interface PageBounds {
  /** How many groups of the whole list match, on whatever page. */
  readonly matched: number;
  /** Where the next page begins after; `undefined` on the last one. */
  readonly next: GroupKey | undefined;
}

export interface Page<Group extends Listed> extends PageBounds {
  readonly groups: readonly Group[];
}

/**
 * A page of the groups that match, of a list in the order of keys. Whoever follows `next` sees every group that is there
 * all the time exactly once, whatever changes meanwhile.
 */
export function* pageOf<Group extends Listed>(list: readonly Group[], request: PageRequest): Work<Page<Group>> {
  const { places, ...bounds } = yield* placesOf(list, request);
  return { ...bounds, groups: places.flatMap((place) => list[place] ?? []) };
}

/** As `pageOf`, with the places of the groups in the list. */
export function* placesOf(
  list: readonly Listed[],
  { filter, limit, after }: PageRequest,
): Work<PageBounds & { readonly places: readonly number[] }> {
  const places: number[] = [];
  let matched = 0;
  let following = 0;
  let isBehind = after === undefined;
  yield* forEachListed(list, ({ key, group }, place) => {
    if (!filter(key, group, place)) return;
    matched += 1;
    isBehind ||= after === undefined || compareKeys(key, after) > 0;
    if (!isBehind) return;
    following += 1;
    if (following <= limit) places.push(place);
  });
  const last = list[places.at(-1) ?? 0];
  return { places, matched, next: following > limit ? last?.key : undefined };
}

/** All groups of a list that match, in its order. */
export function* matching<Group extends Listed>(list: readonly Group[], filter: Filter): Work<readonly Group[]> {
  const groups: Group[] = [];
  yield* forEachListed(list, (element) => {
    if (filter(element.key, element.group)) groups.push(element);
  });
  return groups;
}

/** How many groups and targets are visited between two pauses. */
const MAX_PER_STEP = 200;

/** Calls `visit` for every group, in order; a pause comes sooner where groups are large. */
function* forEachListed<Group extends Listed>(
  list: readonly Group[],
  visit: (element: Group, place: number) => void,
): Work<void> {
  let visited = 0;
  for (const [place, element] of list.entries()) {
    visit(element, place);
    visited += 1 + element.group.targets.length;
    if (visited < MAX_PER_STEP) continue;
    yield;
    visited = 0;
  }
}
