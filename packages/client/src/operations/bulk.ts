import type { CallOptions, Request } from '../transport/send.js';

/** How many groups are changed at once. */
export interface BulkOptions extends CallOptions {
  /** Everything is checked and nothing is changed. */
  readonly dryRun?: boolean | undefined;
  /**
   * How many targets may go, where that is more than the service lets go without being told. It has to be the number
   * in the error `too_much_at_once`.
   */
  readonly force?: number | undefined;
}

/** What all changes of many groups have in common. They end in the same state however often they are carried out. */
export function bulkOf({ dryRun = false, force, signal }: BulkOptions): Omit<Request, 'method' | 'path'> & {
  readonly query: { readonly dry_run: boolean; readonly force: number | undefined };
} {
  return { query: { dry_run: dryRun, force }, signal, isRepeatable: true, isChange: !dryRun };
}
