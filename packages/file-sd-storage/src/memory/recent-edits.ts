/** How long after an edit of a file more of them are expected, in milliseconds. */
const CONTESTED_MS = 10_000;

/** How many files are remembered; what falls out is only less well guarded against an edit in the very same moment. */
const MAX_REMEMBERED = 10_000;

/** Which files somebody else changed these seconds. */
export class RecentEdits {
  /** When, in milliseconds of the clock; the oldest ones first. */
  private readonly times = new Map<string, number>();

  /** @param now milliseconds of a monotonic clock */
  constructor(private readonly now: () => number = () => performance.now()) {}

  get size(): number {
    return this.times.size;
  }

  add(name: string): void {
    this.times.delete(name);
    this.times.set(name, this.now());
    this.forgetOld();
  }

  has(name: string): boolean {
    this.forgetOld();
    return this.times.has(name);
  }

  private forgetOld(): void {
    const since = this.now() - CONTESTED_MS;
    for (const [name, time] of this.times) {
      if (time > since && this.times.size <= MAX_REMEMBERED) return;
      this.times.delete(name);
    }
  }
}
