import { ContainerModule } from 'inversify';
import type { Configuration } from '../settings/configuration.js';
import { openAccessLog } from '../http/request/access-log.js';
import { openServiceLog } from '../logging/logger.js';
import { Metrics } from '../metrics/metrics.js';
import { ServiceNotifier } from '../systemd/service-manager.js';
import { VERSION } from '../version.js';
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
        ({ settings }: Configuration) => openAccessLog(settings.accesslog, settings.access_log_format),
        [TOKENS.configuration],
      )
      .inSingletonScope()
      .onDeactivation((accessLog) => accessLog.file?.close());
    bind(TOKENS.metrics)
      .toResolvedValue(
        (log, service, access) => {
          const metrics = new Metrics(log, VERSION);
          metrics.showLogs({ service: service.file, ...(access.file && { access: access.file }) });
          return metrics;
        },
        [TOKENS.logger, TOKENS.serviceLog, TOKENS.accessLog],
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
