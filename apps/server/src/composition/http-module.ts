import { resolve } from 'node:path';
import { ContainerModule } from 'inversify';
import { Discovery, GroupListing } from '@target-eye/domain';
import type { WebConfig } from '../web-config/web-config-file.js';
import { BODY_WORKER, PAGE_FILES } from '../worker-files.js';
import type { Configuration } from '../settings/configuration.js';
import type { Reloadable } from '../operator-files/reloadable.js';
import { createApp } from '../routes/app.js';
import { readPageFiles } from '../routes/page/page-files.js';
import { BodyReader } from '../http/body/body-reader.js';
import { BodyThread } from '../http/body/body-thread.js';
import { HttpServer } from '../http/server/http-server.js';
import type { RateLimit } from '../net/rate-limit.js';
import { AnswerHeaders } from '../http/answer/answer-headers.js';
import { connectionLimit } from '../http/server/connection-limit.js';
import { SERVING_BOUNDS } from '../http/server/http-options.js';
import { endpointsOf } from '../settings/endpoints.js';
import { PRODUCT } from '../version.js';
import { TOKENS } from './tokens.js';

export function httpModule(): ContainerModule {
  return new ContainerModule(({ bind }) => {
    bind(TOKENS.app)
      .toResolvedValue(
        (
          access,
          guard,
          service,
          bulk,
          { store, status, names, named, problem },
          metrics,
          events,
          webConfig,
          { settings },
          warnings,
          reloader,
          turns,
          scrapes,
        ) =>
          createApp({
            service,
            bulk,
            listing: new GroupListing(store, turns),
            discovery: new Discovery(store, status),
            names,
            scrapes,
            status,
            problem,
            named,
            warnings: warnings.current,
            reload: (by, who) => reloader.reload(by, who),
            guard,
            events,
            exposition: metrics.registry,
            bodies: new BodyReader(settings.max_body_size, new BodyThread(BODY_WORKER), turns),
            turns,
            page: settings.page
              ? {
                  files: readPageFiles(PAGE_FILES),
                  access,
                  directory: resolve(settings.file_sd_directory),
                  prometheus: settings.prometheus_urls,
                }
              : undefined,
            rootPath: settings.root_path,
            serverNames: settings.server_names,
            trustedProxies: settings.trusted_proxies,
            rateLimit: rateLimit(settings, webConfig),
          }),
        [
          TOKENS.access,
          TOKENS.guard,
          TOKENS.service,
          TOKENS.bulk,
          TOKENS.storage,
          TOKENS.metrics,
          TOKENS.httpEvents,
          TOKENS.webConfig,
          TOKENS.configuration,
          TOKENS.warnings,
          TOKENS.reloader,
          TOKENS.turns,
          TOKENS.scrapes,
        ],
      )
      .inSingletonScope();
    bind(TOKENS.httpServer)
      .toResolvedValue(
        (app, configuration, tls, webConfig, events) => {
          const { settings } = configuration;
          const server = settings.include_server_header ? PRODUCT : undefined;
          return new HttpServer(app, {
            settings,
            bounds: SERVING_BOUNDS,
            endpoints: endpointsOf(configuration, tls.current !== undefined),
            tls,
            maxConnections: connectionLimit(),
            headers: new AnswerHeaders(() => webConfig.current.headers, server),
            events,
          });
        },
        [TOKENS.app, TOKENS.configuration, TOKENS.tls, TOKENS.webConfig, TOKENS.httpEvents],
      )
      .inSingletonScope();
  });
}

/** The setting wins over the web config file, which may change. */
function rateLimit(
  { rate_limit, web_config_file }: Configuration['settings'],
  webConfig: Reloadable<WebConfig>,
): (() => RateLimit | undefined) | undefined {
  if (rate_limit !== undefined) return () => rate_limit;
  return web_config_file === undefined ? undefined : () => webConfig.current.rateLimit;
}
