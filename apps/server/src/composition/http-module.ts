import { ContainerModule } from 'inversify';
import type { WebConfig } from '../access/web-config-file.js';
import { BODY_WORKER } from '../body-worker-file.js';
import type { Configuration } from '../configuration/configuration.js';
import type { Followed } from '../configuration/followed.js';
import { createApp } from '../http/app.js';
import { BodyReader } from '../http/body/body-reader.js';
import { UnderstandingThread } from '../http/body/understanding-thread.js';
import { HttpService } from '../http/http-service.js';
import type { RateLimiting } from '../http/rate-limit.js';
import { httpOptions } from './http-options.js';
import { tellOfDropped, tellOfTurnedAway, tellOfUnparsed, tellOfUnread } from './tell-of-connections.js';
import { TOKENS } from './tokens.js';

export function httpModule(): ContainerModule {
  return new ContainerModule(({ bind }) => {
    bind(TOKENS.app)
      .toResolvedValue(
        (guard, service, health, metrics, log, accessLog, webConfig, { settings }, warnings, reloader) =>
          createApp({
            service,
            health,
            warnings: warnings.current,
            reload: (by, who) => reloader.reload(by, who),
            guard,
            observer: metrics.http,
            exposition: metrics.registry,
            log,
            accessLog: accessLog.middleware,
            bodies: new BodyReader(settings.max_body_size, new UnderstandingThread(BODY_WORKER)),
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
    bind(TOKENS.httpService)
      .toResolvedValue(
        (app, configuration, tls, webConfig, metrics, log) =>
          new HttpService(
            app,
            httpOptions(configuration, tls, webConfig, {
              onTurnedAway: tellOfTurnedAway(metrics, log),
              onDropped: tellOfDropped(metrics, log),
              onUnparsed: tellOfUnparsed(metrics, log),
              onUnread: tellOfUnread(log),
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
  webConfig: Followed<WebConfig>,
  refused: () => void,
): RateLimiting | undefined {
  if (rate_limit !== undefined) return { limit: () => rate_limit, refused };
  return web_config_file === undefined ? undefined : { limit: () => webConfig.current.rateLimit, refused };
}
