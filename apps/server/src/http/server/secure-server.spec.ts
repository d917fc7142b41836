import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { connect as connectTls, type ConnectionOptions, type TLSSocket } from 'node:tls';
import { setTimeout as sleep } from 'node:timers/promises';
import { InMemoryTargetGroupStore } from '@target-eye/domain/testing';
import { useApis } from '../../../test/support/api.js';
import { type Authority, createAuthority } from '../../../test/support/certificates.js';
import { describeWith } from '../../../test/support/needs.js';
import { parseAnswer, sendBytes } from '../../../test/support/raw-request.js';
import { expectFailure } from '../../../test/support/refusal.js';
import { useTemporaryDirectory } from '../../../test/support/temporary-directory.js';
import { until } from '../../../test/support/until.js';
import { AccessControl } from '../../access/access-control.js';
import { parsePattern } from '../../access/group-pattern.js';
import type { Follower } from '../../operator-files/changing.js';
import type { ClientAuth, TlsSettings } from '../../tls/tls-settings.js';

const open = useApis();
const home = useTemporaryDirectory();
const GET = 'GET /shop/dev HTTP/1.1\r\nHost: x\r\n\r\n';

const client = { name: 'ci', tokenSha256: undefined, basicAuthUser: undefined, certificateCn: 'ci.test' };
const access = new AccessControl({
  users: () => new Map(),
  rules: () => ({ anonymous: 'none', clients: [{ ...client, write: [parsePattern('*/*')] }] }),
  readsWithoutLogin: false,
});

/** TLS that can be changed, as the operator's files can. */
class ChangingTls {
  private readonly followers: Follower<TlsSettings | undefined>[] = [];

  constructor(public current: TlsSettings) {}

  follow(follower: Follower<TlsSettings | undefined>): void {
    this.followers.push(follower);
  }

  change(changes: Partial<TlsSettings>): void {
    this.current = { ...this.current, ...changes };
    for (const { apply } of this.followers) apply?.(this.current);
  }
}

