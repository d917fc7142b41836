import { lstatSync, unlinkSync } from 'node:fs';
import { type AddressInfo, connect, type Server } from 'node:net';
import { type BindAddress, describeAddress } from '../configuration/bind-address.js';
import { ConfigurationError } from '../configuration/configuration-error.js';

/**
 * Listens on an address; a Unix socket that a crash left behind is removed first.
 * @returns the address with the port that it got
 * @throws ConfigurationError
 */
export async function listen(server: Server, address: BindAddress): Promise<BindAddress> {
  if ('path' in address) await removeStaleSocket(address.path);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(new ConfigurationError(`cannot listen on ${describeAddress(address)} (${error.code ?? error.message})`));
    });
    server.listen(address, resolve);
  });
  return 'path' in address ? address : { host: address.host, port: (server.address() as AddressInfo).port };
}

async function removeStaleSocket(path: string): Promise<void> {
  if (lstatSync(path, { throwIfNoEntry: false })?.isSocket() !== true) return;
  const isAlive = await new Promise<boolean>((resolve) => {
    const probe = connect(path);
    probe.once('connect', () => {
      probe.destroy();
      resolve(true);
    });
    probe.once('error', () => {
      resolve(false);
    });
  });
  if (!isAlive) unlinkSync(path);
}
