import { isSameGroup, type TargetGroup, type Transition } from '@target-eye/domain';
import type { GroupFile } from './group-file.js';

/** One caller's change, and how to answer that caller. `change` is pure and may throw. */
export interface ChangeJob {
  readonly change: (file: GroupFile | undefined) => TargetGroup | undefined;
  readonly resolve: (transition: Transition) => void;
  readonly reject: (error: unknown) => void;
}

/** What a batch of changes comes to, before anything is written. */
export interface ChangeBatch {
  readonly group: TargetGroup | undefined;
  /** Whether the file has to be written or removed. */
  readonly isChange: boolean;
  /** How many of the changes change something. */
  readonly changeCount: number;
  /** Gives every caller its own result or its own error. */
  readonly succeed: () => void;
  /** When the write failed: callers whose answer does not rest on it get their own, the others get `failure`. */
  readonly fail: (failure: unknown) => void;
}

/** Applies the changes one after another in memory, each to what the ones before it left behind. */
export function applyInTurn(jobs: readonly ChangeJob[], file: GroupFile | undefined): ChangeBatch {
  let state = file;
  let firstChange = jobs.length;
  let changeCount = 0;
  const answers = jobs.map((job, index) => {
    try {
      const before = state?.group;
      const after = job.change(state);
      if (state?.unreadable !== undefined || !isSameGroup(before, after)) {
        firstChange = Math.min(firstChange, index);
        changeCount += 1;
      }
      state = { version: '', group: after };
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
    isChange: file?.unreadable === undefined ? !isSameGroup(file?.group, state?.group) : state !== file,
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
