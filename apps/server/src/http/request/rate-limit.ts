import type { ErrorRequestHandler, Request, RequestHandler } from 'express';
import { type AugmentedRequest, ipKeyGenerator, rateLimit } from 'express-rate-limit';
import type { RateLimit } from '../../net/rate-limit.js';
import type { Logger } from '../../logging/logger.js';
import { SourceCounter } from './source-counter.js';
import { requestFault } from '../answer/request-error.js';
import { sourceOf } from './source.js';

/** What the limit of requests is taken from, and who gets to know. */
export interface RateLimiting {
  /** What holds now; `undefined` for no limit. A change of it begins all counts anew. */
  limit(): RateLimit | undefined;
  /** Called for every request that is refused. */
  refused(): void;
}

/** An IPv6 client controls its whole /64 (RFC 4291, section 2.5.4). */
const IPV6_PREFIX = 64;

/**
 * Answers requests of a client beyond the limit with 429 and `Retry-After`. Scrapes of /metrics are counted on their
 * own, so that a busy deploy script on the host of Prometheus does not stop them, nor can passwords be guessed there.
 */
export function limitRate(limiting: RateLimiting, log: Logger): RequestHandler {
  let current: { readonly limit: RateLimit; readonly handler: RequestHandler } | undefined;
  return (request, response, next) => {
    const limit = limiting.limit();
    if (limit === undefined) {
      next();
      return;
    }
    if (current?.limit.requests !== limit.requests || current.limit.milliseconds !== limit.milliseconds)
      current = { limit, handler: limiter(limit, limiting, log) };
    current.handler(request, response, next);
  };
}

/** Counts requests that were refused before the limit, such as those with a URL that is none, like all others. */
export function limitRefused(limit: RequestHandler): ErrorRequestHandler {
  return (refusal: unknown, request, response, next) => {
    void limit(request, response, (error?: unknown) => {
      next(error ?? refusal);
    });
  };
}

function limiter({ requests, milliseconds }: RateLimit, limiting: RateLimiting, log: Logger): RequestHandler {
  return rateLimit({
    limit: requests,
    windowMs: milliseconds,
    store: new SourceCounter(milliseconds),
    keyGenerator: clientKey,
    // They are a draft, and Retry-After is what clients obey.
    standardHeaders: false,
    legacyHeaders: false,
    // They warn of proxies that nobody trusts, on the console; who is trusted is a setting here.
    validate: false,
    handler: (request, _response, next) => {
      const { used, resetTime = new Date() } = (request as AugmentedRequest)['rateLimit'] ?? { used: 0 };
      const source = sourceOf(request);
      const seconds = Math.max(1, Math.ceil((resetTime.getTime() - Date.now()) / 1000));
      limiting.refused();
      if (used === requests + 1) log.warn('rate limited', { source, requests, seconds: milliseconds / 1000 });
      next(
        requestFault(
          'too_many_requests',
          `the client ${source} sent more than ${String(requests)} requests in ${String(milliseconds / 1000)} s; try again in ${String(seconds)} s`,
          { 'Retry-After': String(seconds) },
        ),
      );
    },
  });
}

function clientKey(request: Request): string {
  const client = ipKeyGenerator(sourceOf(request), IPV6_PREFIX);
  return request.path === '/metrics' ? `${client} ${request.path}` : client;
}