describeWith(['openssl'])('with TLS', () => {
  const sockets: TLSSocket[] = [];
  let relay: Server | undefined;
  let ours: Authority;
  let tls: ChangingTls;

  beforeEach(() => {
    ours = createAuthority(home(), 'ours');
    const { cert, key } = ours.issue('server', 'localhost');
    tls = new ChangingTls({
      cert: readFileSync(cert, 'utf8'),
      key: readFileSync(key, 'utf8'),
      passphrase: undefined,
      clientAuth: 'VerifyClientCertIfGiven' satisfies ClientAuth,
      clientCa: readFileSync(ours.ca, 'utf8'),
      clientAllowedSans: [],
      minVersion: 'TLSv1.2',
      maxVersion: 'TLSv1.3',
      ciphers: undefined,
      ecdhCurve: undefined,
    });
  });

  afterEach(() => {
    for (const socket of sockets.splice(0)) socket.destroy();
    relay?.close();
  });

  const serve = (options: Parameters<typeof open>[0] = {}) =>
    open({
      ...options,
      http: { endpoints: [{ address: { host: '127.0.0.1', port: 0 }, scheme: 'https' }], tls, ...options.http },
    });

  /** A connection with the certificate of the client `ci`, or without one. */
  async function connected(
    port: number,
    certificate: 'ci' | undefined,
    more: ConnectionOptions = {},
  ): Promise<TLSSocket> {
    const { cert, key } = ours.issue('ci', 'ci.test');
    const login = certificate === undefined ? {} : { cert: readFileSync(cert), key: readFileSync(key) };
    const socket = connectTls({ port, rejectUnauthorized: false, ...login, ...more }).on('error', () => undefined);
    sockets.push(socket);
    await once(socket, 'secureConnect');
    return socket;
  }

  /** A port between clients and this one, on which a test decides when what clients send goes on. */
  async function relayTo(
    port: number,
    pass: (chunk: Buffer, index: number, send: (bytes: Buffer) => unknown) => void,
  ): Promise<number> {
    relay = createServer((inner) => {
      const outer = connect(port, '127.0.0.1').setNoDelay(true);
      let index = 0;
      inner.on('data', (chunk: Buffer) => {
        pass(chunk, index++, (bytes) => outer.write(bytes));
      });
      for (const [one, other] of [
        [inner, outer],
        [outer, inner],
      ] as const)
        one.on('error', () => undefined).once('close', () => other.destroy());
      outer.pipe(inner);
    }).listen(0, '127.0.0.1');
    await once(relay, 'listening');
    return (relay.address() as AddressInfo).port;
  }

  /** The status of the answer to a GET on this connection, `closed` when there is none. */
  async function ask(socket: TLSSocket): Promise<number | 'closed'> {
    if (socket.closed) return 'closed';
    socket.write(GET);
    return new Promise((resolve) => {
      socket.once('data', (chunk: Buffer) => {
        resolve(parseAnswer(chunk.toString()).status);
      });
      socket.once('close', () => {
        resolve('closed');
      });
    });
  }

  test.each(['GET', 'HEAD', 'DELETE', 'CONNECT', 'get', 'PRI'])('%s without TLS is told so', async (method) => {
    const invalidRequest = jest.fn();
    const { port } = await serve({ events: { invalidRequest } });
    const answer = await sendBytes(port, `${method} /a/b HTTP/1.1\r\nHost: x\r\n\r\n`);
    expectFailure(answer, { status: 400, code: 'bad_request', says: 'https://' });
    expect(answer.headers).toHaveProperty('x-request-id');
    expect(invalidRequest).toHaveBeenCalledTimes(1);
  });

  test.each([
    ['nothing', ''],
    ['no TLS and no HTTP', '\0\0\0\0\0\0\0\0'],
    ['half a handshake', '\x16\x03\x01'],
  ])('who says %s is not waited for', async (_, bytes) => {
    const { port } = await serve({ settings: { ssl_handshake_timeout: 200 } });
    const socket = connect({ port, allowHalfOpen: true }).on('error', () => undefined);
    socket.write(bytes, 'latin1');
    await new Promise((resolve) => socket.resume().once('end', resolve).once('close', resolve));
    socket.destroy();
  });

  test('where a handshake has no time of its own it has that of Node', async () => {
    const { port } = await serve({ access, settings: { ssl_handshake_timeout: 0 } });
    const transport = connect(port, '127.0.0.1');
    await once(transport, 'connect');
    await sleep(100);
    expect(await ask(await connected(port, undefined, { socket: transport }))).toBe(401);
  });

  test('a handshake that comes a byte at a time is one', async () => {
    const { port } = await serve({ access });
    const relay = await relayTo(port, (chunk, _, send) => {
      for (const byte of chunk) send(Buffer.of(byte));
    });
    expect(await ask(await connected(relay, undefined))).toBe(401);
  });

  describe('when the authorities for clients change', () => {
    const withdraw = (): void => {
      tls.change({ clientCa: readFileSync(createAuthority(home(), 'others').ca, 'utf8') });
    };

    test('a connection with a certificate is closed, and one without goes on', async () => {
      const { port } = await serve({ access });
      const [mine, anonymous] = [await connected(port, 'ci'), await connected(port, undefined)];
      expect([await ask(mine), await ask(anonymous)]).toEqual([200, 401]);
      withdraw();
      await until('it is closed', () => mine.closed);
      expect(await ask(anonymous)).toBe(401);
    });

    test('a request in flight is answered, and none after it', async () => {
      const store = new InMemoryTargetGroupStore();
      let end = (): void => undefined;
      const find = jest.spyOn(store, 'find').mockReturnValue(
        new Promise((resolve) => {
          end = () => {
            resolve(undefined);
          };
        }),
      );
      const { port } = await serve({ access, store });
      const socket = await connected(port, 'ci');
      let text = '';
      socket.on('data', (chunk: Buffer) => (text += chunk.toString()));
      socket.write(GET + GET);
      await until('it is served', () => find.mock.calls.length === 1);
      withdraw();
      socket.write(GET);
      await sleep(100);
      end();
      await until('it is closed', () => socket.closed);
      expect(text.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200']);
    });

    test('a session from before gives no rights either', async () => {
      const { port } = await serve({ access });
      let session: Buffer | undefined;
      const first = await connected(port, 'ci');
      first.on('session', (ticket: Buffer) => (session = ticket));
      expect(await ask(first)).toBe(200);
      await until('there is a session', () => session !== undefined);
      const resumed = await connected(port, 'ci', { session });
      expect([resumed.isSessionReused(), await ask(resumed)]).toEqual([true, 200]);
      withdraw();
      const later = await connected(port, undefined, { session });
      expect(await ask(later)).toBe(401);
    });

    test('a handshake that had begun gives no rights', async () => {
      const clientTurnedAway = jest.fn();
      const { port } = await serve({ access, events: { clientTurnedAway } });
      let pass: (() => void) | undefined;
      const relay = await relayTo(port, (chunk, index, send) => {
        // What a client sends second has its certificate.
        if (index === 0) send(chunk);
        else pass = () => send(chunk);
      });
      const socket = await connected(relay, 'ci');
      await until('the certificate is held back', () => pass !== undefined);
      withdraw();
      pass?.();
      await until('it is turned away', () => clientTurnedAway.mock.calls.length === 1);
      await until('it is closed', () => socket.closed);
    });

    test('who they stay for is not concerned by another certificate of the service', async () => {
      const { port } = await serve({ access });
      const socket = await connected(port, 'ci');
      const { cert, key } = ours.issue('other', 'localhost');
      tls.change({ cert: readFileSync(cert, 'utf8'), key: readFileSync(key, 'utf8') });
      expect(await ask(socket)).toBe(200);
    });
  });
});
