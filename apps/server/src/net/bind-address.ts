import { isIPv6 } from 'node:net';
import { ConfigurationError } from '../operator-files/configuration-error.js';

/** Where the service listens: a TCP address or the path of a Unix socket. */
export type BindAddress = { readonly host: string; readonly port: number } | { readonly path: string };

const DEFAULT_PORT = 8000;

/**
 * The addresses in a list such as `127.0.0.1:8000,[::1]:8000,unix:/run/target-eye.sock`. A missing port is 8000.
 * @throws ConfigurationError
 */
export function parseBind(list: string): readonly BindAddress[] {
  return list.split(',').map((text) => parseAddress(text.trim()));
}

/** The address as logs show it. */
export function describeAddress(address: BindAddress, scheme: 'http' | 'https' = 'http'): string {
  if ('path' in address) return `unix:${address.path}`;
  return `${scheme}://${isIPv6(address.host) ? `[${address.host}]` : address.host}:${String(address.port)}`;
}

function parseAddress(text: string): BindAddress {
  if (text.startsWith('unix:') && text.length > 'unix:'.length) return { path: socketPath(text) };
  const { bracketed, plain, port = String(DEFAULT_PORT) } = TCP_ADDRESS.exec(text)?.groups ?? {};
  const host = bracketed ?? plain;
  if (host === undefined || Number(port) > 65535 || (bracketed !== undefined && !isIPv6(bracketed)))
    throw new ConfigurationError(
      `${JSON.stringify(text)} is not an address; write host:port (IPv6 in brackets, 0.0.0.0 for every address of this host) or unix:/path`,
    );
  return { host, port: Number(port) };
}

const TCP_ADDRESS = /^(?:\[(?<bracketed>[^\]]+)\]|(?<plain>(?!\d+(?::|$))[^:[\]/\s]+))(?::(?<port>[0-9]{1,5}))?$/;

/** The kernel keeps 107 bytes of the path of a Unix socket (unix(7)), and Node silently cuts off the rest. */
function socketPath(text: string): string {
  const path = text.slice('unix:'.length);
  if (Buffer.byteLength(path) > 107)
    throw new ConfigurationError(`the path in ${JSON.stringify(text)} is longer than 107 bytes`);
  return path;
}
