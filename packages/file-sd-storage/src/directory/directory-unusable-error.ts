import { errnoOf, isErrno } from '../errno.js';

/** The directory cannot be used; the message is one line for the operator, `reason` the same without a path. */
export class DirectoryUnusableError extends Error {
  override readonly name = 'DirectoryUnusableError';
  readonly reason: string;

  /** @param told why, without a path, if `why` may have one */
  constructor(path: string, why: string, told = why, cause?: unknown) {
    super(`the file_sd directory ${JSON.stringify(path)} ${why}`, { cause });
    this.reason = `the directory ${told}`;
  }

  /** What an error of the system means for the directory. */
  static of(path: string, error: unknown): DirectoryUnusableError {
    if (error instanceof DirectoryUnusableError) return error;
    const code = errnoOf(error);
    if (isUnsupportedSync(error)) return new DirectoryUnusableError(path, `${NO_SYNC} (${String(code)})`);
    const cannot = 'cannot be created or written';
    return new DirectoryUnusableError(
      path,
      `${cannot} (${code ?? String(error)})`,
      `${cannot} (${code ?? 'an unexpected error'})`,
      error,
    );
  }
}

const NO_SYNC = 'is on a file system that cannot make a directory durable, so a power cut could undo every change';

/** Some shared folders (vboxsf, old CIFS) have no fsync(2) for directories. */
export function isUnsupportedSync(error: unknown): boolean {
  return (
    isErrno(error, 'EINVAL', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS') && (error as NodeJS.ErrnoException).syscall === 'fsync'
  );
}
