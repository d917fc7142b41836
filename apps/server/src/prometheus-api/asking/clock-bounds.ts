/** How far another clock is ahead of ours, in seconds. */
export interface ClockAhead {
  readonly atLeast: number;
  readonly atMost: number;
}

/**
 * How far the clock of Prometheus is ahead, as far as its answers show it: each has a header `Date` of whole seconds, and
 * was written between the moment its request was sent and the moment its headers came.
 */
export class ClockBounds {
  private atLeast = -Infinity;
  private atMost = Infinity;

  /**
   * @param date the header; what is no date is ignored
   * @param sentAt seconds since the epoch by our clock
   * @param cameAt as `sentAt`
   */
  answered(date: string | undefined, sentAt: number, cameAt: number): void {
    const second = Date.parse(date ?? '') / 1000;
    if (Number.isNaN(second)) return;
    this.atLeast = Math.max(this.atLeast, second - cameAt);
    this.atMost = Math.min(this.atMost, second + 1 - sentAt);
  }

  /** 0 and 0 where the clocks may be equal, or changed meanwhile. */
  get ahead(): ClockAhead {
    const { atLeast, atMost } = this;
    const isShown = atLeast <= atMost && (atLeast > 0 || atMost < 0);
    return isShown ? { atLeast, atMost } : { atLeast: 0, atMost: 0 };
  }
}
