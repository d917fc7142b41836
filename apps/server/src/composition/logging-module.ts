import { ContainerModule } from 'inversify';
import type { Configuration } from '../settings/configuration.js';
import { openAccessLog } from '../http/events/access-log.js';
import { HTTP_EVENTS, type HttpEvents } from '../http/events/http-events.js';
import { HttpLog } from '../http/events/http-log.js';
import { openServiceLog } from '../logging/logger.js';
import { Metrics } from '../metrics/metrics.js';
import { ServiceNotifier } from '../systemd/service-manager.js';
import { RELOAD_EVENTS, type ReloadEvents } from '../operator-files/reload-events.js';
import { ReloadLog } from '../operator-files/reload-log.js';
import { VERSION } from '../version.js';
import { joinEvents } from './join-events.js';
import { TOKENS } from './tokens.js';

/** Everything that tells people and machines how the service is. */
export function loggingModule(): ContainerModule {
  return new ContainerModule(({ bind }) => {
    bind(TOKENS.serviceLog)
      .toResolvedValue(
        ({ settings: { loglevel, log_format, errorlog }, serviceManager: { journalStream } }: Configuration) =>
          openServiceLog({ level: loglevel, format: log_format, destination: errorlog, journalStream }),
        [TOKENS.configuration],
      )
      .inSingletonScope();
    bind(TOKENS.logger)
      .toResolvedValue(({ logger }) => logger, [TOKENS.serviceLog])
      .inSingletonScope();
    bind(TOKENS.accessLog)
      .toResolvedValue(
        ({ settings: { accesslog, access_log_format } }: Configuration) =>
          accesslog === undefined ? undefined : openAccessLog(accesslog, access_log_format),
        [TOKENS.configuration],
      )
      .inSingletonScope()
      .onDeactivation((accessLog) => accessLog?.file.close());
    bind(TOKENS.metrics)
      .toResolvedValue(
        (service, access) => {
          const metrics = new Metrics(VERSION);
          metrics.showLogs({ service: service.file, ...(access && { access: access.file }) });
          return metrics;
        },
        [TOKENS.serviceLog, TOKENS.accessLog],
      )
      .inSingletonScope();
    bind(TOKENS.httpEvents)
      .toResolvedValue(
        (metrics, log, access) =>
          joinEvents<HttpEvents>(HTTP_EVENTS, [
            metrics.http,
            metrics.changes,
            new HttpLog(log),
            ...(access === undefined ? [] : [access]),
          ]),
        [TOKENS.metrics, TOKENS.logger, TOKENS.accessLog],
      )
      .inSingletonScope();
    bind(TOKENS.reloadEvents)
      .toResolvedValue(
        (metrics, log) => joinEvents<ReloadEvents>(RELOAD_EVENTS, [metrics.reloads, new ReloadLog(log)]),
        [TOKENS.metrics, TOKENS.logger],
      )
      .inSingletonScope();
    bind(TOKENS.notifier)
      .toResolvedValue(
        ({ serviceManager }: Configuration, log) => new ServiceNotifier(serviceManager, log),
        [TOKENS.configuration, TOKENS.logger],
      )
      .inSingletonScope();
  });
}
