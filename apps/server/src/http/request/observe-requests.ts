import type { HttpEvents } from '../events/http-events.js';
import { exchangeOf } from './exchange.js';
import type { Check } from './url-checks.js';

/**
 * Reports every request when it is over. It comes before all other handlers. Node emits `close` after every answer, and
 * when the connection breaks before there is one.
 */
export function observeRequests(events: HttpEvents): Check {
  return (_request, response) => {
    const exchange = exchangeOf(response);
    response.once('close', () => {
      events.requested(exchange, (performance.now() - exchange.begin) / 1000);
    });
  };
}
