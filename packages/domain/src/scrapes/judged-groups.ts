import type { Snapshot } from '../ports/target-group-store.js';
import type { Work } from '../turns.js';
import type { PrometheusFacts } from './facts.js';
import { judging } from './judge.js';
import type { JudgedTarget, Published } from './judgement.js';
import { TARGET_STATUSES, type TargetStatus, worstStatus } from './status.js';

/** How many targets there are of each status. */
export type TargetCounts = Readonly<Record<TargetStatus, number>>;

/** What became of the targets of all groups of a snapshot, in as little memory as may be: a byte a target. */
export interface JudgedGroups {
  readonly snapshot: Snapshot;
  readonly facts: readonly PrometheusFacts[];
  readonly published: Published;
  readonly counts: TargetCounts;
  /** How many targets are up on one Prometheus that answers, and not up on another. */
  readonly disagreements: number;
  /** For each target, in the order of the snapshot: where its status stands in `TARGET_STATUSES`, and `DISAGREES`. */
  readonly marks: Uint8Array;
}

/** In a mark: the Prometheus do not agree on the target. */
export const DISAGREES = 0x80;

/** How many targets are judged between two pauses. */
const TARGETS_PER_STEP = 100;

/** Judges all groups of a snapshot by what each Prometheus said. */
export function* judgeAll(
  snapshot: Snapshot,
  facts: readonly PrometheusFacts[],
  published: Published,
): Work<JudgedGroups> {
  const total = snapshot.groups.reduce((sum, { group }) => sum + group.targets.length, 0);
  const marks = new Uint8Array(total);
  const counts = noTargets();
  let [next, disagreements, sincePause] = [0, 0, 0];
  for (const stored of snapshot.groups) {
    for (const target of (yield* judging(stored, facts, published)).targets) {
      const isDisputed = disagree(target);
      marks[next++] = TARGET_STATUSES.indexOf(target.status) | (isDisputed ? DISAGREES : 0);
      counts[target.status] += 1;
      if (isDisputed) disagreements += 1;
    }
    sincePause += 1 + stored.group.targets.length;
    if (sincePause < TARGETS_PER_STEP) continue;
    yield;
    sincePause = 0;
  }
  return { snapshot, facts, published, counts, disagreements, marks };
}

/** Whether a target is up on one Prometheus and not up on another. */
function disagree(target: JudgedTarget): boolean {
  if (target.status === 'up' || target.on.length < 2) return false;
  const statuses = byPrometheus(target).map(({ status }) => status);
  return statuses.includes('up') && statuses.some((status) => status !== 'up');
}

/** What each Prometheus makes of a target: the worst of its pools counts. */
export function byPrometheus({ on }: JudgedTarget): readonly JudgedTarget['on'][number][] {
  const urls = [...new Set(on.map(({ url }) => url))];
  return urls.flatMap((url) => {
    const pools = on.filter((each) => each.url === url);
    const worst = worstStatus(pools.map(({ status }) => status));
    return pools.find(({ status }) => status === worst) ?? [];
  });
}

export function noTargets(): Record<TargetStatus, number> {
  return Object.fromEntries(TARGET_STATUSES.map((status) => [status, 0])) as Record<TargetStatus, number>;
}
