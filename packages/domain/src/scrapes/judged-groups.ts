import { compareKeys } from '../groups/key-order.js';
import type { StoredGroup } from '../groups/revision.js';
import type { Snapshot } from '../ports/target-group-store.js';
import type { Work } from '../turns.js';
import type { PrometheusFacts } from './facts.js';
import { judging } from './judge.js';
import type { JudgedTarget, Published } from './judgement.js';
import { byPrometheus, TARGET_STATUSES, type TargetStatus } from './status.js';

/** How many targets there are of each status. */
export type TargetCounts = Readonly<Record<TargetStatus, number>>;

/** What became of the targets of all groups of a snapshot, in as little memory as may be. */
export interface JudgedGroups {
  readonly snapshot: Snapshot;
  readonly facts: readonly PrometheusFacts[];
  readonly published: Published;
  readonly counts: TargetCounts;
  /** How many targets are up on one Prometheus that answers, and not up on another. */
  readonly disagreements: number;
  /** For each target, in the order of the snapshot: where its status stands in `TARGET_STATUSES`, and `DISAGREES`. */
  readonly marks: Uint8Array;
  /** For each group, where the marks of its targets begin; one more for where they end. */
  readonly begins: Uint32Array;
  /** For each group, the statuses of its targets, as `statusBits` has them. */
  readonly statuses: Uint16Array;
}

/** In a mark: the Prometheus do not agree on the target. */
export const DISAGREES = 0x80;

/** How many targets are judged between two pauses. */
const TARGETS_PER_STEP = 100;

/**
 * Judges all groups of a snapshot by what each Prometheus said.
 * @param before what was judged by the same facts: groups that are still the same are not judged again
 */
export function* judgeAll(
  snapshot: Snapshot,
  facts: readonly PrometheusFacts[],
  published: Published,
  before?: JudgedGroups,
): Work<JudgedGroups> {
  const { groups } = snapshot;
  const marks = new Uint8Array(groups.reduce((sum, { group }) => sum + group.targets.length, 0));
  const begins = new Uint32Array(groups.length + 1);
  const statuses = new Uint16Array(groups.length);
  const counts = noTargets();
  const isComparable = before !== undefined && before.published.oldestChange === published.oldestChange;
  const marksBefore = isComparable ? marksIn(before) : () => undefined;
  let [next, disagreements, sincePause] = [0, 0, 0];
  for (const [place, stored] of groups.entries()) {
    let bits = 0;
    for (const mark of marksBefore(stored) ?? (yield* marksOf(stored, facts, published))) {
      marks[next++] = mark;
      counts[statusIn(mark)] += 1;
      bits |= 1 << (mark & ~DISAGREES);
      if (mark >= DISAGREES) disagreements += 1;
    }
    begins[place + 1] = next;
    statuses[place] = bits;
    sincePause += 1 + stored.group.targets.length;
    if (sincePause < TARGETS_PER_STEP) continue;
    yield;
    sincePause = 0;
  }
  return { snapshot, facts, published, counts, disagreements, marks, begins, statuses };
}

function* marksOf(stored: StoredGroup, facts: readonly PrometheusFacts[], published: Published): Work<Uint8Array> {
  const { targets } = yield* judging(stored, facts, published);
  return Uint8Array.from(targets, (target) => {
    const mark = TARGET_STATUSES.indexOf(target.status);
    return disagree(target) ? mark | DISAGREES : mark;
  });
}

/** The marks of a group, if it was judged; has to be called for groups in the order of their keys. */
function marksIn(judged: JudgedGroups): (stored: StoredGroup) => Uint8Array | undefined {
  const { groups } = judged.snapshot;
  let place = 0;
  return (stored) => {
    let known = groups[place];
    while (known !== undefined && known !== stored && compareKeys(known.key, stored.key) < 0) known = groups[++place];
    return known === stored ? marksAt(judged, place) : undefined;
  };
}

/** A bit for each of some statuses. */
export function statusBits(statuses: Iterable<TargetStatus>): number {
  let bits = 0;
  for (const status of statuses) bits |= 1 << TARGET_STATUSES.indexOf(status);
  return bits;
}

/** The marks of the targets of the group at a place of the snapshot, in its order. */
export function marksAt({ marks, begins }: JudgedGroups, place: number): Uint8Array {
  return marks.subarray(begins[place], begins[place + 1]);
}

export function statusIn(mark: number): TargetStatus {
  return TARGET_STATUSES[mark & ~DISAGREES] ?? 'unknown';
}

/** Whether a target is up on one Prometheus and not up on another. */
function disagree(target: JudgedTarget): boolean {
  if (target.status === 'up' || target.on.length < 2) return false;
  const statuses = byPrometheus(target.on).map(({ status }) => status);
  return statuses.includes('up') && statuses.some((status) => status !== 'up');
}

export function noTargets(): Record<TargetStatus, number> {
  return { ...NO_TARGETS };
}

const NO_TARGETS = Object.fromEntries(TARGET_STATUSES.map((status) => [status, 0])) as TargetCounts;
