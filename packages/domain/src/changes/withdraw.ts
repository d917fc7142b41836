import { Faults } from '../faults/faults.js';
import { type Labels } from '../groups/labels.js';
import type { Change, GroupKey, TargetGroup, TargetGroupInput } from '../groups/target-group.js';
import { checkTarget, distinctTargets, type NamedTarget, parseTarget, splitTargets } from '../groups/target.js';
import { atOnce, forEach, type Work } from '../turns.js';
import type { PreparedChange } from './prepared-change.js';
import { checkRemoval, removal, removeFrom } from './remove.js';

/**
 * As `remove`, but what is so already counts as done, so that doing it again does nothing: a group, targets and
 * labels that are not there, and targets given twice. A label with another value than the one named stays a fault, and
 * so does a text that is neither there nor a target, such as what an empty variable leaves.
 * @throws TargetGroupError as `remove`, but for what counts as done
 */
export function withdraw(key: GroupKey, input: TargetGroupInput | undefined): Change {
  return atOnce(prepareWithdraw(key, input)).apply;
}

/** As `withdraw`, in steps that let others have the thread. */
export function* prepareWithdraw(key: GroupKey, input: TargetGroupInput | undefined): Work<PreparedChange> {
  const faults = new Faults();
  const named = yield* splitTargets(input?.targets, faults);
  checkRemoval(input, faults);
  faults.throwIfAny();
  const targets = yield* distinctTargets(named);
  const invalid = yield* invalidAmong(targets);
  return removal(input, targets, (current, gone) => {
    checkThere(invalid, current);
    if (current === undefined || input === undefined) return undefined;
    const there = new Set(current.targets);
    const left = targets.filter(({ target }) => there.has(target));
    const labels = presentIn(current, input.labels ?? {});
    return left.length === 0 && Object.keys(labels).length === 0
      ? current
      : removeFrom(key, current, { targets: left, gone, labels });
  });
}

function* invalidAmong(targets: readonly NamedTarget[]): Work<readonly NamedTarget[]> {
  const invalid: NamedTarget[] = [];
  yield* forEach(targets, (named) => {
    if ('reason' in parseTarget(named.target)) invalid.push(named);
  });
  return invalid;
}

/** What is no target may still have got into the group in another way, and can be removed then. */
function checkThere(invalid: readonly NamedTarget[], current: TargetGroup | undefined): void {
  const there = new Set(invalid.length === 0 ? [] : current?.targets);
  const faults = new Faults();
  for (const named of invalid) if (!there.has(named.target)) checkTarget(named, faults);
  faults.throwIfAny();
}

function presentIn({ labels: present }: TargetGroup, labels: Labels): Labels {
  return Object.fromEntries(Object.entries(labels).filter(([name]) => Object.hasOwn(present, name)));
}
