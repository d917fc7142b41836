import 'reflect-metadata';
import { Container } from 'inversify';
import type { Configuration } from '../settings/configuration.js';
import type { Reloader } from '../operator-files/reloader.js';
import type { HttpServer } from '../http/server/http-server.js';
import type { Logger } from '../logging/logger.js';
import type { ServiceNotifier } from '../systemd/service-manager.js';
import { servedCertificate } from '../tls/certificate.js';
import { accessModule } from './access-module.js';
import { clusterModule } from './cluster-module.js';
import { httpModule } from './http-module.js';
import { loggingModule } from './logging-module.js';
import { prometheusModule } from './prometheus-module.js';
import { scrapesModule } from './scrapes-module.js';
import { storageModule } from './storage-module.js';
import type { Storage } from './storage.js';
import { TOKENS } from './tokens.js';
import type { WarningSource } from '../settings/warning-source.js';

/** The service put together, and the way to take it apart. */
export interface Composition {
  readonly http: HttpServer;
  readonly storage: Storage;
  readonly log: Logger;
  readonly notifier: ServiceNotifier;
  readonly reloader: Reloader;
  readonly warnings: WarningSource;
  /** Ends requests that wait for something outside of the service, and lets none of them begin. */
  readonly endWaits: () => void;
  /** Closes what was opened, the store last of all changes. */
  close(): Promise<void>;
}

/**
 * Builds the service: opens the store and the logs, does not listen yet.
 * @throws ConfigurationError
 */
export function compose(configuration: Configuration): Composition {
  const container = new Container();
  container.bind(TOKENS.configuration).toConstantValue(configuration);
  container.load(
    ...[loggingModule(), accessModule(), clusterModule(), storageModule()],
    ...[prometheusModule(), scrapesModule(), httpModule()],
  );
  const log = container.get(TOKENS.logger);
  const http = container.get(TOKENS.httpServer);
  // Not looked up when it is needed: SIGHUP may come while the container is being emptied.
  const reloader = container.get(TOKENS.reloader);
  const storage = container.get(TOKENS.storage);
  const scrapes = container.get(TOKENS.scrapes);
  const tls = container.get(TOKENS.tls);
  const metrics = container.get(TOKENS.metrics);
  metrics.showCertificate(() => tls.current && servedCertificate(tls.current));
  metrics.showPrometheus(container.get(TOKENS.observedPrometheus));
  metrics.show(storage.status, storage.problem, scrapes && (() => scrapes.status.counts()));
  if (scrapes !== undefined) metrics.showWaiting(() => scrapes.waits.count);
  return {
    http,
    storage,
    log,
    notifier: container.get(TOKENS.notifier),
    reloader,
    warnings: container.get(TOKENS.warnings),
    endWaits: () => scrapes?.waits.stop(),
    close: async () => {
      await container.unbindAllAsync();
    },
  };
}
