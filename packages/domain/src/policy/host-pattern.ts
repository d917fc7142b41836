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
 * Makes a test whether a host, as `comparableHost` returns it, matches a pattern. Neither case nor a trailing dot counts;
 * addresses are compared as text, those of IPv6 in canonical form. A pattern of digits and dots, such as `10.*`, matches
 * IPv4 addresses only, so that it does not let the name `10.example.org` in.
 */
export function hostPattern(pattern: string): (host: string) => boolean {
  const pieces = comparableHost(pattern).split('*');
  const matches = (host: string): boolean => matchesWildcard(pieces, host);
  return /^[.*]*[0-9][0-9.*]*$/.test(pattern) ? (host) => isIpv4(host) && matches(host) : matches;
}

/** The form in which a host is compared with patterns; it is the same for all of them. */
export function comparableHost(text: string): string {
  const host = text.includes(':') && isIpv6(text) ? canonicalIpv6(text) : text.toLowerCase();
  return host.endsWith('.') ? host.slice(0, -1) : host;
}
