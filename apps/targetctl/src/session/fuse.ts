import { type BulkResult, TargetEyeError } from '@target-eye/client';
import { refusedFailure } from '../failure.js';
import { count } from '../output/group-text.js';
import { ask } from './questions.js';
import type { Session } from './session.js';

/**
 * Makes a change of many groups. If the service finds that it takes away too much at once, somebody at a terminal is
 * asked, and the change is made if they type how many targets that is.
 * @param force the number that was given beforehand
 * @throws Failure where nobody can be asked, or they do not type the number
 */
export async function throughFuse(
  { screen }: Session,
  force: number | undefined,
  change: (force: number | undefined) => Promise<BulkResult>,
): Promise<BulkResult> {
  try {
    return await change(force);
  } catch (error) {
    const number = tooManyIn(error);
    if (number === undefined) throw error;
    const { message } = error as Error;
    if (!screen.canAsk) throw refusedFailure(message, `--force=${String(number)} lets exactly that many go`);
    screen.tell(`targetctl: ${message}`);
    const answer = await ask(
      `Type ${String(number)} to let ${count(number, 'target')} go; anything else changes nothing: `,
    );
    if (answer.trim() !== String(number)) throw refusedFailure('nothing was changed');
    return change(number);
  }
}

/** How many targets the service would have to be forced to let go. */
function tooManyIn(error: unknown): number | undefined {
  if (!(error instanceof TargetEyeError) || error.code !== 'too_much_at_once') return undefined;
  const [, number] = /\bforce=(\d+)/.exec(error.message) ?? [];
  return number === undefined ? undefined : Number(number);
}
