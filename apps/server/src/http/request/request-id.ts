import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

/** What may stand in logs and headers as it is; the length keeps log lines short. */
const GIVEN = /^[A-Za-z0-9._:+/=@-]{1,128}$/;

const ID = Symbol('request id');
type Identified = ServerResponse & { [ID]?: string };

/** Takes the `X-Request-Id` of the request, or makes one; it is to be returned with the answer. */
export function identifyRequest({ headers }: IncomingMessage, response: Identified): string {
  const id = requestIdFor(headers['x-request-id']);
  response[ID] = id;
  return id;
}

/** The `X-Request-Id` that was given, or one that is made where none was or it could not stand in a log. */
export function requestIdFor(given: string | readonly string[] | undefined): string {
  return typeof given === 'string' && GIVEN.test(given) ? given : randomUUID();
}

/** What names the request in every log line about it. */
export function requestIdOf(response: Identified): string | undefined {
  return response[ID];
}
