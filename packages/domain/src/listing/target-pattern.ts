import { comparableHost } from '../policy/host-pattern.js';
import { matchesWildcard } from '../policy/wildcard.js';

/** A target as it is compared with patterns. */
export interface SplitTarget {
  readonly host: string;
  readonly port: string | undefined;
}

/** Host and port of a target or of a pattern for targets, an IPv6 address without its brackets. */
export function splitTarget(text: string): SplitTarget {
  const colon = text.indexOf(':');
  if (!text.startsWith('[') && (colon === -1 || text.lastIndexOf(':') === colon))
    return colon === -1
      ? { host: comparableHost(text), port: undefined }
      : { host: comparableHost(text.slice(0, colon)), port: text.slice(colon + 1) };
  const { ipv6, name, port } = PARTS.exec(text)?.groups ?? {};
  return { host: comparableHost(ipv6 ?? name ?? text), port };
}

/** A bracketed or a plain host, then perhaps a port; a text with more colons is an IPv6 address without brackets. */
const PARTS = /^(?:\[(?<ipv6>[^\]]*)\]|(?<name>[^:]*))(?::(?<port>[^:]*))?$/;

/**
 * A test whether a target matches a pattern: `host` matches with any port or none, `host:port` only with that port.
 * A star in either stands for any run of characters. Hosts are compared as addresses and names are: case and a trailing
 * dot do not count, and neither does how an IPv6 address is written.
 */
export function targetPattern(pattern: string): (target: SplitTarget) => boolean {
  const { host, port } = splitTarget(pattern);
  const hostPieces = host.split('*');
  if (port === undefined) return (target) => matchesWildcard(hostPieces, target.host);
  const portPieces = port.split('*');
  return (target) =>
    target.port !== undefined && matchesWildcard(portPieces, target.port) && matchesWildcard(hostPieces, target.host);
}
