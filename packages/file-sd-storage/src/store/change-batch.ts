import {
  type Actor,
  type ChangeOptions,
  type GroupKey,
  holds,
  isSameGroup,
  PreconditionFailed,
  type Problem,
  type Revision,
  revisionOf,
  type StoredGroup,
  type TargetGroup,
  type Transition,
} from '@target-eye/domain';
import type { GroupFile } from '../memory/group-file.js';
import { revisionHash } from '../memory/revision-hash.js';
import { throwIfNotStorable } from './store-fault.js';

/** One caller's change, and how to answer that caller. `change` is pure and may throw. */
export interface ChangeJob extends ChangeOptions {
  readonly key: GroupKey;
  readonly change: (file: GroupFile | undefined) => TargetGroup | undefined;
  readonly resolve: (transition: Transition) => void;
  readonly reject: (error: unknown) => void;
}

/** What a batch finds: the file of its group, and the group in it. */
export interface Found {
  readonly file: GroupFile | undefined;
  readonly stored: StoredGroup | undefined;
  /** Why nothing can be stored at the moment, for jobs that are only tried. */
  readonly problem?: Problem | undefined;
}

/** What a batch of changes comes to, before anything is written. */
export interface ChangeBatch {
  readonly group: TargetGroup | undefined;
  /** Whether the file has to be written or removed. */
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

/**
 * Applies the changes one after another in memory, each to what the ones before it left behind. Where the result is what
 * the file holds, it is written all the same if that gives the file the mode that it should have.
 * @param check throws when a job may not change the file that is there
 */
export function applyInTurn(
  jobs: readonly ChangeJob[],
  found: Found,
  check: (job: ChangeJob, file: GroupFile | undefined) => void = () => undefined,
): ChangeBatch {
  const { file } = found;
  let state = new State(file, found.stored?.revision);
  let firstChange = jobs.length;
  const applied: ChangeJob[] = [];
  const changing: ChangeJob[] = [];
  const apply = (job: ChangeJob, index: number): Answer => {
    check(job, state.file);
    const { isUnreadable } = state;
    if (!holds(job.onlyIf, state))
      return (stored) => {
        job.reject(new PreconditionFailed(job.key, stored, isUnreadable && stored === undefined));
      };
    const before = state.file?.group;
    const after = job.change(state.file);
    const isChange = isUnreadable || !isSameGroup(before, after);
    if (job.dryRun === true) {
      if (isChange && found.problem !== undefined) throwIfNotStorable(after, found.problem);
      const stored = triedGroup(job.key, isChange ? after : before, found.stored);
      return () => {
        job.resolve({ before, after, found: found.stored, stored });
      };
    }
    state = isChange ? new State(changed(after)) : new State(changed(before), state.known);
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
  const { group } = state.file ?? {};
  return {
    group,
    isChange: applied.length > 0 && (needsWriting(file) || !isSameGroup(file?.group, group)),
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
class State {
  /** @param known its revision, where that is known */
  constructor(
    readonly file: GroupFile | undefined,
    public known?: Revision,
  ) {}

  get isUnreadable(): boolean {
    return this.file?.unreadable !== undefined;
  }

  get isPresent(): boolean {
    return this.isUnreadable || this.file?.group !== undefined;
  }

  readonly revision = (): Revision | undefined =>
    (this.known ??= this.file?.group && revisionOf(this.file.group, revisionHash));
}

/** What a change that is only tried would leave. */
function triedGroup(
  key: GroupKey,
  group: TargetGroup | undefined,
  found: StoredGroup | undefined,
): StoredGroup | undefined {
  if (group === found?.group) return found;
  return group && { key, group, revision: revisionOf(group, revisionHash), changedAt: Date.now() / 1000 };
}

/** The file after a change. */
function changed(group: TargetGroup | undefined): GroupFile {
  return { version: '', group };
}

function needsWriting(file: GroupFile | undefined): boolean {
  return file?.unreadable !== undefined || (file?.group !== undefined && file.hasOtherMode === true);
}
