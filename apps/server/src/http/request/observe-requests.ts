import type { RequestHandler } from 'express';
import { exchangeOf } from './exchange.js';
import type { HttpEvents } from './http-events.js';

/** Not a status of HTTP: the client went away before it was answered. nginx counts it under the same number. */
const CLIENT_GONE = 499;

/** Tells of every request when it is over, however it is answered; to be used before everything else. */
export function observeRequests(observer: HttpEvents): RequestHandler {
  return (request, response, next) => {
    const { begin } = exchangeOf(response);
    response.on('close', () => {
      const status = response.headersSent ? response.statusCode : CLIENT_GONE;
      observer.requested(request.method, status, (performance.now() - begin) / 1000);
    });
    next();
  };
}
