import type { TargetGroupError } from '../faults/target-group-error.js';
import type { StorageLog } from '../ports/storage-log.js';

/** Under which changes fail that concern no single group. */
const EVERY_GROUP = '';

/** How many names are remembered; of one that falls out is told again. */
const MAX_REMEMBERED = 1000;

/** Tells the log when changes begin to fail and when that is over, not with every change. */
export class FailureLog {
  /** Why the changes under which name cannot be stored at the moment; what failed last is last. */
  private readonly failing = new Map<string, string>();

  /** @param named what the log calls a name */
  constructor(
    private readonly log: StorageLog,
    private readonly named: string,
  ) {}

  /** @param problem why nothing can be stored at all, if that is so */
  failed(name: string, failure: TargetGroupError, problem: string | undefined): void {
    const common = failure.code === 'storage_full' ? failure.message : problem;
    const [place, state] = common === undefined ? [name, failure.message] : [EVERY_GROUP, common];
    if (this.failing.get(place) !== state)
      this.log.warn('changes cannot be stored', {
        [this.named]: name,
        reason: failure.message,
        error: describeCause(failure),
      });
    this.failing.delete(place);
    this.failing.set(place, state);
    for (const [oldest] of this.failing) {
      if (this.failing.size <= MAX_REMEMBERED) break;
      this.failing.delete(oldest);
    }
  }

  /** A change under a name ended well. */
  ended(name: string): void {
    const isOver = [name, EVERY_GROUP].filter((place) => this.failing.delete(place)).length > 0;
    if (isOver) this.log.info('changes can be stored again', { [this.named]: name });
  }
}

/** What the system said, paths and all. */
function describeCause({ cause }: Error): string | undefined {
  return cause instanceof Error ? cause.message : undefined;
}
