import { shorten } from '@target-eye/domain';
import type { HttpOptions } from '../http/server/http-server.js';
import type { Logger } from '../logging/logger.js';
import type { Metrics } from '../metrics/metrics.js';

/** A flood of connections must not become a flood of lines. */
const SILENCE_MS = 60_000;

/** Logs and counts clients that are turned away during the TLS handshake. */
export function reportTurnedAway({ http }: Metrics, log: Logger): HttpOptions['onTurnedAway'] {
  return (source, reason) => {
    log.warn('client turned away', { source, reason });
    http.loginRefused('certificate');
  };
}

/** Counts connections that are dropped because there are too many, and logs that once a minute. */
export function reportDropped({ http }: Metrics, log: Logger, now = monotonic): HttpOptions['onDropped'] {
  const warn = sometimes(log, now);
  return (source, limit) => {
    http.connectionDropped();
    warn('connections dropped', { source, limit });
  };
}

/** Counts what was answered although it never became a request, and logs one of each kind a minute. */
export function reportUnparsed({ http }: Metrics, log: Logger, now = monotonic): HttpOptions['onUnparsed'] {
  const warn = sometimes(log, now);
  return ({ address, status, reason }) => {
    http.unparsed(status);
    // A reason with status 405 names the method, which clients can make up.
    warn('not a valid request', { source: address, status, reason: shorten(reason) }, status === 405 ? '' : reason);
  };
}

/** Logs once a minute that answers are not read. */
export function reportUnread(log: Logger, now = monotonic): HttpOptions['onUnread'] {
  const warn = sometimes(log, now);
  return (source) => {
    warn('answer not read', { source });
  };
}

const monotonic = (): number => performance.now();

/** Logs warnings, of those of the same kind only one a minute. */
function sometimes(log: Logger, now: () => number): (message: string, details: object, kind?: string) => void {
  const silentUntil = new Map<string, number>();
  return (message, details, kind = '') => {
    if (now() < (silentUntil.get(kind) ?? -Infinity)) return;
    silentUntil.set(kind, now() + SILENCE_MS);
    log.warn(message, details);
  };
}
