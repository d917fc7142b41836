import { ContainerModule } from 'inversify';
import type { WebConfig } from '../web-config/web-config-file.js';
import { BODY_WORKER } from '../body-worker-file.js';
import type { Configuration } from '../settings/configuration.js';
import type { Reloadable } from '../operator-files/reloadable.js';
import { createApp } from '../routes/app.js';
import { BodyReader } from '../http/body/body-reader.js';
import { BodyThread } from '../http/body/body-thread.js';
import { HttpServer } from '../http/server/http-server.js';
import type { RateLimiting } from '../http/request/rate-limit.js';
import { httpOptions } from './http-options.js';
import { reportDropped, reportTurnedAway, reportUnparsed, reportUnread } from './report-connections.js';
import { TOKENS } from './tokens.js';

export function httpModule(): ContainerModule {
  return new ContainerModule(({ bind }) => {
    bind(TOKENS.app)
      .toResolvedValue(
        (guard, service, status, metrics, log, accessLog, webConfig, { settings }, warnings, reloader) =>
          createApp({
            service,
            status,
            warnings: warnings.current,
            reload: (by, who) => reloader.reload(by, who),
            guard,
            observer: metrics.http,
            exposition: metrics.registry,
            log,
            accessLog: accessLog.middleware,
            bodies: new BodyReader(settings.max_body_size, new BodyThread(BODY_WORKER)),
            rootPath: settings.root_path,
            serverNames: settings.server_names,
            trustedProxies: settings.trusted_proxies,
            rateLimiting: rateLimiting(settings, webConfig, () => {
              metrics.http.rateLimited();
            }),
          }),
        [
          TOKENS.guard,
          TOKENS.service,
          TOKENS.store,
          TOKENS.metrics,
          TOKENS.logger,
          TOKENS.accessLog,
          TOKENS.webConfig,
          TOKENS.configuration,
          TOKENS.warnings,
          TOKENS.reloader,
        ],
      )
      .inSingletonScope();
    bind(TOKENS.httpServer)
      .toResolvedValue(
        (app, configuration, tls, webConfig, metrics, log) =>
          new HttpServer(
            app,
            httpOptions(configuration, tls, webConfig, {
              onTurnedAway: reportTurnedAway(metrics, log),
              onDropped: reportDropped(metrics, log),
              onUnparsed: reportUnparsed(metrics, log),
              onUnread: reportUnread(log),
            }),
          ),
        [TOKENS.app, TOKENS.configuration, TOKENS.tls, TOKENS.webConfig, TOKENS.metrics, TOKENS.logger],
      )
      .inSingletonScope();
  });
}

/** The setting wins over the web config file, which may change. */
function rateLimiting(
  { rate_limit, web_config_file }: Configuration['settings'],
  webConfig: Reloadable<WebConfig>,
  refused: () => void,
): RateLimiting | undefined {
  if (rate_limit !== undefined) return { limit: () => rate_limit, refused };
  return web_config_file === undefined ? undefined : { limit: () => webConfig.current.rateLimit, refused };
}
