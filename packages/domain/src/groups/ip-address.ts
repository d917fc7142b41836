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
  return !head.includes('.') && countPieces(head) + countPieces(tail) <= 7;
}

/** How many 16-bit pieces `text` holds; an IPv4 address at its end counts as two. `NaN` when it is malformed. */
function countPieces(text: string): number {
  if (text === '') return 0;
  const pieces = text.split(':');
  const endsInIpv4 = isIpv4(pieces.at(-1) ?? '');
  const plain = endsInIpv4 ? pieces.slice(0, -1) : pieces;
  if (!plain.every((piece) => IPV6_PIECE.test(piece))) return NaN;
  return plain.length + (endsInIpv4 ? 2 : 0);
}

/**
 * An IPv6 address (see `isIpv6`) in canonical form: lower case, the longest run of zeros as `::` (RFC 5952, section 4);
 * an IPv4 address at its end becomes hexadecimal too.
 */
export function canonicalIpv6(address: string): string {
  const text = toPieces(address)
    .map((piece) => piece.toString(16))
    .join(':');
  const [longest] = [...text.matchAll(/\b0(?::0)+\b/g)].sort(([one], [other]) => other.length - one.length);
  if (longest === undefined) return text;
  const end = longest.index + longest[0].length;
  return `${text.slice(0, Math.max(0, longest.index - 1))}::${text.slice(end + 1)}`;
}

/** Where IPv6 addresses hold an IPv4 address: the pieces in front of it. */
const EMBEDDINGS: readonly (readonly number[])[] = [
  [0, 0, 0, 0, 0, 0xffff], // IPv4-mapped: RFC 4291, section 2.5.5.2
  [0, 0, 0, 0, 0, 0], // IPv4-compatible: RFC 4291, section 2.5.5.1
  [0, 0, 0, 0, 0xffff, 0], // IPv4-translated: RFC 2765, section 2.1
  [0x64, 0xff9b, 0, 0, 0, 0], // NAT64: RFC 6052, section 2.1
  [0x2002], // 6to4: RFC 3056, section 2
];

/** The IPv4 address that packets to an IPv6 address (see `isIpv6`) may end up at, if it holds one. */
export function ipv4Within(address: string): string | undefined {
  const pieces = toPieces(address);
  const prefix = EMBEDDINGS.find((candidate) => candidate.every((piece, index) => piece === pieces[index]));
  if (prefix === undefined || isUnspecifiedOrLoopback(pieces)) return undefined;
  const [high = 0, low = 0] = pieces.slice(prefix.length);
  return [high >> 8, high & 0xff, low >> 8, low & 0xff].join('.');
}

/** `::` and `::1` look like IPv4-compatible addresses and are none. */
function isUnspecifiedOrLoopback(pieces: readonly number[]): boolean {
  return pieces.every((piece, index) => piece === 0 || (index === 7 && piece === 1));
}

function toPieces(address: string): readonly number[] {
  const [head = [], tail = []] = address.split('::').map(toPiecesOfPart);
  const zeros = Array.from({ length: 8 - head.length - tail.length }, () => 0);
  return [...head, ...zeros, ...tail];
}

function toPiecesOfPart(part: string): readonly number[] {
  if (part === '') return [];
  return part.split(':').flatMap((piece) => {
    if (!piece.includes('.')) return [Number.parseInt(piece, 16)];
    const [a = 0, b = 0, c = 0, d = 0] = piece.split('.').map(Number);
    return [a * 256 + b, c * 256 + d];
  });
}
