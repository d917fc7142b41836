import { once } from 'node:events';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { shownAt, useApis } from '../support/api.js';
import { content, json, JSON_TYPE } from '../support/content.js';
import { loggedBy } from '../support/logged.js';
import { until } from '../support/until.js';
import { AccessControl } from '../../src/access/access-control.js';
import { PasswordCheck } from '../../src/access/password-check.js';

const open = useApis();
const GROUP = '/shop/prod';

const authorization = (password: string) => `Basic ${Buffer.from(`ops:${password}`).toString('base64')}`;

const BODY = '{"targets": ["h:1"]}';
const REMOVE = [
  `DELETE ${GROUP} HTTP/1.1`,
  'Host: x',
  `Authorization: ${authorization('slow')}`,
  'Content-Type: application/json',
  `Content-Length: ${String(BODY.length)}`,
  '',
  BODY,
].join('\r\n');

/** Sends this and ends the connection; resolves when the service has ended it, too. */
async function sendAndLeave(port: number, requests: string | Buffer): Promise<void> {
  const socket = connect(port, '127.0.0.1').resume();
  socket.end(requests);
  await once(socket, 'close');
}

test.each([
  ['one', REMOVE],
  ['several that were sent at once', REMOVE.repeat(3)],
])('a DELETE whose client left during the login never counts as one without a body: %s', async (_, requests) => {
  let end: ((isRight: boolean) => void) | undefined;
  const slow = new Promise<boolean>((resolve) => {
    end = resolve;
  });
  const passwords = new PasswordCheck((password) => (password === 'slow' ? slow : Promise.resolve(true)));
  const users = new Map([['ops', 'a hash']]);
  const sources = { users: () => users, rules: () => undefined, readsWithoutLogin: true };
  const api = await open({ access: new AccessControl(sources, passwords) });
  const { headers, body } = json({ targets: ['h:1', 'h:2'] });
  await api.send('PUT', GROUP, { headers: { ...headers, Authorization: authorization('quick') }, body: body ?? '' });

  await sendAndLeave(api.port, requests);
  end?.(true);
  const removals = () => loggedBy(api).filter(({ verb }) => verb === 'DELETE');
  await until('a DELETE is logged', () => removals().length > 0);
  expect((await shownAt(api, GROUP))?.targets).toEqual(['h:1', 'h:2']);
  for (const removal of removals()) expect(removal).toMatchObject({ outcome: 'refused', code: 'body_malformed' });
});

test('bodies whose clients left while they were decompressed take nothing from others', async () => {
  const api = await open();
  const compressed = gzipSync('{"targets": ["h:1"]}'.padEnd(8 * 1024 * 1024));
  const head = [
    `PUT ${GROUP} HTTP/1.1`,
    'Host: x',
    'Content-Type: application/json',
    'Content-Encoding: gzip',
    `Content-Length: ${String(compressed.length)}`,
  ].join('\r\n');
  const request = Buffer.concat([Buffer.from(`${head}\r\n\r\n`), compressed]);
  const clients = Array.from({ length: 10 }, () => sendAndLeave(api.port, request));
  await Promise.all(clients);
  await until('all are logged', () => loggedBy(api).filter(({ verb }) => verb === 'PUT').length === clients.length);

  const honest = content(JSON_TYPE, '{"targets": ["h:1"]}'.padEnd(100_000));
  expect((await api.send('PUT', GROUP, honest)).status).toBe(200);
});
