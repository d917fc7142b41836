import { append, setOf } from '../groups/target-sets.js';
import { checkLabels, checkScrapeTimeout, type Labels, labelValue } from '../groups/labels.js';
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
import { checkDistinct, type GivenTarget, parseTargets } from '../groups/target.js';
import type { PreparedChange } from './prepared-change.js';
import { atOnce, type Work } from '../turns.js';

/**
 * Adds targets at the end, and labels; a label that is there takes the new value. All of it happens, or nothing.
 *
 * The input is checked at once; the function returned is pure and applies it to the group that is there.
 * @throws TargetGroupError with every fault of the input; the returned function: with every conflict with the group,
 * `group_unknown`, `target_exists`, `label_value_blank`, `labels_unchanged`
 */
export function add(key: GroupKey, input: TargetGroupInput): Change<TargetGroup> {
  return atOnce(prepareAdd(key, input)).apply;
}

/** As `add`, in steps that let others have the thread. */
export function* prepareAdd(key: GroupKey, input: TargetGroupInput): Work<PreparedChange<TargetGroup>> {
  const faults = new Faults();
  const { labels } = input;
  const targets = yield* parseTargets(input.targets, faults);
  yield* checkDistinct(targets, faults);
  checkAddition(input, faults);
  faults.throwIfAny();
  return addition(targets, labels, (current) => addTo(key, current, targets, labels));
}

/** What an addition of these targets and labels is, once it is known how to apply it. */
export function addition(
  given: readonly GivenTarget[],
  labels: Labels | undefined,
  apply: Change<TargetGroup>,
): PreparedChange<TargetGroup> {
  return {
    given,
    dependsOnCurrent: true,
    keeps: () => true,
    labelsAfter: (current) => ({ ...current, ...labels }),
    apply,
  };
}

/**
 * The group with targets and labels that the rules accept by themselves.
 * @throws TargetGroupError with every conflict with the group, see `add`
 */
export function addTo(
  key: GroupKey,
  current: TargetGroup | undefined,
  targets: readonly GivenTarget[],
  labels: Labels | undefined,
): TargetGroup {
  if (current === undefined && targets.length === 0)
    throw fault('targets', 'group_unknown', `there is no target group ${describeKey(key)}`);
  const merged = withRequiredLabels(key, { ...current?.labels, ...labels });
  const conflicts = new Faults();
  checkNew(current?.targets ?? [], targets, conflicts);
  if (labels !== undefined) {
    checkChanges(current?.labels ?? {}, labels, conflicts);
    checkScrapeTimeout(merged, conflicts);
  }
  conflicts.throwIfAny();
  const added = targets.map(({ target }) => target);
  return { targets: current === undefined ? added : append(current.targets, added), labels: merged };
}

/** Adds what is wrong with an addition, whatever it is made to. */
export function checkAddition({ targets, labels }: TargetGroupInput, faults: Faults): void {
  if (labels !== undefined) {
    checkLabels(labels, faults);
    if (Object.keys(labels).length === 0) faults.add('labels', 'labels_empty', 'there is no label in "labels"');
  } else if (targets === undefined)
    faults.add('', 'nothing_given', 'there is nothing to add: neither targets nor labels are given');
}

function checkNew(present: readonly string[], targets: readonly GivenTarget[], faults: Faults): void {
  if (targets.length === 0) return;
  const known = setOf(present);
  for (const { target, path } of targets) {
    if (known.has(target)) faults.add(path, 'target_exists', `the target ${quote(target)} is already in the group`);
  }
}

function checkChanges(present: Labels, labels: Labels, faults: Faults): void {
  const entries = Object.entries(labels);
  for (const [name, value] of entries) {
    if (labelValue(present, name) !== undefined && value.trim() === '')
      faults.add(labelPath(name), 'label_value_blank', `the label ${quote(name)} cannot become ${quote(value)}`);
  }
  if (entries.every(([name, value]) => labelValue(present, name) === value))
    faults.add('labels', 'labels_unchanged', `every label given has its value already: ${quote(listNames(labels))}`);
}

function listNames(labels: Labels): string {
  return Object.keys(labels).join(', ');
}
