import { type Fault, summarize, type TargetStatus } from '@target-eye/domain';

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

  /**
   * @param situation what came of the wait, a sentence that the first fault ends
   * @param faults what is the matter, at most `MAX_FAULTS` of it
   * @param total how much is the matter altogether
   */
  constructor(
    situation: string,
    readonly faults: readonly [TargetFault, ...TargetFault[]],
    total = faults.length,
  ) {
    super(`${situation}: ${summarize(faults, total)}`);
  }
}
