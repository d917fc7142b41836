import type { Clock } from '@target-eye/domain';
import type { HttpConfig } from '../http-config/http-config.js';
import { SYSTEM_CLOCK } from '../turns/system-clock.js';

/** How the nodes of a cluster are spoken to. */
export interface ClusterAccess {
  readonly clock: Clock;
  readonly tls: () => HttpConfig['tls'];
  readonly login: () => HttpConfig['basicAuth'];
}

/** @param config is asked each time, so that what was read again counts */
export function clusterAccess(config: () => HttpConfig): ClusterAccess {
  return { clock: SYSTEM_CLOCK, tls: () => config().tls, login: () => config().basicAuth };
}
