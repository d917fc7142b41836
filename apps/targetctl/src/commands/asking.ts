import { type ErrorCode, TargetEyeError } from '@target-eye/client';
import { failureOf } from '../connection/failure-of-request.js';
import { EXIT, Failure, usageFailure } from '../failure.js';
import { quoteName } from '../output/safe-text.js';
import type { Session } from '../session/session.js';

/** Refusals that answer the question. */
const ANSWERS: ReadonlySet<string> = new Set<ErrorCode>(['group_unknown', 'not_up']);

/**
 * Does what only asks, and whose status 1 is an answer. Any other refusal is trouble then, as in diff(1).
 * @throws Failure
 */
export async function asking<T>({ settings: { url } }: Session, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof TargetEyeError) || ANSWERS.has(error.code)) throw error;
    const failure = failureOf(error, url);
    throw failure?.exitStatus === EXIT.refused ? new Failure(failure.lines, EXIT.usage) : error;
  }
}

/**
 * As `asking`, for what became of targets.
 * @throws Failure also where the service is too old to tell
 */
export function askingStatus<T>(session: Session, ask: () => Promise<T>): Promise<T> {
  return asking(session, async () => {
    try {
      return await ask();
    } catch (error) {
      if (error instanceof TargetEyeError && error.code === 'not_found') throw usageFailure(tooOld(session));
      throw error;
    }
  });
}

/** Why a service does not know the URL of a status. */
export function tooOld({ settings: { url } }: Session): string {
  return `the service at ${quoteName(url)} cannot tell what became of targets: it is older than this command, or the URL is not the right one`;
}
