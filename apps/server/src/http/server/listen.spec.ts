import { once } from 'node:events';
import { existsSync, linkSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { useTemporaryDirectory } from '../../../test/support/temporary-directory.js';
import { listen, type ListenAddress, type ListenSettings } from './listen.js';

const home = useTemporaryDirectory();
const socket = () => join(home(), 'socket');
const SETTINGS: ListenSettings = { backlog: 511, umask: undefined, user: undefined, group: undefined };
const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

function listenOn(address: ListenAddress, settings: Partial<ListenSettings> = {}) {
  const server = createServer();
  servers.push(server);
  return listen(server, address, { ...SETTINGS, ...settings });
}

test('the port that it got is told', async () => {
  const got = await listenOn({ host: '127.0.0.1', port: 0 });
  expect(got).toEqual({ host: '127.0.0.1', port: expect.any(Number) as number });
  expect(got).not.toHaveProperty('port', 0);
});

test('the path of a Unix socket is told', async () => {
  expect(await listenOn({ path: socket() })).toEqual({ path: socket() });
});

test('the umask holds for the socket only', async () => {
  const before = process.umask(0o022);
  await listenOn({ path: socket() }, { umask: 0o177 });
  expect([statSync(socket()).mode & 0o777, process.umask(before)]).toEqual([0o600, 0o022]);
});

test('an address that is taken is an error that names it', async () => {
  const taken = await listenOn({ host: '127.0.0.1', port: 0 });
  if (!('port' in taken)) throw new Error('this is no port');
  await expect(listenOn(taken)).rejects.toThrow(`cannot listen on http://127.0.0.1:${String(taken.port)} (EADDRINUSE)`);
});

test('a socket that somebody listens on stays, and is an error', async () => {
  await listenOn({ path: socket() });
  await expect(listenOn({ path: socket() })).rejects.toThrow(/socket \(EADDRINUSE\)$/);
  expect(existsSync(socket())).toBe(true);
});

test('a file in the place of a socket stays, and is an error', async () => {
  writeFileSync(socket(), 'mine');
  await expect(listenOn({ path: socket() })).rejects.toThrow(/socket \(EADDRINUSE\)$/);
  expect(statSync(socket()).isFile()).toBe(true);
});

test('a socket that nobody listens on any more is replaced', async () => {
  const crashed = createServer().listen(join(home(), 'other'));
  await once(crashed, 'listening');
  // Node removes it by the name that it listened on.
  linkSync(join(home(), 'other'), socket());
  crashed.close();
  await once(crashed, 'close');
  expect(existsSync(socket())).toBe(true);
  expect(await listenOn({ path: socket() })).toEqual({ path: socket() });
});

test('a descriptor that is no socket is an error that says so', async () => {
  await expect(listenOn({ fd: 9999 })).rejects.toThrow(
    /^cannot listen on the file descriptor 9999 that was passed on \(\w+\)$/,
  );
});
