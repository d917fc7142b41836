import type { ClientRateLimitInfo, Store } from 'express-rate-limit';

interface Count {
  requests: number;
  /** In milliseconds of a monotonic clock. */
  readonly ends: number;
}

/** How many sources are counted; one takes about 200 bytes. */
const MAX_SOURCES = 50_000;

/**
 * Counts the requests of each source in a window of time that begins with its first request. When there are too many
 * sources, the one whose window began first is forgotten. The library's own store keeps all of a window.
 */
export class SourceCounter implements Store {
  readonly localKeys = true;
  /** In the order in which the windows begin and end. */
  private readonly counts = new Map<string, Count>();
  /** Stands behind `first`. One made anew would pass over the places of all who were forgotten, for each request. */
  private inOrder = this.counts.entries();
  private first: readonly [client: string, count: Count] | undefined;

  /** @param milliseconds how long a window is */
  constructor(
    private readonly milliseconds: number,
    private readonly now: () => number = () => performance.now(),
  ) {}

  get size(): number {
    return this.counts.size;
  }

  increment(client: string): ClientRateLimitInfo {
    const now = this.now();
    this.forgetEnded(now);
    const count = this.counts.get(client) ?? this.begin(client, now);
    count.requests += 1;
    return { totalHits: count.requests, resetTime: new Date(Date.now() + count.ends - now) };
  }

  decrement(client: string): void {
    const count = this.counts.get(client);
    if (count !== undefined) count.requests -= 1;
  }

  resetKey(client: string): void {
    this.counts.delete(client);
  }

  private begin(client: string, now: number): Count {
    const oldest = this.oldest();
    if (this.counts.size >= MAX_SOURCES && oldest !== undefined) this.counts.delete(oldest[0]);
    const count = { requests: 0, ends: now + this.milliseconds };
    this.counts.set(client, count);
    return count;
  }

  private forgetEnded(now: number): void {
    for (let oldest = this.oldest(); oldest !== undefined && oldest[1].ends <= now; oldest = this.oldest())
      this.counts.delete(oldest[0]);
  }

  /** Whose window began first. */
  private oldest(): typeof this.first {
    while (this.first === undefined || this.counts.get(this.first[0]) !== this.first[1]) {
      const { done, value } = this.inOrder.next();
      this.first = value;
      if (done !== true) continue;
      this.inOrder = this.counts.entries();
      return undefined;
    }
    return this.first;
  }
}
