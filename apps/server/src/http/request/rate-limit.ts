import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express';
import { type AugmentedRequest, ipKeyGenerator, rateLimit } from 'express-rate-limit';
import type { RateLimit } from '../../net/rate-limit.js';
import { SourceCounter } from './source-counter.js';
import { requestFault } from '../answer/request-error.js';
import type { HttpEvents } from '../events/http-events.js';
import { exchangeOf } from './exchange.js';

/** An IPv6 client controls its whole /64 (RFC 4291, section 2.5.4). */
const IPV6_PREFIX = 64;

/**
 * Answers requests of a client beyond the limit with 429 and `Retry-After`. Scrapes of /metrics have a count of their
 * own: a busy deploy script on the host of Prometheus must not stop them, and nobody can guess passwords there.
 * @param limitNow the current limit; `undefined` for none. When it changes, all counts start again.
 */
export function limitRate(limitNow: () => RateLimit | undefined, events: HttpEvents): RequestHandler {
  let current: { readonly limit: RateLimit; readonly handler: RequestHandler } | undefined;
  return (request, response, next) => {
    const limit = limitNow();
    if (limit === undefined) {
      next();
      return;
    }
    if (current?.limit.requests !== limit.requests || current.limit.milliseconds !== limit.milliseconds)
      current = { limit, handler: limiter(limit, events) };
    current.handler(request, response, next);
  };
}

/** Counts requests that were refused earlier, such as those with an invalid URL, like all others. */
export function limitRefused(limit: RequestHandler): ErrorRequestHandler {
  return (refusal: unknown, request, response, next) => {
    void limit(request, response, (error?: unknown) => {
      next(error ?? refusal);
    });
  };
}

function limiter(limit: RateLimit, events: HttpEvents): RequestHandler {
  const { requests, milliseconds } = limit;
  return rateLimit({
    limit: requests,
    windowMs: milliseconds,
    store: new SourceCounter(milliseconds),
    keyGenerator: clientKey,
    // The standard ones are a draft, and clients obey Retry-After.
    standardHeaders: false,
    legacyHeaders: false,
    // The library would warn of untrusted proxies on the console; here a setting says whom to trust.
    validate: false,
    handler: (request, response, next) => {
      const { used, resetTime = new Date() } = (request as AugmentedRequest)['rateLimit'] ?? { used: 0 };
      const exchange = exchangeOf(response);
      const seconds = Math.max(1, Math.ceil((resetTime.getTime() - Date.now()) / 1000));
      events.rateLimited(exchange, limit, used === requests + 1);
      next(
        requestFault(
          'too_many_requests',
          `the client ${exchange.source} sent more than ${String(requests)} requests in ${String(milliseconds / 1000)} s; try again in ${String(seconds)} s`,
          { 'Retry-After': String(seconds) },
        ),
      );
    },
  });
}

function clientKey(request: Request, response: Response): string {
  const client = ipKeyGenerator(exchangeOf(response).source, IPV6_PREFIX);
  return request.path === '/metrics' ? `${client} ${request.path}` : client;
}
