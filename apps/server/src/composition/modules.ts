import { ContainerModule } from 'inversify';
import { TargetGroupService } from '@target-eye/domain';
import { FileSdTargetGroupStore } from '@target-eye/file-sd-storage';
import { openAccessLog } from '../access-log.js';
import type { Configuration } from '../configuration/configuration.js';
import { createApp } from '../http/app.js';
import { HttpService } from '../http/http-service.js';
import { createLogger } from '../logger.js';
import { TOKENS } from './tokens.js';

export function loggingModule(): ContainerModule {
  return new ContainerModule(({ bind }) => {
    bind(TOKENS.logger)
      .toResolvedValue(({ logLevel }: Configuration) => createLogger(logLevel), [TOKENS.configuration])
      .inSingletonScope();
    bind(TOKENS.accessLog)
      .toResolvedValue(({ accessLog }: Configuration) => openAccessLog(accessLog), [TOKENS.configuration])
      .inSingletonScope()
      .onDeactivation((accessLog) => accessLog.close());
  });
}

/** The one place that knows which store is behind the domain's port. */
export function storageModule(): ContainerModule {
  return new ContainerModule(({ bind }) => {
    bind(TOKENS.store)
      .toResolvedValue(
        ({ fileSdDirectory }, log) => new FileSdTargetGroupStore(fileSdDirectory, log),
        [TOKENS.configuration, TOKENS.logger],
      )
      .inSingletonScope()
      .onDeactivation((store) => store.close());
  });
}

export function domainModule(): ContainerModule {
  return new ContainerModule(({ bind }) => {
    bind(TOKENS.service)
      .toResolvedValue((store) => new TargetGroupService(store), [TOKENS.store])
      .inSingletonScope();
  });
}

export function httpModule(): ContainerModule {
  return new ContainerModule(({ bind }) => {
    bind(TOKENS.app)
      .toResolvedValue(
        (service, health, log, accessLog, { maxBodySize }) =>
          createApp({ service, health, log, accessLog: accessLog.middleware, maxBodySize }),
        [TOKENS.service, TOKENS.store, TOKENS.logger, TOKENS.accessLog, TOKENS.configuration],
      )
      .inSingletonScope();
    bind(TOKENS.httpService)
      .toResolvedValue(
        (app, { bind: addresses }) => new HttpService(app, addresses),
        [TOKENS.app, TOKENS.configuration],
      )
      .inSingletonScope();
  });
}
