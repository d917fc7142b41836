import { setTimeout as wait } from 'node:timers/promises';

/** How long a scrape waits for a Prometheus that is slow to answer, in milliseconds. */
const MAX_WAIT_MS = 2000;

/**
 * Resolves when the work is done, or when a scrape should not wait any longer.
 * @throws what the work rejects with by then
 */
export async function withPatience(work: Promise<unknown>, maxWaitMs = MAX_WAIT_MS): Promise<void> {
  const waiting = new AbortController();
  const over = wait(maxWaitMs, undefined, { signal: waiting.signal, ref: false }).catch(() => undefined);
  try {
    await Promise.race([work, over]);
  } finally {
    waiting.abort();
  }
}
