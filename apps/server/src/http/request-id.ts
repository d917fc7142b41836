import { randomUUID } from 'node:crypto';
import type { RequestHandler, Response } from 'express';

/** What may stand in logs and headers as it is; the length keeps log lines short. */
const GIVEN = /^[A-Za-z0-9._:+/=@-]{1,128}$/;

/** Takes the `X-Request-Id` of the request, or makes one, and returns it with the answer. */
export const identifyRequest: RequestHandler = (request, response, next) => {
  const id = requestIdFor(request.headers['x-request-id']);
  response.locals['requestId'] = id;
  response.setHeader('X-Request-Id', id);
  next();
};

/** The `X-Request-Id` that was given, or one that is made where none was or it could not stand in a log. */
export function requestIdFor(given: string | readonly string[] | undefined): string {
  return typeof given === 'string' && GIVEN.test(given) ? given : randomUUID();
}

/** What names the request in every log line about it. */
export function requestIdOf(response: Response): string {
  return String(response.locals['requestId']);
}
