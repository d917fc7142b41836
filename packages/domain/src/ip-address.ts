const IPV4_OCTET = /^(?:0|[1-9][0-9]{0,2})$/;
const IPV6_PIECE = /^[0-9a-fA-F]{1,4}$/;

/** Whether `text` is an IPv4 address: four decimal octets without leading zeros (RFC 3986, IPv4address). */
export function isIpv4(text: string): boolean {
  const octets = text.split('.');
  return octets.length === 4 && octets.every((octet) => IPV4_OCTET.test(octet) && Number(octet) <= 255);
}

/** Whether `text` is an IPv6 address without brackets and without a zone (RFC 4291, section 2.2). */
export function isIpv6(text: string): boolean {
  const halves = text.split('::');
  if (halves.length > 2) return false;
  const [head = '', tail] = halves;
  if (tail === undefined) return countPieces(head) === 8;
  const before = countPieces(head, 'no-ipv4');
  const after = countPieces(tail);
  return before !== undefined && after !== undefined && before + after <= 7;
}

/** How many 16-bit pieces `text` holds; an IPv4 address at its end counts as two. `undefined` when it is malformed. */
function countPieces(text: string, ending: 'ipv4' | 'no-ipv4' = 'ipv4'): number | undefined {
  if (text === '') return 0;
  const pieces = text.split(':');
  const last = pieces.at(-1) ?? '';
  const endsInIpv4 = ending === 'ipv4' && isIpv4(last);
  const plain = endsInIpv4 ? pieces.slice(0, -1) : pieces;
  if (!plain.every((piece) => IPV6_PIECE.test(piece))) return undefined;
  return plain.length + (endsInIpv4 ? 2 : 0);
}
