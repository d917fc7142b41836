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
    const [oldest] = this.counts.keys();
    if (this.counts.size >= MAX_SOURCES && oldest !== undefined) this.counts.delete(oldest);
    const count = { requests: 0, ends: now + this.milliseconds };
    this.counts.set(client, count);
    return count;
  }

  private forgetEnded(now: number): void {
    for (const [client, { ends }] of this.counts) {
      if (ends > now) return;
      this.counts.delete(client);
    }
  }
}
