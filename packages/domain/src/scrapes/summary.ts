import { compareKeys, compareTexts } from '../groups/key-order.js';
import type { StoredGroup } from '../groups/revision.js';
import type { GroupKey } from '../groups/target-group.js';
import type { Filter } from '../listing/filter.js';
import type { Work } from '../turns.js';
import type { PrometheusFacts } from './facts.js';
import { judging } from './judge.js';
import { DISAGREES, type JudgedGroups, marksAt, noTargets, statusIn, type TargetCounts } from './judged-groups.js';
import type { JudgedTarget } from './judgement.js';

/** A place in the order of all targets: by the key of their group, then by target, by code points. */
export interface TargetPlace {
  readonly key: GroupKey;
  readonly target: string;
}

/** What became of a target, and which group it is in. */
export interface PlacedTarget {
  readonly key: GroupKey;
  readonly judged: JudgedTarget;
}

/** Which part of a summary is wanted. */
export interface SummaryRequest {
  readonly filter: Filter;
  /** How many targets a list has at most. */
  readonly limit: number;
  /** Where the page before ended, whether or not that target is still there. */
  readonly after?: TargetPlace | undefined;
}

/** What became of the targets of the groups that match. */
export interface Summary {
  readonly counts: TargetCounts;
  readonly facts: readonly PrometheusFacts[];
  /** A page of those that are not up, in the order of places. */
  readonly notUp: readonly PlacedTarget[];
  /** Where the next page begins after; `undefined` on the last one. */
  readonly next: TargetPlace | undefined;
  /** The first of those on which the Prometheus do not agree, the same on every page. */
  readonly disagreeing: readonly PlacedTarget[];
  /** How many of these there are. */
  readonly disagreements: number;
}

/** How many targets are visited between two pauses. */
const TARGETS_PER_STEP = 200;

/** Sums up what became of targets. Only those that are shown are judged again. */
export function* summarize(judged: JudgedGroups, request: SummaryRequest): Work<Summary> {
  const { snapshot, facts } = judged;
  const { filter, limit } = request;
  const counts = noTargets();
  const [notUp, disagreeing]: [PlacedTarget[], PlacedTarget[]] = [[], []];
  let [disagreements, sincePause] = [0, 0];
  for (const [place, stored] of snapshot.groups.entries()) {
    const { key, group } = stored;
    if (filter(key, group)) {
      const own = marksAt(judged, place);
      for (const mark of own) counts[statusIn(mark)] += 1;
      const disputed = own.reduce((sum, mark) => sum + (mark >= DISAGREES ? 1 : 0), 0);
      const isShown = notUp.length <= limit && own.some((mark) => statusIn(mark) !== 'up') && isBehind(key, request);
      const isDisputed = disputed > 0 && disagreeing.length < limit;
      disagreements += disputed;
      const targets = isShown || isDisputed ? yield* inOrder(judged, stored) : [];
      if (isShown) notUp.push(...targets.filter((each) => each.judged.status !== 'up' && isAfter(each, request)));
      if (isDisputed) disagreeing.push(...targets.filter(({ index }) => (own[index] ?? 0) >= DISAGREES));
    }
    sincePause += 1 + group.targets.length;
    if (sincePause < TARGETS_PER_STEP) continue;
    yield;
    sincePause = 0;
  }
  const page = notUp.slice(0, limit);
  const end = notUp.length > limit ? page.at(-1) : undefined;
  const next = end && { key: end.key, target: end.judged.target };
  return { counts, facts, notUp: page, next, disagreeing: disagreeing.slice(0, limit), disagreements };
}

function* inOrder({ facts, published }: JudgedGroups, stored: StoredGroup): Work<(PlacedTarget & { index: number })[]> {
  const { targets } = yield* judging(stored, facts, published);
  return targets
    .map((judged, index) => ({ key: stored.key, judged, index }))
    .sort((one, other) => compareTexts(one.judged.target, other.judged.target));
}

/** Whether a group may have targets of the page. */
function isBehind(key: GroupKey, { after }: SummaryRequest): boolean {
  return after === undefined || compareKeys(key, after.key) >= 0;
}

function isAfter({ key, judged: { target } }: PlacedTarget, { after }: SummaryRequest): boolean {
  if (after === undefined) return true;
  return (compareKeys(key, after.key) || compareTexts(target, after.target)) > 0;
}
