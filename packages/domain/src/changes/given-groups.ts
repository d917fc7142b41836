import { fault, TargetGroupError } from '../faults/target-group-error.js';
import { Faults } from '../faults/faults.js';
import type { Labels } from '../groups/labels.js';
import { describeKey, type GroupKey, groupKey, type TargetGroup } from '../groups/target-group.js';
import type { Filter } from '../listing/filter.js';
import { type PlacedReach, reachOf } from '../policy/target-policy.js';
import type { Work } from '../turns.js';
import { parseReplacement } from './replace.js';

/** A group as a client sends it together with others, taken as it is written. */
export interface WholeGroup {
  readonly application: string;
  readonly environment: string;
  readonly targets: readonly string[];
  /** Without them the group has only those that every group has. */
  readonly labels?: Labels;
}

/** A group that is to be stored, and its place in the request. */
export interface GivenGroup {
  readonly key: GroupKey;
  readonly group: TargetGroup;
  readonly place: string;
}

/** The groups of a request, and what they make Prometheus connect to. */
export interface GivenGroups {
  readonly groups: readonly GivenGroup[];
  readonly reaches: readonly PlacedReach[];
}

/** What is asked of each group before its targets and labels are looked at. */
export interface GivenGroupChecks {
  /** Throws when whoever asks may not change the group. */
  readonly authorize: (key: GroupKey) => void;
  /** Which groups the request is about. */
  readonly filter?: Filter | undefined;
}

/**
 * The groups of a list, each as `replace` makes it of targets and labels where there is none yet.
 * @throws what `authorize` throws; else TargetGroupError with every fault of every group, under `groups[3].targets[0]`
 * and the like: those of `groupKey` and `replace`, `group_repeated`, `group_outside_filter`; `groups_empty` is for the
 * caller to tell
 */
export function* parseGivenGroups(
  list: readonly WholeGroup[],
  { authorize, filter }: GivenGroupChecks,
): Work<GivenGroups> {
  const faults = new Faults();
  const groups: GivenGroup[] = [];
  const reaches: PlacedReach[] = [];
  const places = new Map<string, string>();
  for (const [index, { application, environment, targets, labels = {} }] of list.entries()) {
    yield;
    const place = `groups[${String(index)}]`;
    const own = faults.within(place);
    const key = keyOf(application, environment, own);
    if (key !== undefined) authorize(key);
    const prepared = yield* parseReplacement(key ?? { application, environment }, { targets, labels }, own);
    if (key === undefined) continue;
    const before = places.get(nameOf(key));
    if (before !== undefined)
      own.add('', 'group_repeated', `the target group ${describeKey(key)} is given twice, first as ${before}`);
    places.set(nameOf(key), place);
    const group = prepared.apply(undefined);
    if (filter !== undefined && !filter(key, group))
      own.add('', 'group_outside_filter', `the target group ${describeKey(key)} does not match the filter`);
    groups.push({ key, group, place });
    reaches.push({ ...reachOf(prepared, undefined), place });
  }
  faults.throwIfAny();
  return { groups, reaches };
}

function keyOf(application: string, environment: string, faults: Faults): GroupKey | undefined {
  try {
    return groupKey(application, environment);
  } catch (error) {
    if (!(error instanceof TargetGroupError)) throw error;
    for (const { path, code, message } of error.faults) faults.add(path, code, message);
    return undefined;
  }
}

/** A text of its own for each key. */
export function nameOf({ application, environment }: GroupKey): string {
  return `${String(application.length)}:${application}${environment}`;
}

/** For a list without a group. */
export function noGroups(): TargetGroupError {
  return fault('groups', 'groups_empty', 'the list of groups is empty');
}
