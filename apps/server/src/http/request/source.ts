import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import type { RequestHandler } from 'express';
import type { TrustedProxies } from '../../net/trusted-proxies.js';

/** A request; `ip` is what Express makes of the headers of trusted proxies. */
export type Sourced = IncomingMessage & { readonly ip?: string | undefined };

/**
 * Where a request came from, for logs and limits: an address, or `unix` for a Unix socket. Behind trusted proxies it is
 * the address that the outermost of them saw, or the peer's own if that one is not an address.
 */
export function sourceOf(request: Sourced): string {
  const peer = request.socket.remoteAddress;
  const { ip = peer } = request;
  return (ip === peer ? peer : addressIn(ip ?? '')) ?? peer ?? 'unix';
}

/**
 * Tells Express which hops to trust. Hop 0 is the peer, and its address is `undefined` on a Unix socket. Express uses it
 * for `X-Forwarded-For` alone as long as nobody reads `request.protocol`, `request.host` or `request.hostname`.
 */
export function trust({ networks, unix }: TrustedProxies): (address: string | undefined, hop: number) => boolean {
  return (address, hop) => {
    if (address === undefined) return unix;
    // The peer's own may have a zone.
    const known = hop === 0 ? address : addressIn(address);
    return networks.find(known ?? '') !== undefined;
  };
}

/**
 * Drops the request of a peer that has reset its connection. It has no address any more, would be taken for a peer on a
 * Unix socket, and cannot read an answer. Asking here also makes Node remember the address for later.
 */
export const requirePeer: RequestHandler = ({ socket }, _response, next) => {
  if (socket.remoteAddress !== undefined || (socket.localAddress === undefined && !socket.destroyed)) next();
  else socket.destroy();
};

/**
 * The address in an element of `X-Forwarded-For`; some proxies add a port or brackets. An address with a zone does not
 * count: a zone means something on one host only (RFC 4007, section 11.2), and Node accepts any text as a zone.
 */
function addressIn(text: string): string | undefined {
  const { ipv4, ipv6 } = /^(?:(?<ipv4>[0-9.]+):[0-9]+|\[(?<ipv6>[^\]]+)\](?::[0-9]+)?)$/.exec(text)?.groups ?? {};
  const address = ipv4 ?? ipv6 ?? text;
  return isIP(address) === 0 || address.includes('%') ? undefined : address;
}
