import type { Cancel, Clock } from '../src/index.js';

/** A clock that stands still until a test moves it. */
export class ManualClock implements Clock {
  private readonly calls = new Set<{ readonly at: number; readonly call: () => void }>();

  /** @param time where it begins, in seconds since the epoch */
  constructor(private time = 1_700_000_000) {}

  now(): number {
    return this.time;
  }

  after(seconds: number, call: () => void): Cancel {
    const planned = { at: this.time + seconds, call };
    this.calls.add(planned);
    return () => this.calls.delete(planned);
  }

  /** How many calls are still to come. */
  get planned(): number {
    return this.calls.size;
  }

  /** Moves the time on, and makes every call that is due at its time; what follows from each happens before the next. */
  async pass(seconds: number): Promise<void> {
    const end = this.time + seconds;
    await settle();
    for (;;) {
      const [next] = [...this.calls].filter(({ at }) => at <= end).sort((one, other) => one.at - other.at);
      if (next === undefined) break;
      this.calls.delete(next);
      this.time = Math.max(this.time, next.at);
      next.call();
      await settle();
    }
    this.time = end;
  }
}

/** Lets everything happen that waits for nothing but its turn. */
export async function settle(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}
