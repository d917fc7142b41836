import { once } from 'node:events';
import { connect } from 'node:net';
import { encodeFileSd } from '@target-eye/domain';
import { InMemoryTargetGroupStore } from '@target-eye/domain/testing';
import { useApis } from '../../test/support/api.js';
import { parseAnswer, sendBytes } from '../../test/support/raw-request.js';
import { expectFailure } from '../../test/support/refusal.js';

const open = useApis();
const GET = 'GET /shop/prod HTTP/1.1\r\nHost: x\r\n\r\n';

test('while it stops, requests in flight are answered and new ones get a 503', async () => {
  const store = new InMemoryTargetGroupStore();
  const [asked, release] = [gate(), gate()];
  jest.spyOn(store, 'find').mockImplementation(async () => {
    asked.open();
    await release.opened;
    return undefined;
  });
  const api = await open({ store });
  const socket = connect(api.port, '127.0.0.1');
  const received: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => received.push(chunk));

  socket.write(GET);
  await asked.opened;
  const stopped = api.stop();
  socket.write(GET, () => setTimeout(release.open, 100));
  await once(socket, 'close');
  await stopped;

  const [first = '', second = ''] = Buffer.concat(received)
    .toString()
    .split(/(?=HTTP\/1\.1 )/g);
  expect(parseAnswer(first)).toMatchObject({ status: 200, text: '[]\n' });
  expectFailure(parseAnswer(second), { status: 503, code: 'stopping' });
});

test('while it stops, an answer that the client is slow to read is sent to its end', async () => {
  const store = new InMemoryTargetGroupStore();
  const targets = Array.from({ length: 500_000 }, (_, index) => `host-${String(index)}:9100`);
  const group = { targets, labels: { job: 'shop', env: 'prod' } };
  jest.spyOn(store, 'find').mockResolvedValue(group);
  const api = await open({ store });
  const socket = connect(api.port, '127.0.0.1');
  socket.write(GET);
  await once(socket, 'readable');
  const stopped = api.stop();
  await new Promise((resolve) => setTimeout(resolve, 600));
  const received: Buffer[] = [];
  for await (const chunk of socket) received.push(chunk as Buffer);
  await stopped;
  expect(parseAnswer(Buffer.concat(received).toString()).text).toBe(encodeFileSd(group));
});

test.each(['CONNECT', 'FROB', 'get'])(
  'the method %s, which Node hands over in another way, is not allowed',
  async (method) => {
    const api = await open();
    const answer = await sendBytes(api.port, `${method} /a/b HTTP/1.1\r\nHost: x\r\n\r\n`);
    expectFailure(answer, { status: 405, code: 'method_not_allowed', says: method });
    expect(answer.headers['allow']).toBe('GET, HEAD, PUT, POST, DELETE');
  },
);

test('after it stopped nobody listens', async () => {
  const api = await open();
  await api.stop();

  await expect(sendBytes(api.port, GET)).rejects.toThrow('ECONNREFUSED');
});

test('an expectation is met or ignored, and the answer is JSON', async () => {
  const api = await open();
  const request = (expectation: string): string =>
    `GET /shop/prod HTTP/1.1\r\nHost: x\r\nConnection: close\r\nExpect: ${expectation}\r\n\r\n`;

  expect(await sendBytes(api.port, request('nothing'))).toMatchObject({ status: 200, text: '[]\n' });
  expect((await sendBytes(api.port, request('100-continue'))).text).toContain('[]\n');
});

test('HTTP/1.0 without a Host is answered', async () => {
  const api = await open();

  expect(await sendBytes(api.port, 'GET /shop/prod HTTP/1.0\r\n\r\n')).toMatchObject({ status: 200, text: '[]\n' });
});

interface Gate {
  readonly opened: Promise<void>;
  readonly open: () => void;
}

function gate(): Gate {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}
