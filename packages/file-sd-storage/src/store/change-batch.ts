import { type GroupKey, isSameGroup, type TargetGroup, type Transition } from '@target-eye/domain';
import type { GroupFile } from '../memory/group-file.js';

/** One caller's change, and how to answer that caller. `change` is pure and may throw. */
export interface ChangeJob {
  readonly change: (file: GroupFile | undefined) => TargetGroup | undefined;
  /** See `ChangeOptions`. */
  readonly mayTakeOver: (named: GroupKey | undefined) => boolean;
  readonly resolve: (transition: Transition) => void;
  readonly reject: (error: unknown) => void;
}

/** What a batch of changes comes to, before anything is written. */
export interface ChangeBatch {
  readonly group: TargetGroup | undefined;
  /** Whether the file has to be written or removed. */
  readonly isChange: boolean;
  /** The jobs whose change did not throw. */
  readonly applied: readonly ChangeJob[];
  /** How many of the changes change something. */
  readonly changeCount: number;
  /** Gives every caller its own result or its own error. */
  readonly succeed: () => void;
  /** When the write failed: callers whose answer does not rest on it get their own, the others get `failure`. */
  readonly fail: (failure: unknown) => void;
}

/**
 * Applies the changes one after another in memory, each to what the ones before it left behind. Where the result is what
 * the file holds, it is written all the same if that gives the file the mode that it should have.
 */
export function applyInTurn(jobs: readonly ChangeJob[], file: GroupFile | undefined): ChangeBatch {
  let state = file;
  let firstChange = jobs.length;
  let changeCount = 0;
  const applied: ChangeJob[] = [];
  const answers = jobs.map((job, index) => {
    try {
      const before = state?.group;
      const after = job.change(state);
      if (state?.unreadable !== undefined || !isSameGroup(before, after)) {
        firstChange = Math.min(firstChange, index);
        changeCount += 1;
      }
      state = { version: '', group: after };
      applied.push(job);
      return (stored: TargetGroup | undefined) => {
        job.resolve({ before, after, stored });
      };
    } catch (error) {
      return () => {
        job.reject(error);
      };
    }
  });
  return {
    group: state?.group,
    isChange: state !== file && (needsWriting(file) || !isSameGroup(file?.group, state?.group)),
    applied,
    changeCount,
    succeed: () => {
      for (const answer of answers) answer(state?.group);
    },
    fail: (failure) => {
      for (const answer of answers.slice(0, firstChange)) answer(file?.group);
      for (const job of jobs.slice(firstChange)) job.reject(failure);
    },
  };
}

function needsWriting(file: GroupFile | undefined): boolean {
  return file?.unreadable !== undefined || (file?.group !== undefined && file.hasOtherMode === true);
}
