import { chownSync, lstatSync, unlinkSync } from 'node:fs';
import { connect, type Server } from 'node:net';
import { type BindAddress, describeAddress } from '../../net/bind-address.js';
import { ConfigurationError } from '../../operator-files/configuration-error.js';
import { codeOf } from '../../operator-files/system-error.js';

/** An address to listen on, or a listening socket that the service manager passed on. */
export type ListenAddress = BindAddress | { readonly fd: number };

/** The settings of listening, by their names. */
export interface ListenSettings {
  readonly backlog: number;
  /** For Unix sockets: the umask, and the ids of the user and the group that own them. */
  readonly umask: number | undefined;
  readonly user: number | undefined;
  readonly group: number | undefined;
}

/** chown(2): the owner stays. */
const UNCHANGED = -1;

/**
 * Listens on an address; a Unix socket that a crash left behind is removed first.
 * @returns the address with the port that it got
 * @throws ConfigurationError
 */
export async function listen(server: Server, address: ListenAddress, settings: ListenSettings): Promise<BindAddress> {
  if ('path' in address) await removeStaleSocket(address.path);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => {
      reject(new ConfigurationError(`cannot listen on ${describe(address)} (${codeOf(error)})`));
    });
    withUmask('path' in address ? settings.umask : undefined, () => {
      server.listen({ ...address, backlog: settings.backlog }, resolve);
    });
  });
  if ('path' in address) changeOwner(address.path, settings);
  return addressOf(server, address);
}

/** A Unix socket gets its mode when it is bound, which Node does before `listen` returns. */
function withUmask(umask: number | undefined, work: () => void): void {
  const before = umask === undefined ? undefined : process.umask(umask);
  try {
    work();
  } finally {
    if (before !== undefined) process.umask(before);
  }
}

function describe(address: ListenAddress): string {
  return 'fd' in address ? `the file descriptor ${String(address.fd)} that was passed on` : describeAddress(address);
}

function addressOf(server: Server, asked: ListenAddress): BindAddress {
  const address = server.address();
  if (typeof address === 'string') return { path: address };
  if (address !== null) return { host: address.address, port: address.port };
  // Node does not know the path of a Unix socket that was passed on.
  return 'fd' in asked ? { path: `/proc/self/fd/${String(asked.fd)}` } : asked;
}

function changeOwner(path: string, { user = UNCHANGED, group = UNCHANGED }: ListenSettings): void {
  if (user === UNCHANGED && group === UNCHANGED) return;
  try {
    chownSync(path, user, group);
  } catch (error) {
    throw new ConfigurationError(
      `the socket ${JSON.stringify(path)} cannot be given to user or group (${codeOf(error)})`,
    );
  }
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
