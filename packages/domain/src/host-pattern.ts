import { canonicalIpv6, isIpv4, isIpv6 } from './ip-address.js';

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
    : 'only IPv6 addresses have colons; ports are restricted by allowed_ports';
}

/**
 * A test whether a host matches a pattern. Upper and lower case are the same and a trailing dot does not count;
 * addresses are compared as text, those of IPv6 in canonical form. A pattern of digits and dots, such as `10.*`, is for
 * IPv4 addresses, so that it does not let the name `10.example.org` in. There is no backtracking: each piece is searched
 * for once.
 */
export function hostPattern(pattern: string): (host: string) => boolean {
  const matches = pieceByPiece(pattern);
  return /^[.*]*[0-9][0-9.*]*$/.test(pattern) ? (host) => isIpv4(host) && matches(host) : matches;
}

function pieceByPiece(pattern: string): (host: string) => boolean {
  const [first = '', ...others] = comparable(pattern).split('*');
  const last = others.pop();
  if (last === undefined) return (host) => comparable(host) === first;
  return (host) => {
    const text = comparable(host);
    const end = text.length - last.length;
    let from = first.length;
    if (end < from || !text.startsWith(first) || !text.endsWith(last)) return false;
    return others.every((piece) => {
      const index = text.indexOf(piece, from);
      from = index + piece.length;
      return index !== -1 && from <= end;
    });
  };
}

function comparable(text: string): string {
  const host = isIpv6(text) ? canonicalIpv6(text) : text.toLowerCase();
  return host.endsWith('.') ? host.slice(0, -1) : host;
}
