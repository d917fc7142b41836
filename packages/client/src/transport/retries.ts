import { pause } from './deadline.js';

/** How often and how long a request is tried. Times are in milliseconds. */
export interface RetryOptions {
  /** How often a request is sent at most; 5 where nothing is said. */
  readonly attempts?: number | undefined;
  /** No try begins later than this after the first one; 30 seconds where nothing is said. */
  readonly totalTime?: number | undefined;
  /** The first pause is at most this long, and each one up to twice as long as the last; 200 where nothing is said. */
  readonly firstPause?: number | undefined;
  /** No pause is longer, unless `Retry-After` says so; 5 seconds where nothing is said. */
  readonly maxPause?: number | undefined;
  /** Milliseconds since 1970; the clock where nothing is said. */
  readonly now?: (() => number) | undefined;
  /** Waits so long, and throws the reason of a signal that aborts meanwhile. */
  readonly sleep?: ((milliseconds: number, signals: readonly AbortSignal[]) => Promise<void>) | undefined;
  /** From 0 to below 1. */
  readonly random?: (() => number) | undefined;
}

/** When to send a request again. */
export interface Retries {
  /**
   * Begins to count for a new request.
   * @param wait milliseconds that the service is asked to wait; only what comes on top of them counts
   */
  start(wait: number): Pauses;
}

interface Pauses {
  /** Milliseconds since the first try. */
  elapsed(): number;
  /**
   * Waits before the next try; `false` if there is to be none. Pauses grow exponentially with full jitter
   * ("Exponential Backoff And Jitter", AWS, 2015), and come on top of what the service asked for.
   */
  next(retryAfter: number, signals: readonly AbortSignal[]): Promise<boolean>;
}

/** @param given `false` for no try but the first */
export function retriesWith(given: RetryOptions | false = {}): Retries {
  const { attempts = 5, totalTime = 30_000, firstPause = 200, maxPause = 5000 } = given === false ? {} : given;
  const { now = Date.now, sleep = pause, random = Math.random } = given === false ? {} : given;
  return {
    start: (wait) => {
      const begin = now();
      let sent = 1;
      return {
        elapsed: () => now() - begin,
        next: async (retryAfter, signals) => {
          const length = retryAfter + random() * Math.min(maxPause, firstPause * 2 ** (sent - 1));
          if (given === false || sent >= attempts || now() - begin + length > totalTime + wait) return false;
          sent += 1;
          await sleep(length, signals);
          return true;
        },
      };
    },
  };
}

/**
 * How long to wait by a header `Retry-After` (RFC 9110, section 10.2.3), in milliseconds; 0 if it says nothing. Of a date
 * counts how far it is from that of the answer, so that it does not matter whose clock is wrong.
 * @param date the header `Date` of the answer
 */
export function retryAfterOf(value: string | null, date: string | null): number {
  if (value === null) return 0;
  if (/^\d+$/.test(value)) return Number(value) * 1000;
  const base = date === null ? NaN : Date.parse(date);
  const milliseconds = Date.parse(value) - (Number.isNaN(base) ? Date.now() : base);
  return milliseconds > 0 ? milliseconds : 0;
}
