import 'reflect-metadata';
import { Container } from 'inversify';
import type { Configuration } from '../configuration/configuration.js';
import type { Health } from '../http/health-routes.js';
import type { HttpService } from '../http/http-service.js';
import type { Logger } from '../logger.js';
import { domainModule, httpModule, loggingModule, storageModule } from './modules.js';
import { TOKENS } from './tokens.js';

/** The service put together, and the way to take it apart. */
export interface Composition {
  readonly http: HttpService;
  readonly health: Health;
  readonly log: Logger;
  /** Closes what was opened, the store last of all changes. */
  close(): Promise<void>;
}

/**
 * Builds the service: opens the store and the logs, does not listen yet.
 * @throws ConfigurationError, DirectoryUnusableError
 */
export function compose(configuration: Configuration): Composition {
  const container = new Container();
  container.bind(TOKENS.configuration).toConstantValue(configuration);
  container.load(loggingModule(), storageModule(), domainModule(), httpModule());
  return {
    http: container.get(TOKENS.httpService),
    health: container.get(TOKENS.store),
    log: container.get(TOKENS.logger),
    close: async () => {
      await container.unbindAllAsync();
    },
  };
}
