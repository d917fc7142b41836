import { canonicalIpv6, isIpv4, isIpv6 } from '../groups/ip-address.js';
import { matchesWildcard } from './wildcard.js';

/**
 * Why `text` is not a pattern for hosts, or `undefined` when it is one: a host name, an IPv4 address, or an IPv6
 * address without brackets, in which `*` stands for any run of characters.
 */
export function whyNotHostPattern(text: string): string | undefined {
  if (text.includes('[')) return 'an IPv6 address is written without brackets';
  if (!text.includes(':'))
    return /^[a-z0-9*](?:[a-z0-9._*-]*[a-z0-9*])?\.?$/i.test(text)
      ? undefined
      : 'it is a host name or an address in which * stands for any characters, such as *.example.org';
  return /^[0-9a-f:*]+$/i.test(text) && text.split(':').length > 2
    ? undefined
    : 'only IPv6 addresses have colons, and a pattern has no port';
}

/**
 * A test whether a host, as `comparableHost` gives it, matches a pattern. Upper and lower case are the same and a
 * trailing dot does not count; addresses are compared as text, those of IPv6 in canonical form. A pattern of digits and
 * dots, such as `10.*`, is for IPv4 addresses, so that it does not let the name `10.example.org` in.
 */
export function hostPattern(pattern: string): (host: string) => boolean {
  const pieces = comparableHost(pattern).split('*');
  const matches = (host: string): boolean => matchesWildcard(pieces, host);
  return /^[.*]*[0-9][0-9.*]*$/.test(pattern) ? (host) => isIpv4(host) && matches(host) : matches;
}

/** A host as it is compared with patterns; one that is compared with many needs this once. */
export function comparableHost(text: string): string {
  const host = isIpv6(text) ? canonicalIpv6(text) : text.toLowerCase();
  return host.endsWith('.') ? host.slice(0, -1) : host;
}
