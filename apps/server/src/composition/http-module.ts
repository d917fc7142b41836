import { ContainerModule } from 'inversify';
import type { WebConfig } from '../web-config/web-config-file.js';
import { BODY_WORKER } from '../body-worker-file.js';
import type { Configuration } from '../settings/configuration.js';
import type { Reloadable } from '../operator-files/reloadable.js';
import { createApp } from '../routes/app.js';
import { BodyReader } from '../http/body/body-reader.js';
import { BodyThread } from '../http/body/body-thread.js';
import { HttpServer } from '../http/server/http-server.js';
import type { RateLimit } from '../net/rate-limit.js';
import { httpOptions } from './http-options.js';
import { TOKENS } from './tokens.js';

export function httpModule(): ContainerModule {
  return new ContainerModule(({ bind }) => {
    bind(TOKENS.app)
      .toResolvedValue(
        (guard, service, status, metrics, events, webConfig, { settings }, warnings, reloader) =>
          createApp({
            service,
            status,
            warnings: warnings.current,
            reload: (by, who) => reloader.reload(by, who),
            guard,
            events,
            exposition: metrics.registry,
            bodies: new BodyReader(settings.max_body_size, new BodyThread(BODY_WORKER)),
            rootPath: settings.root_path,
            serverNames: settings.server_names,
            trustedProxies: settings.trusted_proxies,
            rateLimit: rateLimit(settings, webConfig),
          }),
        [
          TOKENS.guard,
          TOKENS.service,
          TOKENS.store,
          TOKENS.metrics,
          TOKENS.httpEvents,
          TOKENS.webConfig,
          TOKENS.configuration,
          TOKENS.warnings,
          TOKENS.reloader,
        ],
      )
      .inSingletonScope();
    bind(TOKENS.httpServer)
      .toResolvedValue(
        (app, configuration, tls, webConfig, events) =>
          new HttpServer(app, httpOptions(configuration, tls, webConfig, events)),
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
