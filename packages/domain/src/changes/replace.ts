import { checkLabels } from '../groups/labels.js';
import { Faults } from '../faults/faults.js';
import { fault } from '../faults/target-group-error.js';
import {
  type Change,
  describeKey,
  type GroupKey,
  type TargetGroup,
  type TargetGroupInput,
  withRequiredLabels,
} from '../groups/target-group.js';
import { distinctTargets, parseTargets } from '../groups/target.js';
import type { PreparedChange } from './prepared-change.js';
import { atOnce, type Work } from '../turns.js';

/**
 * Replaces what is given and keeps the rest. A target that is given twice counts once. Where `job` and `env` are not
 * given, they fall back to the names in the key if the targets are replaced too, and keep their values if not.
 *
 * The input is checked at once; the function returned is pure and applies it to the group that is there.
 * @throws TargetGroupError with every fault of the input; the returned function: `group_unknown` without a target
 */
export function replace(key: GroupKey, input: TargetGroupInput): Change<TargetGroup> {
  return atOnce(prepareReplace(key, input)).apply;
}

/** As `replace`, in steps that let others have the thread. */
export function* prepareReplace(key: GroupKey, input: TargetGroupInput): Work<PreparedChange<TargetGroup>> {
  const faults = new Faults();
  const prepared = yield* parseReplacement(key, input, faults);
  faults.throwIfAny();
  return prepared;
}

/** As `prepareReplace`, but adds to `faults` what is wrong; then the result is good for nothing. */
export function* parseReplacement(
  key: GroupKey,
  input: TargetGroupInput,
  faults: Faults,
): Work<PreparedChange<TargetGroup>> {
  const { labels } = input;
  const given = yield* parseTargets(input.targets, faults);
  const targets = input.targets && (yield* distinctTargets(given)).map(({ target }) => target);
  if (labels !== undefined) checkLabels(labels, faults);

  const apply = (current: TargetGroup | undefined): TargetGroup => {
    if (targets !== undefined) return { targets, labels: withRequiredLabels(key, labels ?? current?.labels ?? {}) };
    if (current === undefined) throw fault('targets', 'group_unknown', `there is no target group ${describeKey(key)}`);
    if (labels === undefined) return current;
    return { targets: current.targets, labels: withRequiredLabels(key, labels, current.labels) };
  };
  return {
    given,
    dependsOnCurrent: targets === undefined || labels === undefined,
    keeps: () => targets === undefined,
    labelsAfter: (current) => labels ?? current,
    apply,
  };
}
