import { isIpv6 } from '../groups/ip-address.js';
import { isPort, parseTarget } from '../groups/target.js';
import { comparableHost } from '../policy/host-pattern.js';
import { matchesWildcard } from '../policy/wildcard.js';
import { quote } from '../faults/text.js';

/** A target as it is compared with patterns. */
export interface SplitTarget {
  readonly host: string;
  readonly port: string | undefined;
}

/**
 * Why no target can match a pattern, or `undefined` when one can. Without a star it is a target, the host of one, or an
 * IPv6 address without brackets; with one, what stands around the stars has to be allowed in a host and a port.
 */
export function whyNotTargetPattern(pattern: string): string | undefined {
  if (!pattern.includes('*')) {
    const parsed = parseTarget(pattern);
    return 'reason' in parsed && !isIpv6(pattern) ? parsed.reason : undefined;
  }
  const { host, port } = splitTarget(pattern);
  const isBracketed = pattern.startsWith('[');
  if (!(isBracketed || host.includes(':') ? IPV6_WITH_STARS : NAME_WITH_STARS).test(host))
    return 'around a * only parts of a host or an address and a port may stand, such as 10.3.*:91*';
  if (port === undefined) return undefined;
  const isPossible = port.includes('*') ? /^\d{0,5}$/.test(port.replaceAll('*', '')) : isPort(port);
  return isPossible ? undefined : `${quote(port)} can be no port (1 to 65535)`;
}

const NAME_WITH_STARS = /^[a-z0-9*](?:[a-z0-9._*-]*[a-z0-9*])?$/;
const IPV6_WITH_STARS = /^[0-9a-f:.*]+$/;

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

/** A test whether a target matches one of some patterns. */
export function anyTargetPattern(patterns: readonly string[]): (target: string) => boolean {
  const tests = patterns.map(targetPattern);
  return (target) => {
    const split = splitTarget(target);
    return tests.some((matches) => matches(split));
  };
}
