import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Authority, createAuthority } from '../../server/test/support/certificates.js';
import { describeWith } from '../../server/test/support/needs.js';
import { type RunningServer, startServer } from '../../server/test/support/running-server.js';
import { runHere } from './support/run-here.js';

const home = mkdtempSync(join(tmpdir(), 'target-eye-'));
const path = (...names: readonly string[]): string => join(home, ...names);
const TOKEN = `te_${'x'.repeat(43)}`;

afterAll(() => {
  rmSync(home, { recursive: true, force: true });
});

describeWith(['openssl'])('over TLS', () => {
  let authority: Authority;
  let server: RunningServer;
  let client: { readonly cert: string; readonly key: string };
  const port = (): string => new URL(server.url).port;

  beforeAll(async () => {
    authority = createAuthority(home);
    createAuthority(home, 'stranger');
    const { cert, key } = authority.issue('server', 'localhost', { names: 'DNS:localhost' });
    client = authority.issue('client', 'deploy');
    writeFileSync(path('token'), `${TOKEN}\n`);
    writeFileSync(
      path('access.yml'),
      `clients:\n- name: ci\n  token_sha256: ${createHash('sha256').update(TOKEN).digest('hex')}\n  write: ["payments/*"]\n`,
    );
    server = await startServer({
      FILE_SD_DIRECTORY: path('file_sd'),
      CERTFILE: cert,
      KEYFILE: key,
      CA_CERTS: authority.ca,
      VERIFY_MODE: 'CERT_REQUIRED',
      ACCESS_FILE: path('access.yml'),
    });
  });
  afterAll(() => server.stop());

  const withCertificate = (): readonly string[] => [
    '--ca-file',
    authority.ca,
    '--cert',
    client.cert,
    '--key',
    client.key,
  ];
  const url = (): string => `https://localhost:${port()}`;

  test('authority, client certificate and token by options, by variables, and by a named server of the config file', async () => {
    const options = [...withCertificate(), '--url', url(), '--token-file', path('token')];
    expect(await runHere(['set', 'payments/prod', 'h:1', ...options])).toMatchObject({ status: 0, stderr: '' });
    const variables = {
      TARGETCTL_URL: url(),
      TARGETCTL_TOKEN: TOKEN,
      TARGETCTL_CA_FILE: authority.ca,
      TARGETCTL_CERT: client.cert,
      TARGETCTL_KEY: client.key,
    };
    expect(await runHere(['set', 'payments/two', 'h:2'], variables)).toMatchObject({ status: 0, stderr: '' });
    mkdirSync(path('config'));
    writeFileSync(
      path('config', 'targetctl.yaml'),
      `current: gone\nservers:\n  gone: {url: "http://127.0.0.1:9"}\n  tls: {url: "${url()}", token_file: ../token, ca_file: ../authority.pem, cert: ../client.pem, key: ../client.key}\n`,
    );
    const xdg = { XDG_CONFIG_HOME: path('config') };
    expect(await runHere(['set', 'payments/three', 'h:3', '--server', 'tls'], xdg)).toMatchObject({
      status: 0,
      stderr: '',
    });
    const { stdout } = await runHere(['list', '-o', 'json', ...options]);
    expect(JSON.parse(stdout)).toMatchObject({
      groups: [{ targets: ['h:1'] }, { targets: ['h:3'] }, { targets: ['h:2'] }],
    });
  });

  test('the right to a group is asked of the service, and a refusal has status 1', async () => {
    const { status, stderr } = await runHere([
      'set',
      'other/prod',
      'h:1',
      ...withCertificate(),
      '--url',
      url(),
      '--token-file',
      path('token'),
    ]);
    expect([status, stderr]).toEqual([1, expect.stringMatching(/^targetctl: .*other\/prod/)]);
    expect((await runHere(['set', 'payments/prod', 'h:1', ...withCertificate(), '--url', url()])).status).toBe(1);
  });

  test.each<[string, () => readonly string[], RegExp, number?]>([
    [
      'an authority that is not trusted',
      () => ['--url', url(), '--ca-file', path('stranger.pem'), '--cert', client.cert, '--key', client.key],
      /its certificate is of no authority that is trusted; --ca-file/,
    ],
    [
      'without an authority',
      () => ['--url', url(), '--cert', client.cert, '--key', client.key],
      /no authority that is trusted/,
    ],
    [
      'a certificate for another name',
      () => ['--url', `https://127.0.0.1:${port()}`, ...withCertificate()],
      /: its certificate is for another name\n$/,
    ],
    [
      'without the client certificate that it wants',
      () => ['--url', url(), '--ca-file', authority.ca],
      /client certificate|refused the TLS|connection was closed/,
    ],
    ['HTTP where there is TLS', () => ['--url', `http://localhost:${port()}`], /TLS|HTTP/i, 1],
  ])('%s is no connection: status 3 and a sentence', async (_, options, says, expected = 3) => {
    const { status, stdout, stderr } = await runHere(['list', ...options()]);
    expect([status, stdout]).toEqual([expected, '']);
    expect(stderr).toMatch(says);
  });

  test.each<[string, () => readonly string[], RegExp]>([
    ['is not there', () => ['--ca-file', '/nowhere'], /"\/nowhere" cannot be read \(ENOENT\)/],
    ['is no certificate', () => ['--cert', path('token')], /token" holds no certificate in PEM$/m],
    ['is no authority', () => ['--ca-file', client.key], /client\.key" holds no certificate in PEM$/m],
    [
      'is a certificate without its key',
      () => ['--cert', client.cert],
      /client\.pem" holds no private key in PEM; --key names the file that does$/m,
    ],
    ['is no key', () => ['--cert', client.cert, '--key', path('token')], /token" holds no private key in PEM$/m],
    [
      'is the key of another certificate',
      () => ['--cert', client.cert, '--key', path('server.key')],
      /the key in ".*server\.key" does not belong to the certificate in ".*client\.pem"$/m,
    ],
    [
      'is a key with a passphrase',
      () => {
        const { cert, key } = authority.issue('locked', 'locked', { password: 'secret' });
        return ['--cert', cert, '--key', key];
      },
      /the key in ".*locked\.key" has a passphrase; it must be stored without one$/m,
    ],
    [
      'is a damaged certificate',
      () => {
        writeFileSync(path('damaged.pem'), '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n');
        return ['--ca-file', path('damaged.pem')];
      },
      /damaged\.pem" holds a certificate that is damaged$/m,
    ],
  ])('a file that %s has status 2', async (_, options, says) => {
    for (const command of ['list', 'version']) {
      const { status, stderr } = await runHere([command, '--url', url(), ...options()]);
      expect([status, stderr]).toEqual([2, expect.stringMatching(says)]);
    }
  });
});

describe('what else may answer', () => {
  let other: Server;
  let answer: { status: number; type: string; body: string; headers?: Record<string, string> };
  const requests: { readonly authorization: string | undefined; readonly agent: string | undefined }[] = [];

  beforeAll(async () => {
    other = createServer((request, response) => {
      requests.push({ authorization: request.headers.authorization, agent: request.headers['user-agent'] });
      response.writeHead(answer.status, { 'Content-Type': answer.type, ...answer.headers }).end(answer.body);
    });
    await new Promise<void>((resolve) => {
      other.listen(0, '127.0.0.1', resolve);
    });
  });
  afterAll(() => {
    other.close();
    other.closeAllConnections();
  });

  const url = (): string => `http://127.0.0.1:${String((other.address() as AddressInfo).port)}`;

  test.each<[string, typeof answer, number, RegExp]>([
    ['the page of another service', { status: 200, type: 'text/html', body: '<p>' }, 3, /is not from Target-eye/],
    [
      'a redirect, which is not followed',
      { status: 302, type: 'text/html', body: '', headers: { Location: 'http://127.0.0.1:9/' } },
      3,
      /leads to another URL/,
    ],
    [
      'a failure of the service',
      {
        status: 500,
        type: 'application/json',
        body: '{"message":"the disk \\u001b[31m is broken","code":"internal","errors":[]}',
      },
      3,
      /the disk \\u001b\[31m is broken\ntargetctl: {3}its log calls this request \w+/,
    ],
    [
      'a refusal',
      { status: 403, type: 'application/json', body: '{"message":"no","code":"not_permitted","errors":[]}' },
      1,
      /^targetctl: no\n$/,
    ],
  ])('%s', async (_, given, status, says) => {
    answer = given;
    const ended = await runHere(['show', 'a/b', '--url', url()]);
    expect(ended).toMatchObject({ status, stdout: '' });
    expect(ended.stderr).toMatch(says);
  });

  test('a user with a password from a file is sent as basic auth', async () => {
    writeFileSync(path('password'), 'pass ü\n');
    answer = { status: 403, type: 'application/json', body: '{"message":"no","code":"not_permitted","errors":[]}' };
    await runHere(['show', 'a/b', '--url', url(), '--user', 'me', '--password-file', path('password')]);
    expect(requests.at(-1)).toEqual({
      authorization: `Basic ${Buffer.from('me:pass ü').toString('base64')}`,
      agent: 'targetctl/1.0.0',
    });
  });

  test('diff calls a refusal trouble, because 1 means that something differs', async () => {
    answer = { status: 403, type: 'application/json', body: '{"message":"no","code":"not_permitted","errors":[]}' };
    writeFileSync(path('groups.yaml'), '[{application: a, environment: b, targets: [h:1]}]');
    const ended = await runHere(['diff', path('groups.yaml'), '--url', url()]);
    expect(ended).toEqual({ status: 2, stdout: '', stderr: 'targetctl: no\n' });
  });

  test('without a terminal nobody is asked for a password', async () => {
    const { status, stderr } = await runHere(['show', 'a/b', '--url', url(), '--user', 'me']);
    expect([status, stderr]).toEqual([
      2,
      expect.stringMatching(/the password of "me" is not given, and there is no terminal/),
    ]);
  });
});
