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
    if (!(error instanceof TargetEyeError) || error.force === undefined) throw error;
    const number = error.force;
    // The service names its own parameter.
    const message = error.message.replace(/; force=.*$/, '');
    if (!screen.canAsk) throw refusedFailure(message, `--force=${String(number)} lets exactly that many go`);
    screen.tell(`targetctl: ${message}`);
    const answer = await ask(
      `Type ${String(number)} to let ${count(number, 'target')} go; anything else changes nothing: `,
    );
    if (answer.trim() !== String(number)) throw refusedFailure('nothing was changed');
    return change(number);
  }
}
