import type { TargetCounts } from './judged-groups.js';

/** How many targets of all groups there were of each status. */
export interface StatusSample {
  /** In seconds since the epoch. */
  readonly at: number;
  readonly targets: TargetCounts;
}

/** How many seconds share a sample. */
const SECONDS_PER_SAMPLE = 15;

/** For how many seconds samples are kept. */
const KEPT_SECONDS = 3600;

/** What was counted in the last hour: of every 15 seconds what was counted last. Where nobody counted, nothing is there. */
export class StatusSamples {
  private samples: readonly StatusSample[] = [];

  record(sample: StatusSample): void {
    this.samples = [...this.until(sample.at).filter(({ at }) => slotOf(at) !== slotOf(sample.at)), sample];
  }

  /** Those of the hour that ends now, oldest first. */
  until(now: number): readonly StatusSample[] {
    // A clock that was set back has samples of the future.
    return this.samples.filter(({ at }) => at > now - KEPT_SECONDS && at <= now);
  }
}

function slotOf(at: number): number {
  return Math.floor(at / SECONDS_PER_SAMPLE);
}
