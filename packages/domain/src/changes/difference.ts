import { type Labels, labelValue } from '../groups/labels.js';
import { isKnownToExtend } from '../groups/target-sets.js';
import { isSameGroup, type TargetGroup } from '../groups/target-group.js';

/** Targets and labels. */
type Part = Pick<TargetGroup, 'targets' | 'labels'>;

/** What has to go from one group, and what has to come, to make it another. */
export interface Difference {
  readonly added: Part;
  readonly removed: Part;
}

const NOTHING: Part = { targets: [], labels: {} };

/**
 * What differs between two groups; `undefined` is no group. A label with another value is both removed and added. The
 * order of targets and labels does not count.
 */
export function difference(before: TargetGroup | undefined, after: TargetGroup | undefined): Difference {
  if (before === after) return { added: NOTHING, removed: NOTHING };
  const { targets: old, labels: oldLabels } = before ?? NOTHING;
  const { targets: now, labels: labelsNow } = after ?? NOTHING;
  // Most changes leave most targets alone, and those of a large group are many.
  const same = isKnownToExtend(now, old) ? old.length : commonStart(old, now);
  const [oldRest, restNow] = [old.slice(same), now.slice(same)];
  return {
    added: { targets: targetsMissing(restNow, oldRest), labels: labelsMissing(labelsNow, oldLabels) },
    removed: { targets: targetsMissing(oldRest, restNow), labels: labelsMissing(oldLabels, labelsNow) },
  };
}

/** Whether two groups have the same targets and labels, in any order. */
export function isAlike(one: TargetGroup, other: TargetGroup): boolean {
  if (isSameGroup(one, other)) return true;
  const { added, removed } = difference(one, other);
  return [added, removed].every(({ targets, labels }) => targets.length + Object.keys(labels).length === 0);
}

function commonStart(one: readonly string[], other: readonly string[]): number {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length += 1;
  return length;
}

/** What is in `one` and not in `other`. */
function targetsMissing(one: readonly string[], other: readonly string[]): readonly string[] {
  const targets = new Set(other);
  return one.filter((target) => !targets.has(target));
}

function labelsMissing(one: Labels, other: Labels): Labels {
  return Object.fromEntries(Object.entries(one).filter(([name, value]) => labelValue(other, name) !== value));
}
