import { fault, type Problem, TargetGroupError } from '@target-eye/domain';
import { isErrno } from '../errno.js';
import { reasonOf } from '../store/store-fault.js';
import { WriterEndedError } from '../writer/file-writer.js';

/**
 * Why a group is not published: a fact without a path, for people who look after this host.
 * @param name the file of the group
 * @param problem what is in the way of all groups, if anything is
 */
export function publishFault(error: unknown, name: string, problem: Problem | undefined): TargetGroupError {
  if (error instanceof TargetGroupError) return error;
  const cause = { cause: error };
  if (error instanceof WriterEndedError)
    return fault('', 'storage_unavailable', 'what writes the files ended in the middle of it', cause);
  if (isErrno(error, 'ENOSPC', 'EDQUOT')) return fault('', 'storage_full', 'the disk is full; make room', cause);
  return fault('', 'storage_unavailable', problem?.fact ?? reasonOf(error, name), cause);
}

/** For a file that somebody else was always faster to change. */
export function contestedFault(attempts: number): TargetGroupError {
  const message = `a file of a group was changed by somebody else each of ${String(attempts)} times`;
  return fault('', 'storage_unavailable', message);
}
