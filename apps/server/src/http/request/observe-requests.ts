import type { RequestHandler } from 'express';
import type { HttpEvents } from './http-events.js';

/** Not a status of HTTP: the client went away before it was answered. nginx counts it under the same number. */
const CLIENT_GONE = 499;

/** Tells of every request when it is over, however it is answered; to be used before everything else. */
export function observeRequests(observer: HttpEvents): RequestHandler {
  return (request, response, next) => {
    const start = performance.now();
    response.on('close', () => {
      const status = response.headersSent ? response.statusCode : CLIENT_GONE;
      observer.requested(request.method, status, (performance.now() - start) / 1000);
    });
    next();
  };
}
