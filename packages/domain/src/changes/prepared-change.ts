import type { Labels } from '../groups/labels.js';
import type { Change, TargetGroup } from '../groups/target-group.js';
import type { GivenTarget } from '../groups/target.js';

/**
 * What a rule makes of its input, which it has checked once, to be applied to whatever group is there. All of it is
 * pure.
 */
export interface PreparedChange<Result = TargetGroup | undefined> {
  /** The targets that the request gives to be stored. */
  readonly given: readonly GivenTarget[];
  /** Whether the result depends on the group that is there. */
  readonly dependsOnCurrent: boolean;
  /** Whether a target that is there stays. */
  readonly keeps: (target: string) => boolean;
  /** The labels after the change, but for the required ones that are added where they are missing. */
  readonly labelsAfter: (current: Labels) => Labels;
  /** @throws TargetGroupError when the change does not fit the group that is there */
  readonly apply: Change<Result>;
}
