import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { readFileSync } from 'node:fs';
import { IncomingMessage, ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { useApis } from '../../../test/support/api.js';
import { createAuthority } from '../../../test/support/certificates.js';
import { describeWith } from '../../../test/support/needs.js';
import { bytesOf, firstAnswerOn } from '../../../test/support/raw-request.js';
import { useTemporaryDirectory } from '../../../test/support/temporary-directory.js';
import type { TlsSettings } from '../../tls/tls-settings.js';

const BEGIN = 'http.server.request.start';
const FINISH = 'http.server.response.finish';
const REQUESTS = [
  ['GET', '/shop/prod'],
  ['PUT', '/shop/prod'],
  ['PATCH', '/shop/prod'],
  ['GET', '/-/healthy'],
  ['GET', '/nowhere'],
] as const;

const open = useApis();
const home = useTemporaryDirectory();

/** What Node publishes about a request on its diagnostics channels. */
interface Messages {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/** The prototypes of a request and its response: as Node made them, and when the response was sent. */
async function prototypesOf(
  sending: () => Promise<unknown>,
): Promise<{ readonly made: object[]; readonly end: object[] }> {
  const made: object[] = [];
  const end: object[] = [];
  const [begin, finish] = [noteIn(made), noteIn(end)];
  subscribe(BEGIN, begin);
  subscribe(FINISH, finish);
  await sending().finally(() => {
    unsubscribe(BEGIN, begin);
    unsubscribe(FINISH, finish);
  });
  return { made, end };
}

function noteIn(prototypes: object[]): (message: unknown) => void {
  return (message) => {
    const { request, response } = message as Messages;
    prototypes.push(Object.getPrototypeOf(request) as object, Object.getPrototypeOf(response) as object);
  };
}

async function expectUnchanged(connection: () => Socket): Promise<void> {
  for (const [method, path] of REQUESTS) {
    const { made, end } = await prototypesOf(() => firstAnswerOn(connection(), bytesOf(method, path, {})));

    expect(end.map((prototype, index) => prototype === made[index])).toEqual([true, true]);
    expect(end[0]).toBeInstanceOf(IncomingMessage);
    expect(end[0]).toHaveProperty('app');
    expect(end[1]).toBeInstanceOf(ServerResponse);
    expect(end[1]).toHaveProperty('app');
  }
}

test('Express gives no request and no response another prototype, over TCP', async () => {
  const { port } = await open();

  await expectUnchanged(() => connect(port, '127.0.0.1'));
});

test('nor over a Unix socket', async () => {
  const path = join(home(), 'socket');
  await open({ http: { endpoints: [{ address: { path }, scheme: 'http' }] } });

  await expectUnchanged(() => connect(path));
});

describeWith(['openssl'])('nor', () => {
  test('over TLS', async () => {
    const { cert, key } = createAuthority(home()).issue('server', 'localhost');
    const current: TlsSettings = {
      cert: readFileSync(cert, 'utf8'),
      key: readFileSync(key, 'utf8'),
      passphrase: undefined,
      clientAuth: 'NoClientCert',
      clientCa: undefined,
      clientAllowedSans: [],
      minVersion: 'TLSv1.2',
      maxVersion: 'TLSv1.3',
      ciphers: undefined,
      ecdhCurve: undefined,
    };
    const { port } = await open({
      http: {
        endpoints: [{ address: { host: '127.0.0.1', port: 0 }, scheme: 'https' }],
        tls: { current, follow: () => undefined },
      },
    });

    await expectUnchanged(() => connectTls({ port, rejectUnauthorized: false }));
  });
});
