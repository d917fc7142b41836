import type { Circumstance, TargetGroupErrorCode } from './codes.js';
import { type Fault, summarize } from './fault.js';

/**
 * The one error of this package. `code` is the first fault's, `message` is the first fault's sentence and the number
 * of further ones, `faults` holds at least one.
 */
export class TargetGroupError extends Error {
  readonly code: TargetGroupErrorCode;
  /** How many faults there were; more than `faults` holds when not all of them were kept. */
  readonly total: number;

  constructor(
    readonly faults: readonly [Fault, ...Fault[]],
    { total = faults.length, cause }: { readonly total?: number; readonly cause?: unknown } = {},
  ) {
    super(summarize(faults, total), cause === undefined ? undefined : { cause });
    this.name = 'TargetGroupError';
    this.code = faults[0].code;
    this.total = total;
  }
}

/** An error with the single fault given. */
export function fault(
  path: string,
  code: TargetGroupErrorCode,
  message: string,
  { cause, circumstance }: { readonly cause?: unknown; readonly circumstance?: Circumstance | undefined } = {},
): TargetGroupError {
  return new TargetGroupError([{ path, code, message, ...(circumstance && { circumstance }) }], { cause });
}
