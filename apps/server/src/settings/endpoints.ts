import type { Endpoint } from '../http/server/http-options.js';
import type { Configuration } from './configuration.js';
import type { ServedAddress } from './effective-warnings.js';
import type { Settings } from './settings.js';

/** The names that a socket unit gives to sockets which are served without TLS (systemd.socket(5), FileDescriptorName). */
const INSECURE_NAMES: readonly string[] = ['http', 'insecure'];

/** The sockets of the service manager, else where the settings have the service listen. */
export function endpointsOf({ settings, serviceManager }: Configuration, hasTls: boolean): readonly Endpoint[] {
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
