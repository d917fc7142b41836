import { randomUUID } from 'node:crypto';

/** An id that is safe in logs and headers; the length keeps log lines short. */
const GIVEN = /^[A-Za-z0-9._:+/=@-]{1,128}$/;

/** The given `X-Request-Id`, or a new one if none was given or it is not safe in a log. */
export function requestIdFor(given: string | readonly string[] | undefined): string {
  return typeof given === 'string' && GIVEN.test(given) ? given : randomUUID();
}
