import type { StoredGroup } from '../groups/revision.js';
import { type Page, type PageRequest, placesOf } from '../listing/page.js';
import { forEach, type Work } from '../turns.js';
import { type JudgedGroups, marksAt, noTargets, statusBits, statusIn, type TargetCounts } from './judged-groups.js';
import type { TargetStatus } from './status.js';

/** A group, and how many of its targets there are of each status. */
export interface CountedGroup extends StoredGroup {
  readonly statuses: TargetCounts;
}

/** Which part of a list is wanted, by what became of the targets too. */
export interface CountedPageRequest extends PageRequest {
  /** Only groups that have a target of one of these; without any, the status does not matter. */
  readonly statuses: readonly TargetStatus[];
}

/** As `pageOf`, of the groups that were judged. */
export function* countedPageOf(
  judged: JudgedGroups,
  { filter, statuses, ...part }: CountedPageRequest,
): Work<Page<CountedGroup>> {
  const { groups } = judged.snapshot;
  const wanted = statusBits(statuses);
  const hasWanted = (place: number): boolean => ((judged.statuses[place] ?? 0) & wanted) !== 0;
  const { places, ...bounds } = yield* placesOf(groups, {
    ...part,
    filter: (key, group, place) => (wanted === 0 || hasWanted(place)) && filter(key, group, place),
  });
  const counted: CountedGroup[] = [];
  yield* forEach(places, (place) => {
    const stored = groups[place];
    if (stored !== undefined) counted.push({ ...stored, statuses: countsAt(judged, place) });
  });
  return { ...bounds, groups: counted };
}

function countsAt(judged: JudgedGroups, place: number): TargetCounts {
  const counts = noTargets();
  for (const mark of marksAt(judged, place)) counts[statusIn(mark)] += 1;
  return counts;
}
