import { hasGroups } from './bodies.js';
import type { CallOptions } from '../transport/send.js';
import type { ChangeRequest } from './changed.js';

/** How many groups are changed at once. */
export interface BulkOptions extends CallOptions {
  /** Everything is checked and nothing is changed. */
  readonly dryRun?: boolean | undefined;
  /**
   * How many targets may go, where that is more than the service lets go without being told. It has to be the number
   * in the error `too_much_at_once`.
   */
  readonly force?: number | undefined;
  /** The revision of the whole collection, as a list tells it; else the error has the code `precondition_failed`. */
  readonly ifMatch?: string | undefined;
}

/** What all changes of many groups have in common. They end in the same state however often they are carried out. */
export function bulkOf({ dryRun = false, force, ifMatch, signal }: BulkOptions): ChangeRequest {
  const headers = ifMatch === undefined ? {} : { 'If-Match': `"${ifMatch}"` };
  return {
    headers,
    query: { dry_run: dryRun, force },
    signal,
    isExpected: hasGroups,
    change: dryRun ? undefined : 'repeatable',
  };
}
