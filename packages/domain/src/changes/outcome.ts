import { isSameGroup, type TargetGroup } from '../groups/target-group.js';

/** What became of a group by a change that was made. */
export type ChangeOutcome = 'created' | 'changed' | 'unchanged' | 'removed';

/** What a change came to; `undefined` is no group. */
export function outcomeOf(before: TargetGroup | undefined, after: TargetGroup | undefined): ChangeOutcome {
  if (isSameGroup(before, after)) return 'unchanged';
  if (after === undefined) return 'removed';
  return before === undefined ? 'created' : 'changed';
}
