import type { RequestListener } from 'node:http';
import type { ServiceIdentifier } from 'inversify';
import type { TargetGroupService } from '@target-eye/domain';
import type { FileSdTargetGroupStore } from '@target-eye/file-sd-storage';
import type { AccessControl } from '../access/access-control.js';
import type { AccessRules } from '../access/access-file.js';
import type { WebConfig } from '../access/web-config-file.js';
import type { Configuration } from '../configuration/configuration.js';
import type { Followed } from '../configuration/followed.js';
import type { Reloader } from '../configuration/reloader.js';
import type { AccessLog } from '../http/access-log.js';
import type { Guard } from '../http/guard.js';
import type { HttpService, TlsSource } from '../http/http-service.js';
import type { Logger, ServiceLog } from '../logging/logger.js';
import type { Metrics } from '../metrics/metrics.js';
import type { ServiceNotifier } from '../service-manager.js';
import type { TlsSettings } from '../tls/tls-settings.js';
import type { WarningSource } from './warning-source.js';

/** What the container holds. */
export const TOKENS = {
  configuration: Symbol('Configuration') as ServiceIdentifier<Configuration>,
  logger: Symbol('Logger') as ServiceIdentifier<Logger>,
  serviceLog: Symbol('ServiceLog') as ServiceIdentifier<ServiceLog>,
  accessLog: Symbol('AccessLog') as ServiceIdentifier<AccessLog>,
  tlsFiles: Symbol('TlsFiles') as ServiceIdentifier<Followed<TlsSettings | undefined>>,
  tls: Symbol('Tls') as ServiceIdentifier<TlsSource>,
  notifier: Symbol('ServiceNotifier') as ServiceIdentifier<ServiceNotifier>,
  webConfig: Symbol('WebConfig') as ServiceIdentifier<Followed<WebConfig>>,
  accessRules: Symbol('AccessRules') as ServiceIdentifier<Followed<AccessRules | undefined>>,
  warnings: Symbol('WarningSource') as ServiceIdentifier<WarningSource>,
  access: Symbol('AccessControl') as ServiceIdentifier<AccessControl>,
  reloader: Symbol('Reloader') as ServiceIdentifier<Reloader>,
  guard: Symbol('Guard') as ServiceIdentifier<Guard>,
  metrics: Symbol('Metrics') as ServiceIdentifier<Metrics>,
  store: Symbol('TargetGroupStore') as ServiceIdentifier<FileSdTargetGroupStore>,
  service: Symbol('TargetGroupService') as ServiceIdentifier<TargetGroupService>,
  app: Symbol('App') as ServiceIdentifier<RequestListener>,
  httpService: Symbol('HttpService') as ServiceIdentifier<HttpService>,
};
