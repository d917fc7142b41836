import type { ServiceIdentifier } from 'inversify';
import type {
  BulkService,
  GroupNames,
  ScrapeStatus,
  ScrapeWaits,
  TargetGroupService,
  TargetGroupStore,
  TargetPolicy,
  Turns,
} from '@target-eye/domain';
import type { AccessControl } from '../access/access-control.js';
import type { AccessRules } from '../access/access-file.js';
import type { WebConfig } from '../web-config/web-config-file.js';
import type { Configuration } from '../settings/configuration.js';
import type { Reloadable } from '../operator-files/reloadable.js';
import type { ReloadEvents } from '../operator-files/reload-events.js';
import type { Reloader } from '../operator-files/reloader.js';
import type { AccessLog } from '../http/events/access-log.js';
import type { HttpEvents } from '../http/events/http-events.js';
import type { Guard } from '../http/request/guard.js';
import type { HttpServer } from '../http/server/http-server.js';
import type { Application } from '../http/server/message-classes.js';
import type { Logger, ServiceLog } from '../logging/logger.js';
import type { Metrics } from '../metrics/metrics.js';
import type { ServiceNotifier } from '../systemd/service-manager.js';
import type { HttpObservedPrometheus } from '../prometheus-api/http-observed-prometheus.js';
import type { HttpConfig } from '../http-config/http-config.js';
import type { TlsSettings } from '../tls/tls-settings.js';
import type { Storage } from './storage.js';
import type { ServedTls } from '../tls/served-tls.js';
import type { WarningSource } from '../settings/warning-source.js';

/** What became of targets, for those who look and for those who wait. */
export interface Scrapes {
  readonly status: ScrapeStatus;
  readonly waits: ScrapeWaits;
}

/** What the container holds. */
export const TOKENS = {
  configuration: Symbol('Configuration') as ServiceIdentifier<Configuration>,
  logger: Symbol('Logger') as ServiceIdentifier<Logger>,
  serviceLog: Symbol('ServiceLog') as ServiceIdentifier<ServiceLog>,
  accessLog: Symbol('AccessLog') as ServiceIdentifier<AccessLog | undefined>,
  httpEvents: Symbol('HttpEvents') as ServiceIdentifier<HttpEvents>,
  reloadEvents: Symbol('ReloadEvents') as ServiceIdentifier<ReloadEvents>,
  tlsFiles: Symbol('TlsFiles') as ServiceIdentifier<Reloadable<TlsSettings | undefined>>,
  tls: Symbol('Tls') as ServiceIdentifier<ServedTls>,
  notifier: Symbol('ServiceNotifier') as ServiceIdentifier<ServiceNotifier>,
  webConfig: Symbol('WebConfig') as ServiceIdentifier<Reloadable<WebConfig>>,
  accessRules: Symbol('AccessRules') as ServiceIdentifier<Reloadable<AccessRules | undefined>>,
  prometheusHttpConfig: Symbol('PrometheusHttpConfig') as ServiceIdentifier<Reloadable<HttpConfig>>,
  etcdHttpConfig: Symbol('EtcdHttpConfig') as ServiceIdentifier<Reloadable<HttpConfig>>,
  observedPrometheus: Symbol('ObservedPrometheus') as ServiceIdentifier<readonly HttpObservedPrometheus[]>,
  scrapes: Symbol('Scrapes') as ServiceIdentifier<Scrapes | undefined>,
  warnings: Symbol('WarningSource') as ServiceIdentifier<WarningSource>,
  access: Symbol('AccessControl') as ServiceIdentifier<AccessControl>,
  reloader: Symbol('Reloader') as ServiceIdentifier<Reloader>,
  guard: Symbol('Guard') as ServiceIdentifier<Guard>,
  metrics: Symbol('Metrics') as ServiceIdentifier<Metrics>,
  storage: Symbol('Storage') as ServiceIdentifier<Storage>,
  store: Symbol('TargetGroupStore') as ServiceIdentifier<TargetGroupStore>,
  names: Symbol('GroupNames') as ServiceIdentifier<GroupNames>,
  turns: Symbol('Turns') as ServiceIdentifier<Turns>,
  policies: Symbol('TargetPolicies') as ServiceIdentifier<readonly TargetPolicy[]>,
  bulk: Symbol('BulkService') as ServiceIdentifier<BulkService>,
  service: Symbol('TargetGroupService') as ServiceIdentifier<TargetGroupService>,
  app: Symbol('App') as ServiceIdentifier<Application>,
  httpServer: Symbol('HttpServer') as ServiceIdentifier<HttpServer>,
};
