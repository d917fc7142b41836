import { TargetEyeError } from '@target-eye/client';
import { type Failure, refusedFailure } from '../failure.js';
import { quoteName } from '../output/safe-text.js';
import type { Session } from '../session/session.js';
import { tooOld } from './asking.js';

/** The failure of a change for which the service cannot wait, and which it has not made; `undefined` for another error. */
export function cannotWait(error: unknown, session: Session): Failure | undefined {
  const fact = error instanceof TargetEyeError ? factOf(error, session) : undefined;
  return fact === undefined ? undefined : refusedFailure(`${fact}; nothing was changed, and without --wait it will be`);
}

function factOf({ code, message }: TargetEyeError, session: Session): string | undefined {
  if (code === 'prometheus_not_set') return message;
  if (code === 'not_found') return tooOld(session);
  // An older service refuses the parameters that it does not know.
  if (code === 'query_not_understood')
    return `the service at ${quoteName(session.settings.url)} is older than this command and cannot wait`;
  return undefined;
}
