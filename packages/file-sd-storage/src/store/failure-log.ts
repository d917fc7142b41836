import type { TargetGroupError } from '@target-eye/domain';
import type { StorageLog } from '../memory/group-files.js';

/** Under which changes fail that concern no single file. */
const EVERY_FILE = '';

/** How many files are remembered; of one that falls out is told again. */
const MAX_REMEMBERED = 1000;

/** Tells the log when changes begin to fail and when that is over, not with every change. */
export class FailureLog {
  /** Why the changes of which file cannot be stored at the moment; what failed last is last. */
  private readonly failing = new Map<string, string>();

  constructor(private readonly log: StorageLog) {}

  /** @param problem why nothing can be stored at all, if that is so */
  failed(name: string, failure: TargetGroupError, problem: string | undefined): void {
    const common = failure.code === 'storage_full' ? failure.message : problem;
    const [file, state] = common === undefined ? [name, failure.message] : [EVERY_FILE, common];
    if (this.failing.get(file) !== state)
      this.log.warn('changes cannot be stored', { file: name, reason: failure.message, error: describeCause(failure) });
    this.failing.delete(file);
    this.failing.set(file, state);
    for (const [oldest] of this.failing) {
      if (this.failing.size <= MAX_REMEMBERED) break;
      this.failing.delete(oldest);
    }
  }

  /** A change of a file ended well. */
  ended(name: string): void {
    const isOver = [name, EVERY_FILE].filter((file) => this.failing.delete(file)).length > 0;
    if (isOver) this.log.info('changes can be stored again', { file: name });
  }
}

/** What the system said, paths and all. */
function describeCause({ cause }: Error): string | undefined {
  return cause instanceof Error ? cause.message : undefined;
}
