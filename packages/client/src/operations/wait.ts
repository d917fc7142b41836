/** How long to wait until all targets are up. */
export interface WaitOptions {
  /** Milliseconds, above 0 and up to 600,000, which are 10 minutes; 60,000 where nothing is said. */
  readonly timeout?: number | undefined;
}

const DEFAULT_TIMEOUT = 60_000;

/** The service waits no longer. */
const MAX_TIMEOUT = 600_000;

/**
 * How long a request waits, in milliseconds.
 * @throws TypeError for a time that the service refuses
 */
export function waitOf({ timeout = DEFAULT_TIMEOUT }: WaitOptions): number {
  if (!(timeout > 0 && timeout <= MAX_TIMEOUT))
    throw new TypeError(`the time to wait is ${String(timeout)} ms; it has to be above 0 and at most 10 minutes`);
  return timeout;
}
