import type { RequestHandler } from 'express';
import type { HttpEvents } from '../events/http-events.js';
import { exchangeOf } from './exchange.js';

/**
 * Reports every request when it is over. It comes before all other handlers. Node emits `close` after every answer, and
 * when the connection breaks before there is one.
 */
export function observeRequests(events: HttpEvents): RequestHandler {
  return (_request, response, next) => {
    const exchange = exchangeOf(response);
    response.once('close', () => {
      events.requested(exchange, (performance.now() - exchange.begin) / 1000);
    });
    next();
  };
}
