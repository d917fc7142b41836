import { checkLabels } from './labels.js';
import { Faults, fault } from './target-group-error.js';
import {
  describeKey,
  type GroupKey,
  type TargetGroup,
  type TargetGroupInput,
  withRequiredLabels,
} from './target-group.js';
import { type GivenTarget, parseTargets } from './target.js';

/**
 * PUT: what is given replaces what is there, the rest stays. Targets given twice count once. Where `job` and `env` are
 * not given they fall back to the names of the key when the targets are replaced too, else they keep their values.
 *
 * The input is checked at once; the function returned is pure and applies it to the group that is there.
 * @throws TargetGroupError with every fault of the input; the returned function: `group_unknown` without a target
 */
export function replace(key: GroupKey, input: TargetGroupInput): (current: TargetGroup | undefined) => TargetGroup {
  const faults = new Faults();
  const { labels } = input;
  const targets = input.targets && distinct(parseTargets(input.targets, faults));
  if (labels !== undefined) checkLabels(labels, faults);
  faults.throwIfAny();

  return (current) => {
    if (targets !== undefined) return { targets, labels: withRequiredLabels(key, labels ?? current?.labels ?? {}) };
    if (current === undefined)
      throw fault(
        'targets',
        'group_unknown',
        `there is no target group ${describeKey(key)}; give targets to create it`,
      );
    if (labels === undefined) return current;
    return { targets: current.targets, labels: withRequiredLabels(key, labels, current.labels) };
  };
}

function distinct(targets: readonly GivenTarget[]): readonly string[] {
  return [...new Set(targets.map(({ target }) => target))];
}
