import { type Labels, labelValue } from './labels.js';
import type { TargetGroup } from './target-group.js';

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
  return { added: missing(after ?? NOTHING, before ?? NOTHING), removed: missing(before ?? NOTHING, after ?? NOTHING) };
}

/** What is in `one` and not in `other`. */
function missing(one: Part, other: Part): Part {
  const targets = new Set(other.targets);
  return {
    targets: one.targets.filter((target) => !targets.has(target)),
    labels: labelsMissing(one.labels, other.labels),
  };
}

function labelsMissing(one: Labels, other: Labels): Labels {
  return Object.fromEntries(Object.entries(one).filter(([name, value]) => labelValue(other, name) !== value));
}
