import { type Precondition, holds, PreconditionFailed } from '../changes/precondition.js';
import { type Hash, type Revision, revisionOf, type StoredGroup } from '../groups/revision.js';
import { type GroupKey, isSameGroup, type TargetGroup } from '../groups/target-group.js';
import type { Actor, ChangeOptions, Transition } from '../ports/target-group-store.js';

/** What a change is given. */
export interface Current {
  readonly group: TargetGroup | undefined;
  /** Why what is stored is not understood, with what is wrong in it; there is no group then. */
  readonly unreadable: string | undefined;
}

/** One caller's change, and how to answer that caller. `change` is pure and may throw. */
export interface ChangeJob extends ChangeOptions {
  readonly key: GroupKey;
  readonly change: (current: Current) => TargetGroup | undefined;
  readonly resolve: (transition: Transition) => void;
  readonly reject: (error: unknown) => void;
}

/** What a batch finds of its group. */
export interface Found {
  readonly stored: StoredGroup | undefined;
  /** As in `Current`. */
  readonly unreadable?: string | undefined;
  /** Whether the group is to be written even if it stays the same. */
  readonly needsWriting?: boolean;
}

/** What a store adds to the rules of batches. */
export interface BatchRules {
  readonly hash: Hash;
  /** Seconds since the epoch. */
  readonly now: () => number;
  /**
   * Throws when a job may not change what is there.
   * @param isAsFound whether no job of the batch comes before it
   */
  readonly check?: (job: ChangeJob, isAsFound: boolean) => void;
  /** Throws when a change that is only tried could not be stored; `after` is what it would leave. */
  readonly checkTrial?: (after: TargetGroup | undefined) => void;
}

/** What a batch of changes comes to, before anything is written. */
export interface ChangeBatch {
  readonly group: TargetGroup | undefined;
  /** Whether something has to be written or removed. */
  readonly isChange: boolean;
  /** The jobs whose change did not throw, without those that are only tried. */
  readonly applied: readonly ChangeJob[];
  /** How many of the changes change something. */
  readonly changeCount: number;
  /** Who made those, as far as they said. */
  readonly by: readonly Actor[];
  /** Gives every caller its own result or its own error; `stored` is what there is now. */
  readonly succeed: (stored: StoredGroup | undefined) => void;
  /** When the write failed: callers whose answer does not rest on it get their own, the others get `failure`. */
  readonly fail: (failure: unknown) => void;
}

/** Answers a caller, when it is known what there is now. */
type Answer = (stored: StoredGroup | undefined) => void;

/** Applies the changes one after another in memory, each to what the ones before it left behind. */
export function applyInTurn(jobs: readonly ChangeJob[], found: Found, rules: BatchRules): ChangeBatch {
  const { hash, check = () => undefined, checkTrial = () => undefined } = rules;
  const initial = new State(hash, found.stored?.group, found.unreadable, found.stored?.revision);
  let state = initial;
  let firstChange = jobs.length;
  const applied: ChangeJob[] = [];
  const changing: ChangeJob[] = [];
  const apply = (job: ChangeJob, index: number): Answer => {
    check(job, state === initial);
    const { isUnreadable } = state;
    if (!state.fulfils(job.onlyIf))
      return (stored) => {
        job.reject(new PreconditionFailed(job.key, stored, isUnreadable && stored === undefined));
      };
    const before = state.group;
    const after = job.change(state);
    const isChange = isUnreadable || !isSameGroup(before, after);
    if (job.dryRun === true) {
      if (isChange) checkTrial(after);
      const stored = triedGroup(job.key, isChange ? after : before, found.stored, rules);
      return () => {
        job.resolve({ before, after, found: found.stored, stored });
      };
    }
    state = isChange ? new State(hash, after, undefined) : new State(hash, before, undefined, state.known);
    applied.push(job);
    if (isChange) {
      firstChange = Math.min(firstChange, index);
      changing.push(job);
    }
    return (stored) => {
      job.resolve({ before, after, found: found.stored, stored });
    };
  };
  const answers = jobs.map((job, index): Answer => {
    try {
      return apply(job, index);
    } catch (error) {
      return () => {
        job.reject(error);
      };
    }
  });
  const mustWrite = initial.isUnreadable || found.needsWriting === true;
  return {
    group: state.group,
    isChange: applied.length > 0 && (mustWrite || !isSameGroup(initial.group, state.group)),
    applied,
    changeCount: changing.length,
    by: changing.flatMap(({ by }) => (by === undefined ? [] : [by])),
    succeed: (stored) => {
      for (const answer of answers) answer(stored);
    },
    fail: (failure) => {
      for (const answer of answers.slice(0, firstChange)) answer(found.stored);
      for (const job of jobs.slice(firstChange)) job.reject(failure);
    },
  };
}

/** The group as a change finds it. What was never stored gets a revision only if a precondition names one. */
class State implements Current {
  /** @param known its revision, where that is known */
  constructor(
    private readonly hash: Hash,
    readonly group: TargetGroup | undefined,
    readonly unreadable: string | undefined,
    public known?: Revision,
  ) {}

  get isUnreadable(): boolean {
    return this.unreadable !== undefined;
  }

  fulfils(onlyIf: Precondition | undefined): boolean {
    return holds(onlyIf, { isPresent: this.isUnreadable || this.group !== undefined, revision: this.revision });
  }

  private readonly revision = (): Revision | undefined =>
    (this.known ??= this.group && revisionOf(this.group, this.hash));
}

/** What a change that is only tried would leave. */
function triedGroup(
  key: GroupKey,
  group: TargetGroup | undefined,
  found: StoredGroup | undefined,
  { hash, now }: BatchRules,
): StoredGroup | undefined {
  if (group === found?.group) return found;
  return group && { key, group, revision: revisionOf(group, hash), changedAt: now() };
}
