import type { WebConfig } from '../web-config/web-config-file.js';
import type { Configuration } from '../settings/configuration.js';
import type { ServedAddress } from '../settings/effective-warnings.js';
import type { Reloadable } from '../operator-files/reloadable.js';
import type { Settings } from '../settings/settings.js';
import { connectionLimit } from '../http/server/connection-limit.js';
import type { Endpoint, HttpOptions, TlsSource } from '../http/server/http-server.js';
import type { HttpEvents } from '../http/events/http-events.js';
import { AnswerHeaders } from '../http/answer/answer-headers.js';
import { VERSION } from '../version.js';

/** The names that a socket unit gives to sockets which are served without TLS (systemd.socket(5), FileDescriptorName). */
const INSECURE_NAMES: readonly string[] = ['http', 'insecure'];

/** Longer than any answer takes, that to a large body which waits for others included. */
const ANSWER_MS = 120_000;

/** Enough for the largest answers to several clients at a time; more is kept of answers that nobody reads only. */
const MAX_UNREAD = 64 * 1024 * 1024;

/** How to serve what is configured. */
export function httpOptions(
  configuration: Configuration,
  tls: TlsSource,
  webConfig: Reloadable<WebConfig>,
  events: HttpEvents,
): HttpOptions {
  const { settings } = configuration;
  return {
    settings,
    endpoints: endpointsOf(configuration, tls.current !== undefined),
    tls,
    maxConnections: connectionLimit(),
    answerTimeout: ANSWER_MS,
    maxUnread: MAX_UNREAD,
    headers: new AnswerHeaders(
      () => webConfig.current.headers,
      settings.include_server_header ? `target-eye/${VERSION}` : undefined,
    ),
    events,
  };
}

/** The sockets of the service manager, else `bind`, and with TLS `insecure_bind` too. */
function endpointsOf({ settings, serviceManager }: Configuration, hasTls: boolean): readonly Endpoint[] {
  const scheme = hasTls ? 'https' : 'http';
  if (serviceManager.listeners.length > 0)
    return serviceManager.listeners.map(({ fd, name }) => ({
      address: { fd },
      scheme: INSECURE_NAMES.includes(name) ? 'http' : scheme,
    }));
  return addressesOf(settings, hasTls);
}

/** Where the settings have the service listen: `bind`, and with TLS `insecure_bind` too. */
export function addressesOf(settings: Settings, hasTls: boolean): readonly ServedAddress[] {
  const scheme = hasTls ? 'https' : 'http';
  const insecure = hasTls ? (settings.insecure_bind ?? []) : [];
  return [
    ...settings.bind.map((address) => ({ address, scheme }) as const),
    ...insecure.map((address) => ({ address, scheme: 'http' }) as const),
  ];
}
