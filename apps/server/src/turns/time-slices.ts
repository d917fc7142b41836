import type { Turns } from '@target-eye/domain';

/** The length of a turn in milliseconds. Other requests wait about as long for the thread. */
const SLICE_MS = 5;

/**
 * Shares the serving thread among requests that take long. Each has it for some milliseconds, then everything else that
 * is due is served, then the next request has it.
 */
export class TimeSlices implements Turns {
  private readonly waiting: (() => void)[] = [];
  private begin = -Infinity;

  /** @param now milliseconds of a monotonic clock */
  constructor(private readonly now: () => number = () => performance.now()) {}

  isOver(): boolean {
    return this.now() - this.begin >= SLICE_MS;
  }

  next(): Promise<void> {
    return new Promise((resolve) => {
      this.waiting.push(resolve);
      if (this.waiting.length === 1) setImmediate(this.serveNext);
    });
  }

  private readonly serveNext = (): void => {
    this.begin = this.now();
    this.waiting.shift()?.();
    if (this.waiting.length > 0) setImmediate(this.serveNext);
  };
}
