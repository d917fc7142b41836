import { parseDuration } from '@target-eye/domain';
import { usageFailure } from '../failure.js';
import { quoteName } from '../output/safe-text.js';
import type { Subcommand } from './subcommand.js';

/** The options of `withWait`. */
export interface WaitOptions {
  readonly wait?: true;
  readonly timeout?: string;
  readonly dryRun?: true;
}

/** Milliseconds to wait where nothing is said. */
const DEFAULT_TIMEOUT = 60_000;

/** The service waits no longer. */
const MAX_TIMEOUT = 600_000;

/** Adds the wait that a change may be followed by. */
export function withWait(command: Subcommand): Subcommand {
  return withTimeout(
    command.option('--wait', 'wait until Prometheus has scraped every target after the change, and all are up'),
  );
}

export function withTimeout(command: Subcommand): Subcommand {
  return command.option(
    '--timeout <duration>',
    'how long to wait at most, such as 90s or 5m; 60s by default, up to 10m',
  );
}

/**
 * How many milliseconds to wait after a change; `undefined` for no wait.
 * @throws Failure for what contradicts itself, and for what is no such time
 */
export function waitOf({ wait, timeout, dryRun }: WaitOptions): number | undefined {
  if (!wait && timeout !== undefined) throw usageFailure('--timeout says how long to wait; it needs --wait');
  if (wait && dryRun) throw usageFailure('--wait and --dry-run contradict each other: what is only tried is never up');
  return wait ? parseTimeout(timeout) : undefined;
}

/**
 * A duration of the command line in milliseconds.
 * @throws Failure for what is no time that can be waited
 */
export function parseTimeout(text: string | undefined): number {
  if (text === undefined) return DEFAULT_TIMEOUT;
  const milliseconds = parseDuration(text);
  if (milliseconds === undefined || milliseconds === 0 || milliseconds > MAX_TIMEOUT)
    throw usageFailure(`--timeout ${quoteName(text)} is not a duration above 0 and up to 10m, such as 90s or 1m30s`);
  return milliseconds;
}
