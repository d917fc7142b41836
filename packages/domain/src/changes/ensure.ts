import { Faults } from '../faults/faults.js';
import { type Labels, labelValue } from '../groups/labels.js';
import type { Change, GroupKey, TargetGroup, TargetGroupInput } from '../groups/target-group.js';
import { setOf } from '../groups/target-sets.js';
import { distinctTargets, type GivenTarget, parseTargets } from '../groups/target.js';
import { atOnce, type Work } from '../turns.js';
import { addition, addTo, checkAddition } from './add.js';
import type { PreparedChange } from './prepared-change.js';

/**
 * As `add`, but what is so already counts as done, so that doing it again does nothing: targets that are there,
 * targets given twice, and labels that have their value.
 * @throws TargetGroupError as `add`, but for what counts as done
 */
export function ensure(key: GroupKey, input: TargetGroupInput): Change<TargetGroup> {
  return atOnce(prepareEnsure(key, input)).apply;
}

/** As `ensure`, in steps that let others have the thread. */
export function* prepareEnsure(key: GroupKey, input: TargetGroupInput): Work<PreparedChange<TargetGroup>> {
  const faults = new Faults();
  const { labels } = input;
  const given = yield* parseTargets(input.targets, faults);
  checkAddition(input, faults);
  faults.throwIfAny();
  const targets = yield* distinctTargets(given);
  return addition(targets, labels, (current) => {
    if (current === undefined) return addTo(key, current, targets, labels);
    const missing = missingFrom(current.targets, targets);
    const different = labels && differentFrom(current.labels, labels);
    return missing.length === 0 && different === undefined ? current : addTo(key, current, missing, different);
  });
}

function missingFrom(present: readonly string[], targets: readonly GivenTarget[]): readonly GivenTarget[] {
  const known = setOf(present);
  return targets.filter(({ target }) => !known.has(target));
}

/** `undefined` when every label has its value. */
function differentFrom(present: Labels, labels: Labels): Labels | undefined {
  const different = Object.entries(labels).filter(([name, value]) => labelValue(present, name) !== value);
  return different.length === 0 ? undefined : Object.fromEntries(different);
}
