import { fault, TargetGroupError } from '@target-eye/domain';
import { DirectoryUnusableError } from './directory-claim.js';
import { errnoOf, isErrno } from './group-file.js';

/** What callers get to know when their change could not be stored. Nothing of the system's own message, which names paths. */
export function storeFault(error: unknown): TargetGroupError {
  if (error instanceof TargetGroupError) return error;
  if (isErrno(error, 'ENOSPC', 'EDQUOT'))
    return fault('', 'storage_full', 'the disk is full, so the change could not be stored; nothing was changed', error);
  return fault(
    '',
    'storage_unavailable',
    `the change could not be stored; nothing was changed: ${reasonOf(error)}`,
    error,
  );
}

/**
 * For a change that everybody sees already, when the directory could not be fsynced after it. It cannot be taken back:
 * that would be another change of the same directory.
 * @throws TargetGroupError
 */
export function unconfirmed(error: unknown): never {
  const code = errnoOf(error) ?? 'an unexpected error';
  throw fault(
    '',
    'storage_unavailable',
    `the change is in place, but the disk did not confirm it (${code}), so a power cut may undo it; see what GET shows, and ask for it again with PUT when /-/ready is 200`,
    error,
  );
}

function reasonOf(error: unknown): string {
  if (error instanceof DirectoryUnusableError) return error.reason;
  const code = errnoOf(error) ?? 'an unexpected error';
  return isErrno(error, 'EMFILE', 'ENFILE')
    ? `the service has too many files and connections open (${code}); send it again later`
    : `the directory refused it (${code}); /-/ready says more`;
}
