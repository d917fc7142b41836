import { type Fault, MAX_FAULTS, summarize, type TargetStatus } from '@target-eye/domain';

/** What is the matter with a target, or, as `not_up`, with its group. */
export interface TargetFault extends Fault<TargetStatus | 'not_up'> {
  readonly target?: string;
  /** The fact behind the word. */
  readonly error?: string;
  readonly advice?: string;
}

/** Not every target is up that a request waits for. */
export class NotUpError extends Error {
  override readonly name = 'NotUpError';
  /** What is the matter, at most `MAX_FAULTS` of it. */
  readonly faults: readonly TargetFault[];

  /** @param situation what came of the wait, a sentence that the first fault ends */
  constructor(situation: string, faults: readonly [TargetFault, ...TargetFault[]]) {
    super(`${situation}: ${summarize(faults, faults.length)}`);
    this.faults = faults.slice(0, MAX_FAULTS);
  }
}
