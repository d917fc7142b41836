import { randomUUID } from 'node:crypto';

/** What may stand in logs and headers as it is; the length keeps log lines short. */
const GIVEN = /^[A-Za-z0-9._:+/=@-]{1,128}$/;

/** The `X-Request-Id` that was given, or one that is made where none was or it could not stand in a log. */
export function requestIdFor(given: string | readonly string[] | undefined): string {
  return typeof given === 'string' && GIVEN.test(given) ? given : randomUUID();
}
