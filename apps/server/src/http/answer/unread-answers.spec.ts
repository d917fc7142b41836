import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '../../../test/support/until.js';
import { UnreadAnswers } from './unread-answers.js';

const MEGABYTE = 1_000_000;
/** More than the kernel keeps for a client that does not read. */
const LONG = 40 * MEGABYTE;

let server: Server | undefined;
const clients: Client[] = [];

afterEach(() => {
  for (const { socket } of clients.splice(0)) socket.destroy();
  server?.close();
});

interface Client {
  readonly socket: Socket;
  /** How much it has read. */
  readonly read: () => number;
}

/** Serves bodies of one length, the same one to everybody who asks for `/same`. */
async function serve(
  maxUnread: number,
  answerTimeout = 60_000,
): Promise<{ connect: (path?: string) => Promise<Client>; givenUp: jest.Mock }> {
  const givenUp = jest.fn();
  const answers = new UnreadAnswers({ maxUnread, answerTimeout }, givenUp);
  const same = Buffer.alloc(LONG, 'x');
  server = createServer((request, response: ServerResponse) => {
    response.writeHead(200, { 'Content-Length': LONG });
    answers.send(response, request.url === '/same' ? same : Buffer.alloc(LONG, 'x'));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    givenUp,
    connect: async (path = '/') => {
      const socket = connect(port, '127.0.0.1').on('error', () => undefined);
      let read = 0;
      socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`);
      await once(socket, 'readable');
      socket.on('data', (chunk: Buffer) => (read += chunk.length)).pause();
      const client = { socket, read: () => read };
      clients.push(client);
      return client;
    },
  };
}

/** Reads what is left, and tells whether it is all. */
async function readsAll({ socket, read }: Client): Promise<boolean> {
  socket.resume();
  await until('it is read, or closed', () => socket.closed || read() > LONG);
  return read() > LONG;
}

test('who reads nothing makes room for who reads, the one that waits longest first', async () => {
  const { connect, givenUp } = await serve(2.5 * LONG);
  const [first, second] = [await connect(), await connect()];
  expect(givenUp).not.toHaveBeenCalled();
  const third = await connect();
  expect(givenUp.mock.calls).toEqual([['127.0.0.1']]);
  expect(await readsAll(third)).toBe(true);
  expect(await readsAll(second)).toBe(true);
  expect(await readsAll(first)).toBe(false);
});

test('who has begun first but still reads is not the one', async () => {
  const { connect } = await serve(2.5 * LONG);
  const [slow, idle] = [await connect(), await connect()];
  slow.socket.resume();
  await until('it has taken more than at first', () => slow.read() > 10 * MEGABYTE);
  slow.socket.pause();
  await connect();
  expect(await readsAll(slow)).toBe(true);
  expect(await readsAll(idle)).toBe(false);
});

test('an answer that many get is one', async () => {
  const { connect, givenUp } = await serve(2.5 * LONG);
  for (let count = 0; count < 20; count++) await connect('/same');
  expect(givenUp).not.toHaveBeenCalled();
});

test('an answer that is larger than all is sent as long as there is no other', async () => {
  const { connect } = await serve(LONG / 2);
  expect(await readsAll(await connect())).toBe(true);
});

test('what was read counts no more, nor what nobody waits for', async () => {
  const { connect, givenUp } = await serve(2.5 * LONG);
  for (let count = 0; count < 4; count++) {
    expect(await readsAll(await connect())).toBe(true);
    const { socket } = await connect();
    socket.destroy();
    await sleep(50);
  }
  expect(givenUp).not.toHaveBeenCalled();
});

test('who reads a little now and then is given up when the time is over', async () => {
  const { connect, givenUp } = await serve(10 * LONG, 500);
  const client = await connect();
  // A kilobyte at a time would take for ever; the kernel hands over what it has, so that something is taken each time.
  const trickle = setInterval(() => {
    client.socket.resume();
    client.socket.once('data', () => client.socket.pause());
  }, 50);
  await until('it is given up', () => givenUp.mock.calls.length === 1);
  clearInterval(trickle);
  expect(client.read()).toBeLessThan(LONG);
});
