import { isRequiredLabel, type Labels, labelValue, REQUIRED_LABELS } from '../groups/labels.js';
import { Faults } from '../faults/faults.js';
import { fault } from '../faults/target-group-error.js';
import { labelPath, quote } from '../faults/text.js';
import {
  type Change,
  describeKey,
  type GroupKey,
  type TargetGroup,
  type TargetGroupInput,
  withRequiredLabels,
} from '../groups/target-group.js';
import { checkDistinct, type NamedTarget, splitTargets } from '../groups/target.js';
import type { PreparedChange } from './prepared-change.js';
import { atOnce, type Work } from '../turns.js';

/**
 * Removes the group when there is no input, and otherwise exactly what the input names, or nothing at all. All targets
 * can go only together with all labels, which removes the group.
 *
 * The input is checked at once; the function returned is pure and gives the group that remains, `undefined` for none.
 * @throws TargetGroupError with every fault of the input; the returned function: with everything that is not there as
 * named, `group_unknown`, `target_unknown`, `label_unknown`, `label_value_differs`, `label_required`, `labels_remain`
 */
export function remove(key: GroupKey, input: TargetGroupInput | undefined): Change {
  return atOnce(prepareRemove(key, input)).apply;
}

/** As `remove`, in steps that let others have the thread. */
export function* prepareRemove(key: GroupKey, input: TargetGroupInput | undefined): Work<PreparedChange> {
  const faults = new Faults();
  const targets = yield* splitTargets(input?.targets, faults);
  yield* checkDistinct(targets, faults);
  checkRemoval(input, faults);
  faults.throwIfAny();
  return removal(input, targets, (current, gone) => {
    if (current === undefined) throw fault('', 'group_unknown', `there is no target group ${describeKey(key)}`);
    return input === undefined ? undefined : removeFrom(key, current, { targets, gone, labels: input.labels ?? {} });
  });
}

/** What is to be taken out of a group. */
interface Removed {
  readonly targets: readonly NamedTarget[];
  /** At least these targets; those that are not there do no harm. */
  readonly gone: ReadonlySet<string>;
  readonly labels: Labels;
}

/**
 * What a removal of these targets and of the labels of the input is, once it is known how to apply it.
 * @param apply is given the targets as a set, too
 */
export function removal(
  input: TargetGroupInput | undefined,
  targets: readonly NamedTarget[],
  apply: (current: TargetGroup | undefined, gone: ReadonlySet<string>) => TargetGroup | undefined,
): PreparedChange {
  const gone = new Set(targets.map(({ target }) => target));
  return {
    given: [],
    dependsOnCurrent: true,
    keeps: (target) => input !== undefined && !gone.has(target),
    labelsAfter: (current) => without(current, input?.labels ?? {}),
    apply: (current) => apply(current, gone),
  };
}

/** Adds what is wrong with a removal, whatever it is made from. */
export function checkRemoval(input: TargetGroupInput | undefined, faults: Faults): void {
  if (input?.labels !== undefined && Object.keys(input.labels).length === 0)
    faults.add('labels', 'labels_empty', 'there is no label in "labels"');
  if (input !== undefined && input.targets === undefined && input.labels === undefined)
    faults.add('', 'nothing_given', 'there is nothing to remove: neither targets nor labels are given');
}

/**
 * What remains of a group without these targets and labels; `undefined` for nothing.
 * @throws TargetGroupError with everything that is not there as named, see `remove`
 */
export function removeFrom(
  key: GroupKey,
  current: TargetGroup,
  { targets, gone, labels }: Removed,
): TargetGroup | undefined {
  const isWhole = targets.length > 0 && current.targets.every((target) => gone.has(target));
  const conflicts = new Faults();
  checkTargetsThere(current.targets, targets, conflicts);
  checkLabelsThere(current.labels, labels, conflicts);
  if (isWhole) checkNothingRemains(current.labels, labels, conflicts);
  else checkRequiredStay(labels, conflicts);
  conflicts.throwIfAny();
  if (isWhole) return undefined;
  return {
    targets: current.targets.filter((target) => !gone.has(target)),
    labels: withRequiredLabels(key, without(current.labels, labels)),
  };
}

function without(labels: Labels, gone: Labels): Labels {
  return Object.fromEntries(Object.entries(labels).filter(([name]) => !Object.hasOwn(gone, name)));
}

function checkTargetsThere(present: readonly string[], targets: readonly NamedTarget[], faults: Faults): void {
  const known = new Set(present);
  for (const { target, path } of targets) {
    if (!known.has(target)) faults.add(path, 'target_unknown', `the target ${quote(target)} is not in the group`);
  }
}

function checkLabelsThere(present: Labels, labels: Labels, faults: Faults): void {
  for (const [name, value] of Object.entries(labels)) {
    const there = labelValue(present, name);
    if (there === undefined)
      faults.add(labelPath(name), 'label_unknown', `the label ${quote(name)} is not in the group`);
    else if (there !== value)
      faults.add(
        labelPath(name),
        'label_value_differs',
        `the label ${quote(name)} has the value ${quote(there)}, not ${quote(value)}`,
      );
  }
}

/** `job` and `env` need not be named with the other labels, but must be where there are no others to name. */
function checkNothingRemains(present: Labels, labels: Labels, faults: Faults): void {
  const others = Object.keys(present).filter((name) => !isRequiredLabel(name));
  const wanted = others.length > 0 ? others : REQUIRED_LABELS.filter((name) => Object.hasOwn(present, name));
  const remaining = wanted.filter((name) => !Object.hasOwn(labels, name));
  if (remaining.length > 0)
    faults.add(
      'labels',
      'labels_remain',
      `all targets can only be removed together with all labels, which removes the group; not named: ${quote(remaining.join(', '))}`,
    );
}

function checkRequiredStay(labels: Labels, faults: Faults): void {
  for (const name of REQUIRED_LABELS) {
    if (Object.hasOwn(labels, name))
      faults.add(
        labelPath(name),
        'label_required',
        `the label ${quote(name)} cannot be removed: every target group has one`,
      );
  }
}
