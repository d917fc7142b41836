import type { HttpOptions } from '../http/http-service.js';
import type { Logger } from '../logging/logger.js';
import type { Metrics } from '../metrics/metrics.js';

/** A flood of connections must not become a flood of lines. */
const SILENCE_MS = 60_000;

/** Logs and counts clients that are turned away during the TLS handshake. */
export function tellOfTurnedAway({ http }: Metrics, log: Logger): HttpOptions['onTurnedAway'] {
  return (source, reason) => {
    log.warn('client turned away', { source, reason });
    http.loginRefused('certificate');
  };
}

/** Counts connections that are dropped because there are too many, and logs that once a minute. */
export function tellOfDropped(
  { http }: Metrics,
  log: Logger,
  now: () => number = () => performance.now(),
): HttpOptions['onDropped'] {
  let silentUntil = -Infinity;
  return (source, limit) => {
    http.connectionDropped();
    if (now() < silentUntil) return;
    silentUntil = now() + SILENCE_MS;
    log.warn('connections dropped', { source, limit });
  };
}
