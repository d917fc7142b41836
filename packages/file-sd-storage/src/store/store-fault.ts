import { type Circumstance, fault, type Problem, quote, type TargetGroup, TargetGroupError } from '@target-eye/domain';
import { DirectoryUnusableError } from '../directory/directory-unusable-error.js';
import { WriterEndedError } from '../writer/file-writer.js';
import { errnoOf, isErrno } from '../errno.js';

/**
 * What callers get to know when their change could not be stored. Nothing of the system's own message, which names paths.
 * @param name the file of the group
 * @param problem why nothing can be stored at all, if that is so
 */
export function storeFault(error: unknown, name: string, problem: string | undefined): TargetGroupError {
  if (error instanceof TargetGroupError) return error;
  if (error instanceof WriterEndedError) {
    const message = 'what writes the files ended, so it is not known whether the change is in place';
    return fault('', 'storage_unavailable', message, { cause: error, circumstance: 'unconfirmed' });
  }
  if (isErrno(error, 'ENOSPC', 'EDQUOT')) return fullFault(error);
  const isWhole = problem === undefined || error instanceof DirectoryUnusableError;
  return unavailable(reasonOf(error, name), error, isWhole ? undefined : 'nothing_storable');
}

/** For a change that somebody else was always faster than. */
export function busyFault(attempts: number): TargetGroupError {
  return unavailable(`the file of the group was changed by somebody else each of ${String(attempts)} times`);
}

/**
 * For a change that is only tried while nothing can be stored; a removal needs no room.
 * @param group what the change would leave
 * @throws TargetGroupError
 */
export function throwIfNotStorable(group: TargetGroup | undefined, { code, fact }: Problem): void {
  if (code !== 'full') throw unavailable(fact, undefined, 'nothing_storable');
  if (group !== undefined) throw fullFault();
}

function fullFault(cause?: unknown): TargetGroupError {
  return fault('', 'storage_full', 'the disk is full, so the change could not be stored; nothing was changed', {
    cause,
  });
}

function unavailable(reason: string, cause?: unknown, circumstance?: Circumstance): TargetGroupError {
  const message = `the change could not be stored; nothing was changed: ${reason}`;
  return fault('', 'storage_unavailable', message, { cause, circumstance });
}

/**
 * For a change that everybody sees already, when the directory could not be fsynced after it. It cannot be taken back:
 * that would be another change of the same directory.
 * @throws TargetGroupError
 */
export function throwUnconfirmed(error: unknown): never {
  const code = errnoOf(error) ?? 'an unexpected error';
  throw fault(
    '',
    'storage_unavailable',
    `the change is in place, but the disk did not confirm it (${code}), so a power cut may undo it`,
    { cause: error, circumstance: 'unconfirmed' },
  );
}

/** What was in the way of a change, without a path. */
export function reasonOf(error: unknown, name: string): string {
  if (error instanceof DirectoryUnusableError) return error.reason;
  const code = errnoOf(error) ?? 'an unexpected error';
  if (isErrno(error, 'EMFILE', 'ENFILE')) return `the service has too many files and connections open (${code})`;
  const step = STEPS[(error as Partial<NodeJS.ErrnoException>).syscall ?? ''] ?? 'stored';
  const why = WHY[code];
  return `the file ${quote(name)} cannot be ${step} (${code})${why === undefined ? '' : `: ${why}`}`;
}

/** What a system call was for. */
const STEPS: Readonly<Record<string, string>> = {
  open: 'written',
  write: 'written',
  fchmod: 'written',
  fsync: 'made durable',
  rename: 'put in its place',
  unlink: 'removed',
};

/** What can be in the way of one file while others can be stored. */
const WHY: Readonly<Record<string, string>> = {
  EACCES: "the service's user may not write the directory",
  EBUSY: 'it is a mount point of its own; mount the directory instead',
  EIO: 'the disk fails; the kernel says more (dmesg)',
  EISDIR: 'a directory has its name',
  ENOTEMPTY: 'a directory has its name',
  EPERM: 'it belongs to another user in a directory with the sticky bit, or it is immutable',
  EROFS: 'the file system is read-only',
  EXDEV: 'it is on another file system than the hidden subdirectory, or has another project quota',
};
