import { type MirrorEvents, TargetGroupError } from '@target-eye/domain';
import type { Logger } from './logger.js';

type Log = Pick<Logger, 'info' | 'error'>;

/** How many failures are remembered, so that each is said once. */
const MAX_REMEMBERED = 100;

/** Writes into the log why the directory is not what is stored, and when it is again; each failure once until then. */
export class MirrorLog implements Pick<MirrorEvents, 'failed' | 'caughtUp'> {
  private readonly failures = new Set<string>();

  constructor(private readonly log: Log) {}

  failed(error: unknown): void {
    const reason = error instanceof TargetGroupError ? error.message : String(error);
    if (this.failures.has(reason) || this.failures.size >= MAX_REMEMBERED) return;
    this.failures.add(reason);
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : undefined;
    this.log.error('the directory cannot be made what is stored', { reason, error: cause });
  }

  caughtUp(): void {
    if (this.failures.size > 0) this.log.info('the directory is what is stored again');
    this.failures.clear();
  }
}
