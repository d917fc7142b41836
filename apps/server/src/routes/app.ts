import express from 'express';
import type {
  BulkService,
  Discovery,
  GroupListing,
  GroupNames,
  Problem,
  ScrapeStatus,
  ScrapeWaits,
  StoreStatus,
  TargetGroupService,
  Turns,
} from '@target-eye/domain';
import type { TrustedProxies } from '../net/trusted-proxies.js';
import type { Warning } from '../operator-files/warning.js';
import type { RateLimit } from '../net/rate-limit.js';
import {
  checkAll,
  checkHeaders,
  checkHost,
  checkServerName,
  checkVersion,
  findTemplate,
  notFound,
  stripPrefix,
} from '../http/request/url-checks.js';
import { showsStored } from '../http/answer/age.js';
import { failureHandler } from '../http/answer/failure-handler.js';
import type { BodyReader } from '../http/body/body-reader.js';
import type { Guard } from '../http/request/guard.js';
import { refuseOthers } from '../http/answer/method-not-allowed.js';
import { addBulkRoutes } from './bulk/bulk-routes.js';
import { addHealthRoutes } from './health/health-routes.js';
import { addHttpSdRoutes } from './http-sd/http-sd-routes.js';
import type { HttpEvents } from '../http/events/http-events.js';
import { addListingRoutes } from './listing/listing-routes.js';
import { addMetricsRoutes } from './metrics/metrics-routes.js';
import { addOpenApiRoutes } from './openapi/openapi-routes.js';
import { observeRequests } from '../http/request/observe-requests.js';
import { limitRate, limitRefused } from '../http/request/rate-limit.js';
import { type AboutParts, addAboutRoutes } from './page/about-routes.js';
import { addHistoryRoutes } from './page/history-routes.js';
import { advise } from './status/advice.js';
import { addStatusRoutes } from './status/status-routes.js';
import { WaitingRequests } from './status/waiting-requests.js';
import type { PageFiles } from './page/page-files.js';
import { addPageRoutes, leadToPage } from './page/page-routes.js';
import { addReloadRoutes, markReload, type Reload } from './reload/reload-routes.js';
import { checkTarget, rewriteTarget } from '../http/request/request-target.js';
import type { Exposition } from './metrics/shared-exposition.js';
import { type Application, messageClassesOf } from '../http/server/message-classes.js';
import { requirePeer, trust } from '../http/request/source.js';
import { addTargetGroupRoutes } from './target-groups/target-group-routes.js';

export interface AppParts {
  readonly service: TargetGroupService;
  readonly bulk: BulkService;
  readonly listing: GroupListing;
  readonly discovery: Discovery;
  readonly names: GroupNames;
  /** What became of targets, and waiting for it; `undefined` where there is no Prometheus to ask. */
  readonly scrapes: { readonly status: ScrapeStatus; readonly waits: ScrapeWaits } | undefined;
  readonly status: StoreStatus;
  /** Why no change can be stored at the moment, or none gets to Prometheus. */
  readonly problem: () => Problem | undefined;
  /** What the names are that the store has of what belongs to no group that is known; `file` by default. */
  readonly named?: 'file' | 'key';
  /** How requests that take long share the thread. */
  readonly turns: Turns;
  /** What an operator would want to know. */
  readonly warnings: () => readonly Warning[];
  readonly reload: Reload;
  readonly guard: Guard;
  readonly events: HttpEvents;
  readonly exposition: Exposition;
  readonly bodies: BodyReader;
  /** The page, and what it is told; `undefined` where there is none. */
  readonly page: (Omit<AboutParts, 'build'> & { readonly files: PageFiles }) | undefined;
  /** A prefix of all URLs, empty for none. */
  readonly rootPath: string;
  /** The names in the Host header that are answered; all when empty. */
  readonly serverNames: readonly string[];
  readonly trustedProxies: TrustedProxies;
  /** The limit of requests at the moment; `undefined` where there is never one. */
  readonly rateLimit: (() => RateLimit | undefined) | undefined;
}

/** The REST API and the page; what is neither the page nor the metrics is answered with JSON. */
export function createApp(parts: AppParts): Application {
  const { service, bulk, listing, scrapes, status, guard, events, exposition, bodies, turns } = parts;
  const { rootPath, serverNames, trustedProxies, rateLimit, page } = parts;
  const waiting = new WaitingRequests(scrapes?.waits, advise);
  const aged = showsStored(() => status.age());
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.enable('strict routing');
  app.enable('case sensitive routing');
  app.set('trust proxy', trust(trustedProxies));
  app.use(
    requirePeer,
    checkAll([
      observeRequests(events),
      markReload,
      checkHeaders,
      checkTarget,
      checkVersion,
      checkHost,
      ...(serverNames.length === 0 ? [] : [checkServerName(serverNames)]),
      ...(rootPath === '' || page === undefined ? [] : [leadToPage(rootPath)]),
      ...(rootPath === '' ? [] : [stripPrefix(rootPath)]),
      findTemplate,
    ]),
  );
  // Before the limit: who watches over the service must not be locked out.
  addHealthRoutes(app, { status, problem: parts.problem, named: parts.named, warnings: parts.warnings });
  // Before the login: so that passwords cannot be tried without end.
  if (rateLimit !== undefined) {
    const limit = limitRate(rateLimit, events);
    app.use(limitRefused(limit), limit);
  }
  // Before the login: it is the page that asks for it.
  if (page !== undefined) addPageRoutes(app, page.files, rootPath);
  app.use(guard.identify);
  addMetricsRoutes(app, guard, exposition);
  addReloadRoutes(app, guard, parts.reload);
  addOpenApiRoutes(app, guard, rootPath);
  addBulkRoutes(app, { bulk, guard, events, bodies, turns });
  addListingRoutes(app, { ...parts, status: scrapes?.status, aged });
  app.all('/api/v1/groups', guard.read, refuseOthers('/api/v1/groups'));
  addStatusRoutes(app, { listing, status: scrapes?.status, waiting, advise, guard, turns, aged });
  if (page !== undefined) {
    addHistoryRoutes(app, { status: scrapes?.status, guard });
    addAboutRoutes(app, guard, { ...page, build: page.files.build });
  }
  addHttpSdRoutes(app, { ...parts, aged });
  addTargetGroupRoutes(app, { service, guard, events, bodies, waiting, aged });
  app.use(guard.read, notFound(rootPath));
  app.use(failureHandler(events));
  return {
    messages: messageClassesOf(app),
    handle: (request, response) => {
      rewriteTarget(request);
      app(request, response);
    },
  };
}
