import type { RequestListener } from 'node:http';
import type { ServiceIdentifier } from 'inversify';
import type { TargetGroupService } from '@target-eye/domain';
import type { FileSdTargetGroupStore } from '@target-eye/file-sd-storage';
import type { AccessLog } from '../access-log.js';
import type { Configuration } from '../configuration/configuration.js';
import type { HttpService } from '../http/http-service.js';
import type { Logger } from '../logger.js';

/** What the container holds. */
export const TOKENS = {
  configuration: Symbol('Configuration') as ServiceIdentifier<Configuration>,
  logger: Symbol('Logger') as ServiceIdentifier<Logger>,
  accessLog: Symbol('AccessLog') as ServiceIdentifier<AccessLog>,
  store: Symbol('TargetGroupStore') as ServiceIdentifier<FileSdTargetGroupStore>,
  service: Symbol('TargetGroupService') as ServiceIdentifier<TargetGroupService>,
  app: Symbol('App') as ServiceIdentifier<RequestListener>,
  httpService: Symbol('HttpService') as ServiceIdentifier<HttpService>,
};
