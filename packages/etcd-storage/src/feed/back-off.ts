/** The longest that the first pause and any later one may be, in seconds. */
const [MIN_PAUSE, MAX_PAUSE] = [0.05, 1];

/** Pauses that grow from one failure to the next, each of a random length so that many hosts do not come back at once. */
export class BackOff {
  private failures = 0;

  /** @param random from 0 to below 1 */
  constructor(private readonly random: () => number) {}

  /** The next pause is a short one again. */
  reset(): void {
    this.failures = 0;
  }

  /** @returns how long to pause now, in seconds */
  next(): number {
    const longest = Math.min(MAX_PAUSE, MIN_PAUSE * 2 ** this.failures);
    this.failures += 1;
    return longest * (0.5 + this.random() / 2);
  }
}
