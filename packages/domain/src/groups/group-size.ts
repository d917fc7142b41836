import { describeKey, type GroupKey } from './target-group.js';

/**
 * Why a group may not have so many targets, `undefined` when it may. One that has more than there may be can still shrink.
 * @param has how many targets the group has, 0 for none
 */
export function whyTooManyTargets(
  key: GroupKey,
  has: number,
  wouldHave: number,
  maxTargets: number,
): string | undefined {
  if (wouldHave <= Math.max(maxTargets, has)) return undefined;
  return `the target group ${describeKey(key)} has ${count(has)} targets and would have ${count(wouldHave)}; it may have ${count(maxTargets)}`;
}

function count(number: number): string {
  return number.toLocaleString('en');
}
