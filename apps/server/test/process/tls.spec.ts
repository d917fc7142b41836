import { type ChildProcess, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { connect as connectTcp } from 'node:net';
import { join } from 'node:path';
import { connect, type TLSSocket } from 'node:tls';
import { createAuthority } from '../support/certificates.js';
import { describeWith } from '../support/needs.js';
import { runServer, type RunningServer, startServer } from '../support/running-server.js';
import { useTemporaryDirectory } from '../support/temporary-directory.js';
import { until } from '../support/until.js';

const home = useTemporaryDirectory();
const running: RunningServer[] = [];
afterEach(() => Promise.all(running.splice(0).map((server) => server.stop())));

/** Starts the service with a certificate for localhost, `server.pem`, and with what else is given. */
async function serve(environment: Record<string, string> = {}): Promise<RunningServer> {
  const { cert, key } = createAuthority(home()).issue('server', 'localhost');
  const server = await startServer({
    FILE_SD_DIRECTORY: join(home(), 'file_sd'),
    CERTFILE: cert,
    KEYFILE: key,
    KEEP_ALIVE_TIMEOUT: '60',
    ...environment,
  });
  running.push(server);
  return server;
}

/** What `openssl s_client` says of a connection over which a GET was sent. */
function askWithOpenssl(server: RunningServer, ...options: readonly string[]): { answer: string; errors: string } {
  return askFor('/shop/prod', server, ...options);
}

function askFor(
  path: string,
  server: RunningServer,
  ...options: readonly string[]
): { answer: string; errors: string } {
  const { port } = new URL(server.url);
  const args = ['s_client', '-connect', `127.0.0.1:${port}`, '-servername', 'localhost', '-ign_eof', ...options];
  const input = `GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`;
  const { stdout, stderr } = spawnSync('openssl', args, { input, encoding: 'utf8', timeout: 20_000 });
  return { answer: stdout, errors: stderr };
}

const subjectAt = (server: RunningServer): string | undefined =>
  /subject=CN ?= ?(\S+)/.exec(askWithOpenssl(server).answer)?.[1];

async function logged(server: RunningServer, expected: string): Promise<void> {
  await until(`the log has ${expected}`, () => server.output().includes(expected));
}

/** Puts another certificate in the place of the server's. */
function replaceCertificate(commonName: string): void {
  const { cert, key } = createAuthority(home(), 'other').issue('next', commonName);
  copyFileSync(key, join(home(), 'server.key'));
  copyFileSync(cert, join(home(), 'server.pem'));
}

const hangUp = (child: ChildProcess) => child.kill('SIGHUP');

describeWith(['openssl'])('TLS', () => {
  test('is served in versions 1.2 and 1.3, and in no older one', async () => {
    const server = await serve();
    expect(server.url).toMatch(/^https:/);
    const verified = [
      '-CAfile',
      join(home(), 'authority.pem'),
      '-verify_return_error',
      '-verify_hostname',
      'localhost',
    ];
    for (const [version, name] of [
      ['-tls1_2', 'TLSv1.2'],
      ['-tls1_3', 'TLSv1.3'],
    ] as const) {
      const { answer } = askWithOpenssl(server, version, ...verified);
      expect(answer).toMatch(/HTTP\/1\.1 200 OK[^]*\r\n\r\n\[\]\n/);
      expect(answer).toContain(name);
      expect(answer).toContain('Verify return code: 0 (ok)');
    }
    const old = askWithOpenssl(server, '-tls1_1', '-cipher', 'DEFAULT@SECLEVEL=0');
    expect(old.answer).not.toContain('HTTP/1.1');
    expect(old.errors).toContain('alert protocol version');
  });

  test('has only the ciphers that are set', async () => {
    const server = await serve({ CIPHERS: 'ECDHE-ECDSA-AES256-GCM-SHA384' });
    expect(askWithOpenssl(server, '-tls1_2').answer).toContain('ECDHE-ECDSA-AES256-GCM-SHA384');
    const other = askWithOpenssl(server, '-tls1_2', '-cipher', 'ECDHE-ECDSA-AES128-GCM-SHA256');
    expect(other.answer).not.toContain('HTTP/1.1');
  });

  test('is not served on insecure_bind', async () => {
    const server = await serve({ INSECURE_BIND: '127.0.0.1:0' });
    await logged(server, 'address=http://');
    const [, insecure = ''] = /address=(http:\/\/\S+)/.exec(server.output()) ?? [];
    expect((await fetch(`${insecure}/-/ready`)).status).toBe(200);
  });

  test('reads a key with its password, and says in one line when that is wrong', async () => {
    const { cert, key } = createAuthority(home()).issue('locked', 'localhost', { password: 'sesame' });
    const files = { CERTFILE: cert, KEYFILE: key };
    const server = await serve({ ...files, KEYFILE_PASSWORD: 'sesame' });
    expect(askWithOpenssl(server).answer).toContain('HTTP/1.1 200 OK');
    await server.stop();
    const environment = { FILE_SD_DIRECTORY: join(home(), 'file_sd'), ...files, KEYFILE_PASSWORD: 'barley' };
    const { status, stderr } = await runServer(environment);
    expect([status, stderr]).toEqual([
      1,
      expect.stringMatching(/^target-eye: TLS cannot be served as configured: .*\n$/),
    ]);
    expect(stderr).not.toContain('barley');
  });

  test.each([
    ['a key of another certificate', 'other.pem', 'server.key', /^target-eye: TLS cannot be served .*mismatch.*\n$/],
    ['a certificate that is none', 'garbage', 'server.key', /^target-eye: TLS cannot be served .*\n$/],
    [
      'a key that is missing',
      'server.pem',
      'nowhere',
      /^target-eye: keyfile: ".*nowhere" cannot be read \(ENOENT\)\n$/,
    ],
  ])('does not start with %s', async (_, cert, key, message) => {
    createAuthority(home()).issue('server', 'localhost');
    createAuthority(home(), 'other');
    writeFileSync(join(home(), 'garbage'), 'x');
    const { status, stderr } = await runServer({
      FILE_SD_DIRECTORY: join(home(), 'file_sd'),
      CERTFILE: join(home(), cert),
      KEYFILE: join(home(), key),
    });
    expect([status, stderr]).toEqual([1, expect.stringMatching(message)]);
  });
});

describeWith(['openssl'])('a certificate that is replaced', () => {
  test.each([
    ['is served when its files change', () => undefined],
    ['is served on SIGHUP', hangUp],
  ])('%s, without dropping a connection', async (_, tell) => {
    const server = await serve();
    const open = await openConnection(server);
    expect(await open.get()).toContain('200 OK');
    replaceCertificate('renewed');
    tell(server.process);
    await logged(server, 'msg=reloaded file=certfile');
    await until('it is served', () => subjectAt(server) === 'renewed');
    expect(await open.get()).toContain('200 OK');
    expect(open.subject).toBe('localhost');
  });

  test('stays out when it is broken, which is said loudly', async () => {
    const server = await serve();
    const good = readFileSync(join(home(), 'server.key'));
    createAuthority(home(), 'other').issue('server', 'broken');
    writeFileSync(join(home(), 'server.key'), good);
    hangUp(server.process);
    await logged(server, 'level=error msg="cannot be reloaded');
    expect(server.output()).toMatch(/file=certfile error=.*TLS cannot be served as configured.*mismatch/);
    expect(subjectAt(server)).toBe('localhost');
  });
});

describeWith(['openssl'])('client certificates', () => {
  const clientOf = (authority: string): readonly string[] => {
    const { cert, key } = createAuthority(home(), authority).issue(`${authority}-client`, 'ci.example.org');
    return ['-cert', cert, '-key', key];
  };

  test.each([
    ['CERT_REQUIRED', false],
    ['CERT_OPTIONAL', true],
  ])('with %s: a good one passes, a foreign one does not, none passes: %s', async (mode, isOptional) => {
    const known = clientOf('clients');
    const server = await serve({ CA_CERTS: join(home(), 'clients.pem'), VERIFY_MODE: mode });
    expect(askWithOpenssl(server, ...known).answer).toContain('HTTP/1.1 200 OK');
    expect(askWithOpenssl(server).answer.includes('HTTP/1.1 200 OK')).toBe(isOptional);
    expect(askWithOpenssl(server, ...clientOf('strangers')).answer).not.toContain('HTTP/1.1');
    await logged(server, 'msg="client turned away" source=127.0.0.1 reason="its certificate is not accepted');
    const turnedAway = isOptional ? 1 : 2;
    expect(askFor('/metrics', server, ...known).answer).toContain(
      `target_eye_logins_refused_total{scheme="certificate"} ${String(turnedAway)}`,
    );
  });

  test('are checked against the authorities as they are now', async () => {
    const first = clientOf('clients');
    const server = await serve({ CA_CERTS: join(home(), 'clients.pem'), VERIFY_MODE: '2' });
    const second = clientOf('successors');
    expect(askWithOpenssl(server, ...second).answer).not.toContain('HTTP/1.1');
    copyFileSync(join(home(), 'successors.pem'), join(home(), 'clients.pem'));
    hangUp(server.process);
    await logged(server, 'msg=reloaded');
    expect(askWithOpenssl(server, ...second).answer).toContain('HTTP/1.1 200 OK');
    expect(askWithOpenssl(server, ...first).answer).not.toContain('HTTP/1.1');
  });
});

describeWith(['openssl'])('a handshake that never ends', () => {
  test('is cut off when its time is over', async () => {
    const server = await serve({ SSL_HANDSHAKE_TIMEOUT: '0.2' });
    const stuck = connectTcp(Number(new URL(server.url).port), '127.0.0.1');
    stuck.on('error', () => undefined);
    stuck.resume();
    await once(stuck, 'close');
    expect(askWithOpenssl(server).answer).toContain('HTTP/1.1 200 OK');
  });
});

describeWith(['openssl'])('a client certificate of an authority that the system trusts', () => {
  test.each(['RequestClientCert', 'RequireAnyClientCert'])('is no login with %s', async (type) => {
    const { cert, key } = createAuthority(home(), 'public').issue('client', 'ci.example.org');
    createAuthority(home()).issue('server', 'localhost');
    const tls = `tls_server_config: { cert_file: server.pem, key_file: server.key, client_auth_type: ${type} }\n`;
    writeFileSync(join(home(), 'web.yml'), tls);
    writeFileSync(join(home(), 'access.yml'), 'clients: [{ name: ci, certificate_cn: ci.example.org }]\n');
    const server = await startServer({
      FILE_SD_DIRECTORY: join(home(), 'file_sd'),
      WEB_CONFIG_FILE: join(home(), 'web.yml'),
      ACCESS_FILE: join(home(), 'access.yml'),
      NODE_EXTRA_CA_CERTS: join(home(), 'public.pem'),
    });
    running.push(server);
    expect(askWithOpenssl(server, '-cert', cert, '-key', key).answer).toContain('HTTP/1.1 401 ');
  });
});

describeWith(['openssl'])('a stop', () => {
  test('lets a request in flight finish over TLS, and waits for no handshake that never ends', async () => {
    const server = await serve({ GRACEFUL_TIMEOUT: '2' });
    const { port } = new URL(server.url);
    const stuck = connectTcp(Number(port), '127.0.0.1');
    stuck.on('error', () => undefined);
    await once(stuck, 'connect');
    const open = await openConnection(server);
    open.socket.write(
      'PUT /shop/prod HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nContent-Length: 19\r\nExpect: 100-continue\r\n\r\n{',
    );
    await once(open.socket, 'data');
    const ended = server.stop();
    await logged(server, 'msg=stopping');
    const answer = once(open.socket, 'data') as Promise<[Buffer]>;
    open.socket.write('"targets":["h:1"]}');
    expect((await answer)[0].toString()).toContain('200 OK');
    expect(await ended).toBe(0);
  });
});

/** A connection over which one request after another is sent. */
async function openConnection(server: RunningServer): Promise<{
  readonly socket: TLSSocket;
  readonly subject: string;
  readonly get: () => Promise<string>;
}> {
  const { port } = new URL(server.url);
  const socket = connect({ port: Number(port), host: '127.0.0.1', rejectUnauthorized: false });
  await once(socket, 'secureConnect');
  return {
    socket,
    subject: String(socket.getPeerCertificate().subject.CN),
    get: async () => {
      const answer = once(socket, 'data') as Promise<[Buffer]>;
      socket.write('GET /shop/prod HTTP/1.1\r\nHost: h\r\n\r\n');
      return (await answer)[0].toString();
    },
  };
}
