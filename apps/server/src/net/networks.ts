import { BlockList, isIP, SocketAddress } from 'node:net';
import { ConfigurationError } from '../operator-files/configuration-error.js';
import { list } from '../operator-files/values.js';

/** Words for networks: the same as Express has for trusted proxies. */
const WORDS: ReadonlyMap<string, readonly string[]> = new Map([
  // On Linux a connection to the unspecified address reaches the host itself.
  ['loopback', ['127.0.0.0/8', '::1', '0.0.0.0', '::']],
  ['linklocal', ['169.254.0.0/16', 'fe80::/10']],
  ['uniquelocal', ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7']],
]);

type Family = 'ipv4' | 'ipv6';

interface Element {
  readonly text: string;
  readonly members: Readonly<Record<Family, BlockList>>;
}

/** A set of IP addresses that is given as networks in CIDR notation, single addresses, and words. */
export class Networks {
  private readonly elements: readonly Element[];

  /** @throws ConfigurationError for any other element */
  constructor(texts: readonly string[]) {
    this.elements = texts.map((text) => ({ text, members: membersOf(text) }));
  }

  get isEmpty(): boolean {
    return this.elements.length === 0;
  }

  /**
   * * The first element that contains the address, as it was written. An IPv4 address in IPv6 notation
   * (`::ffff:10.0.0.1`, as a socket for both families reports it) counts as IPv4, and a zone is ignored. Text that is
   * not an address is in no element.
   */
  find(address: string): string | undefined {
    const parsed = parseAddress(address);
    return parsed && this.elements.find(({ members }) => members[parsed.family].check(parsed))?.text;
  }
}

/** An address without its zone. IPv4 in the notation of IPv6 becomes IPv4 (RFC 4291, section 2.5.5.2). */
export function parseAddress(text: string): SocketAddress | undefined {
  const [address = ''] = text.split('%');
  const family = isIP(address);
  if (family === 0) return undefined;
  if (family === 4) return new SocketAddress({ address, family: 'ipv4' });
  const parsed = new SocketAddress({ address, family: 'ipv6' });
  const mapped = /^::ffff:([0-9.]+)$/.exec(parsed.address)?.[1];
  return mapped === undefined ? parsed : new SocketAddress({ address: mapped, family: 'ipv4' });
}

function membersOf(text: string): Element['members'] {
  const members = { ipv4: new BlockList(), ipv6: new BlockList() };
  for (const cidr of WORDS.get(text) ?? [text]) {
    const { address = '', length } = /^(?<address>[^/%]*)(?:\/(?<length>[0-9]{1,3}))?$/.exec(cidr)?.groups ?? {};
    const family = FAMILIES.get(isIP(address));
    if (family === undefined || Number(length ?? 0) > family.bits)
      throw new ConfigurationError(
        `${JSON.stringify(cidr)} is not a network; write an address such as 10.1.2.3 or fe80::1, a network such as 169.254.0.0/16 or fc00::/7, or one of ${[...WORDS.keys()].join(', ')}`,
      );
    if (parseAddress(address)?.family !== family.name)
      throw new ConfigurationError(
        `${JSON.stringify(cidr)} is an IPv4 network in IPv6 notation; write it in IPv4 notation`,
      );
    members[family.name].addSubnet(address, Number(length ?? family.bits), family.name);
  }
  return members;
}

const FAMILIES: ReadonlyMap<number, { readonly name: Family; readonly bits: number }> = new Map([
  [4, { name: 'ipv4', bits: 32 }],
  [6, { name: 'ipv6', bits: 128 }],
]);

/** A comma-separated list of networks. */
export function networks(value: string): Networks {
  return new Networks(list(value));
}

const LOOPBACK = new Networks(['127.0.0.0/8', '::1']);

/** Whether only this host is reached under the name or address, which has no brackets. */
export function isLoopbackHost(host: string): boolean {
  return host === 'localhost' || LOOPBACK.find(host) !== undefined;
}
