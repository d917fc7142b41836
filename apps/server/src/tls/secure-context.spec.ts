import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { TLSSocket } from 'node:tls';
import { createAuthority } from '../../test/support/certificates.js';
import { describeWith } from '../../test/support/needs.js';
import { useTemporaryDirectory } from '../../test/support/temporary-directory.js';
import { checkTls, refusalOf } from './secure-context.js';
import type { ClientAuth, TlsSettings } from './tls-settings.js';

const home = useTemporaryDirectory();

function settings(clientAuth: ClientAuth, clientAllowedSans: readonly string[] = []): TlsSettings {
  return {
    cert: '',
    key: '',
    passphrase: undefined,
    clientAuth,
    clientCa: undefined,
    clientAllowedSans,
    minVersion: 'TLSv1.2',
    maxVersion: 'TLSv1.3',
    ciphers: undefined,
    ecdhCurve: undefined,
  };
}

/** What the rules look at of a socket: the certificate with these names, if any, and whether it was verified. */
function socketWith(names: string | undefined, authorized: 'verified' | 'not verified'): TLSSocket {
  const issue = (): string => createAuthority(home()).issue('client', 'ci', { names: names ?? '' }).cert;
  const certificate = names === undefined ? undefined : new X509Certificate(readFileSync(issue()));
  return {
    getPeerX509Certificate: () => certificate,
    authorized: authorized === 'verified',
    authorizationError: 'SELF_SIGNED',
  } as unknown as TLSSocket;
}

describeWith(['openssl'])('a client', () => {
  const GOOD = 'DNS:ci.example.org';

  test.each<[ClientAuth, readonly [none: boolean, foreign: boolean, good: boolean]]>([
    ['NoClientCert', [true, true, true]],
    ['RequestClientCert', [true, true, true]],
    ['RequireAnyClientCert', [false, true, true]],
    ['VerifyClientCertIfGiven', [true, false, true]],
    ['RequireAndVerifyClientCert', [false, false, true]],
  ])('with %s may stay without, with a foreign, with a good certificate: %j', (clientAuth, expected) => {
    const sockets = [
      socketWith(undefined, 'not verified'),
      socketWith(GOOD, 'not verified'),
      socketWith(GOOD, 'verified'),
    ];
    expect(sockets.map((socket) => refusalOf(settings(clientAuth), socket) === undefined)).toEqual(expected);
  });

  test.each([
    ['DNS:a.example.org,DNS:ci.example.org', 'ci.example.org', true],
    ['IP:10.1.2.3', '10.1.2.3', true],
    ['email:ci@example.org', 'ci@example.org', true],
    ['URI:spiffe://example.org/ci', 'spiffe://example.org/ci', true],
    ['DNS:evil.ci.example.org', 'ci.example.org', false],
    ['DNS:ci.example.org.evil', 'ci.example.org', false],
    ['@names\n[names]\nURI.1=x://evil, DNS:ci.example.org', 'ci.example.org', false],
  ])('whose certificate has %s, where %s is allowed, may stay: %s', (names, allowed, mayStay) => {
    const reason = refusalOf(settings('RequireAndVerifyClientCert', [allowed]), socketWith(names, 'verified'));
    expect(reason === undefined).toBe(mayStay);
  });
});

describeWith(['openssl'])('a file that is read while it is written', () => {
  const complete = (): TlsSettings => {
    const authority = createAuthority(home());
    const { cert, key } = authority.issue('server', 'eye.example.org');
    const read = (path: string): string => readFileSync(path, 'utf8');
    const ca = read(authority.ca);
    return {
      ...settings('VerifyClientCertIfGiven'),
      cert: read(cert),
      key: read(key),
      clientCa: ca + ca,
    };
  };
  const cut = (pem = ''): string => pem.slice(0, -60);

  test('is not taken, neither empty nor cut nor as something else', () => {
    const whole = complete();
    const attempt = (tls: TlsSettings) => () => {
      checkTls(tls);
    };
    expect(attempt(whole)).not.toThrow();
    for (const part of ['cert', 'key', 'clientCa'] as const)
      for (const text of ['', '\n', 'x', cut(whole[part])])
        expect(attempt({ ...whole, [part]: text })).toThrow(/^TLS cannot be served as configured/);
  });
});
