import type { Circumstance, TargetGroupErrorCode } from './codes.js';

/**
 * One thing that is wrong, and where: `path` is like `targets[2]` or `labels.job`, empty for the request as a whole.
 * `message` states the fact. What can be done about it depends on how the request was made, so the adapters say it.
 */
export interface Fault<Code extends string = TargetGroupErrorCode> {
  readonly path: string;
  readonly code: Code;
  readonly message: string;
  readonly circumstance?: Circumstance;
}

/** How many faults of one request are reported at most. */
export const MAX_FAULTS = 1000;

/** One sentence for a list of faults: the first one's, and how many more there are. */
export function summarize([first]: readonly [Fault<string>, ...Fault<string>[]], total: number): string {
  const more = total - 1;
  return more === 0 ? first.message : `${first.message} (and ${String(more)} more fault${more === 1 ? '' : 's'})`;
}
