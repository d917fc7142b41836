import { TargetGroupError } from '../faults/target-group-error.js';
import type { Revision, StoredGroup } from '../groups/revision.js';
import { describeKey, type GroupKey } from '../groups/target-group.js';

/** What must hold of a group for a change to be made: whether there is one, or which revisions it may have. */
export type Precondition = 'absent' | 'present' | { readonly anyOf: readonly Revision[] };

/** What a change finds; `revision` is only asked for when it counts, and gives `undefined` for what is unreadable. */
export interface FoundState {
  readonly isPresent: boolean;
  readonly revision: () => Revision | undefined;
}

export function holds(onlyIf: Precondition | undefined, { isPresent, revision }: FoundState): boolean {
  if (onlyIf === undefined) return true;
  if (onlyIf === 'absent') return !isPresent;
  if (!isPresent || onlyIf === 'present') return isPresent;
  const now = revision();
  return now !== undefined && onlyIf.anyOf.includes(now);
}

/** A change that was not made, because its precondition did not hold. */
export class PreconditionFailed extends TargetGroupError {
  /** @param current what is stored now; `undefined` for no group, and for what is unreadable */
  constructor(
    key: GroupKey,
    readonly current: StoredGroup | undefined,
    isUnreadable = false,
  ) {
    super([
      {
        path: '',
        code: 'precondition_failed',
        message: `nothing was changed: the target group ${describeKey(key)} is not in the state that the change is for; ${describeState(current, isUnreadable)}`,
      },
    ]);
    this.name = 'PreconditionFailed';
  }
}

function describeState(current: StoredGroup | undefined, isUnreadable: boolean): string {
  if (isUnreadable) return 'what is stored cannot be understood';
  return current === undefined ? 'there is none now' : `its revision is now ${current.revision}`;
}

/** A change of many groups that was not made, because the groups are not those that it is for. */
export class RevisionPassed extends TargetGroupError {
  /** @param current the revision of all groups now */
  constructor(readonly current: Revision) {
    super([
      {
        path: '',
        code: 'precondition_failed',
        message: `nothing was changed: the target groups are not in the state that the change is for; their revision is now ${current}`,
      },
    ]);
    this.name = 'RevisionPassed';
  }
}
