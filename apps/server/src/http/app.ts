import express, { type Express, type RequestHandler } from 'express';
import type { TargetGroupService } from '@target-eye/domain';
import type { TrustedProxies } from '../configuration/values.js';
import type { Logger } from '../logging/logger.js';
import { checkHost, checkServerName, checkUrl, notFound, stripPrefix } from './addressed.js';
import { answerFailure } from './answer-failure.js';
import type { Guard } from './guard.js';
import { type Health, healthRoutes } from './health-routes.js';
import type { HttpObserver } from './http-observer.js';
import { type Exposition, metricsRoutes } from './metrics-routes.js';
import { observeRequests } from './observe-requests.js';
import { limitRate, type RateLimiting } from './rate-limit.js';
import { identifyRequest } from './request-id.js';
import { requirePeer, trust } from './source.js';
import { targetGroupRoutes } from './target-group-routes.js';

export interface AppParts {
  readonly service: TargetGroupService;
  readonly health: Health;
  readonly guard: Guard;
  readonly observer: HttpObserver;
  readonly exposition: Exposition;
  readonly log: Logger;
  readonly accessLog: RequestHandler | undefined;
  readonly maxBodySize: number;
  /** A prefix of all URLs, empty for none. */
  readonly rootPath: string;
  /** The names in the Host header that are answered; all when empty. */
  readonly serverNames: readonly string[];
  readonly trustedProxies: TrustedProxies;
  /** `undefined` where there is never a limit. */
  readonly rateLimiting: RateLimiting | undefined;
}

/** The REST API as an Express application; it answers every request with JSON, but for the metrics. */
export function createApp(parts: AppParts): Express {
  const { service, health, guard, observer, exposition, log, maxBodySize } = parts;
  const { accessLog, rootPath, serverNames, trustedProxies, rateLimiting } = parts;
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('trust proxy', trust(trustedProxies));
  app.use(requirePeer);
  app.use(observeRequests(observer));
  app.use(identifyRequest);
  if (accessLog !== undefined) app.use(accessLog);
  app.use(checkHost);
  app.use(checkUrl);
  if (serverNames.length > 0) app.use(checkServerName(serverNames));
  if (rootPath !== '') app.use(stripPrefix(rootPath));
  // Before the limit: who watches over the service must not be locked out.
  app.use(healthRoutes(health));
  // Before the login: so that passwords cannot be tried without end.
  if (rateLimiting !== undefined) app.use(limitRate(rateLimiting, log));
  app.use(guard.identify);
  app.use(metricsRoutes(guard, exposition));
  app.use(targetGroupRoutes({ service, guard, observer, log, maxBodySize }));
  app.use(guard.read, notFound(rootPath));
  app.use(answerFailure(log, observer));
  return app;
}
