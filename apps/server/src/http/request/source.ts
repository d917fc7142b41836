import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import type { RequestHandler } from 'express';
import type { TrustedProxies } from '../../net/trusted-proxies.js';

/** A request; `ip` is what Express makes of the headers of trusted proxies. */
export type Sourced = IncomingMessage & { readonly ip?: string | undefined };

/**
 * Who sent a request, as logs name it and limits count it: the address, or `unix` for a Unix socket. Behind trusted
 * proxies it is the address that the outermost of them saw; when that is no address, it is the peer's own.
 */
export function sourceOf(request: Sourced): string {
  const peer = request.socket.remoteAddress;
  const { ip = peer } = request;
  return (ip === peer ? peer : addressIn(ip ?? '')) ?? peer ?? 'unix';
}

/**
 * What Express asks about every hop, of which 0 is the peer; `undefined` is a peer on a Unix socket. Express takes
 * nothing but `X-Forwarded-For` from it as long as nobody reads `request.protocol`, `request.host` and
 * `request.hostname`.
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
 * A peer that reset its connection right after the request has no address any more, and must not be taken for one on a
 * Unix socket. There is nobody to answer, so the request is dropped. Node keeps the address once it is asked for.
 */
export const requirePeer: RequestHandler = ({ socket }, _response, next) => {
  if (socket.remoteAddress !== undefined || (socket.localAddress === undefined && !socket.destroyed)) next();
  else socket.destroy();
};

/**
 * An address as proxies write it into `X-Forwarded-For`: some add a port, some brackets. One with a zone is none: what
 * it names is known on one host only (RFC 4007, section 11.2), and Node takes any text for a zone.
 */
function addressIn(text: string): string | undefined {
  const { ipv4, ipv6 } = /^(?:(?<ipv4>[0-9.]+):[0-9]+|\[(?<ipv6>[^\]]+)\](?::[0-9]+)?)$/.exec(text)?.groups ?? {};
  const address = ipv4 ?? ipv6 ?? text;
  return isIP(address) === 0 || address.includes('%') ? undefined : address;
}
