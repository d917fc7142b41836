import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createAuthority } from '../../test/support/certificates.js';
import { describeWith } from '../../test/support/needs.js';
import { useTemporaryDirectory } from '../../test/support/temporary-directory.js';
import { NO_HTTP_CONFIG } from '../http-config/http-config.js';
import { NO_WEB_CONFIG } from '../web-config/web-config-file.js';
import { servedCertificate } from '../tls/certificate.js';
import { readTlsFiles } from '../tls/tls-files.js';
import { parseBind } from '../net/bind-address.js';
import { loadConfiguration } from './configuration.js';
import { type Effective, effectiveWarnings } from './effective-warnings.js';

const home = useTemporaryDirectory();
const NOW = new Date('2026-11-26T00:00:00Z');
const USERS = { ...NO_WEB_CONFIG, users: new Map([['ops', 'x']]) };
const RULES = { anonymous: 'none', clients: [] } as const;

/** What is in force, in a directory that everybody may read, on the addresses given. */
function effective(bind: string, more: Partial<Effective> = {}, environment: NodeJS.ProcessEnv = {}): Effective {
  const scheme = more.tls === undefined ? 'http' : 'https';
  return {
    configuration: loadConfiguration({ environment: { FILE_SD_DIRECTORY: home(), ...environment } }),
    webConfig: NO_WEB_CONFIG,
    rules: undefined,
    tls: undefined,
    httpConfig: NO_HTTP_CONFIG,
    etcdHttpConfig: NO_HTTP_CONFIG,
    addresses: parseBind(bind).map((address) => ({ address, scheme })),
    ...more,
  };
}

const codes = (given: Effective, now = NOW) => effectiveWarnings(given, now).map(({ code }) => code);

const LOCAL = '127.0.0.1:80,127.1.2.3:80,[::1]:80,localhost:80,unix:/run/x';

describe('writing without a login', () => {
  test('is nothing to warn of where only this host reaches the service', () => {
    expect(codes(effective(LOCAL))).toEqual([]);
  });

  test.each(['0.0.0.0:80', '[::]:80', '10.0.0.7:80', 'te.example.org:80'])('is a warning on %s', (bind) => {
    expect(codes(effective(bind))).toEqual(['open_to_everybody']);
    expect(effectiveWarnings(effective(`${LOCAL},${bind}`), NOW)).toEqual([
      {
        code: 'open_to_everybody',
        message: `anybody who reaches http://${bind} may change what Prometheus scrapes; name clients in access_file, or bind to a loopback address or a Unix socket`,
      },
    ]);
  });

  test('can be accepted', () => {
    expect(codes(effective('0.0.0.0:80', {}, { ACCEPTED_WARNINGS: 'open_to_everybody' }))).toEqual([]);
  });
});

describe('logins without TLS', () => {
  test.each([{ webConfig: USERS }, { rules: RULES }])('are a warning where others can listen', (more) => {
    expect(codes(effective(LOCAL, more))).toEqual([]);
    expect(codes(effective('0.0.0.0:80', more))).toEqual(['passwords_without_tls']);
    const accepted = { ACCEPTED_WARNINGS: 'passwords_without_tls' };
    expect(codes(effective('0.0.0.0:80', more, accepted))).toEqual([]);
  });
});

describe('the login for a Prometheus', () => {
  const found = (urls: string, authorization: string | undefined) =>
    effectiveWarnings(
      effective('[::1]:80', { httpConfig: { ...NO_HTTP_CONFIG, authorization } }, { PROMETHEUS_URLS: urls }),
      NOW,
    );

  test('is a warning where it goes to another host in the clear, and is not shown', () => {
    expect(found('http://localhost:9090,http://[::1]:9090,http://127.0.0.1/x,https://a', 'Bearer s')).toEqual([]);
    expect(found('http://a:9090,https://b,http://10.0.0.7/x', undefined)).toEqual([]);
    expect(found('http://a:9090,https://b,http://10.0.0.7/x', 'Bearer s')).toEqual([
      {
        code: 'prometheus_login_without_tls',
        message:
          'the login that is sent to http://a:9090 and http://10.0.0.7/x can be read on the way; serve TLS there and write https',
      },
    ]);
  });
});

describe('a cluster on another host', () => {
  const found = (endpoints: string, more: Partial<Effective> = {}) =>
    effectiveWarnings(effective('[::1]:80', more, { ETCD_ENDPOINTS: endpoints }), NOW);
  const etcdHttpConfig = { ...NO_HTTP_CONFIG, basicAuth: { username: 'root', password: 'hunter2' } };

  test('is a warning where it is reached in the clear, and a graver one with a login, which is not shown', () => {
    expect(found('http://localhost:2379,http://[::1]:2379', { etcdHttpConfig })).toEqual([]);
    expect(found('https://a:2379', { etcdHttpConfig })).toEqual([]);
    expect(found('http://127.0.0.1:2379,http://a:2379,http://10.0.0.7:2379')).toEqual([
      {
        code: 'etcd_without_tls',
        message:
          'target groups that are sent to http://a:2379 and http://10.0.0.7:2379 can be read and changed on the way; serve TLS there and write https',
      },
    ]);
    expect(found('http://a:2379', { etcdHttpConfig })).toEqual([
      {
        code: 'etcd_login_without_tls',
        message:
          'the login and target groups that are sent to http://a:2379 can be read and changed on the way; serve TLS there and write https',
      },
    ]);
  });
});

test.each(['httpConfig', 'etcdHttpConfig'])('what is doubtful in an HTTP config file is a warning: %s', (name) => {
  const config = { ...NO_HTTP_CONFIG, warnings: ['it believes everybody'] };
  expect(effectiveWarnings(effective('[::1]:80', { [name]: config }), NOW)).toEqual([
    { code: 'file_doubtful', message: 'it believes everybody' },
  ]);
});

describeWith(['openssl'])('with TLS', () => {
  const served = () => {
    const { cert, key } = createAuthority(home()).issue('server', 'localhost');
    const { settings } = loadConfiguration({
      environment: { FILE_SD_DIRECTORY: home(), CERTFILE: cert, KEYFILE: key },
    });
    const tls = readTlsFiles(settings).value;
    if (tls === undefined) throw new Error('there is no certificate');
    return { tls, end: servedCertificate(tls).end.getTime() };
  };
  const before = (end: number, days: number) => new Date(end - days * 86_400_000);

  test('logins are safe, and writing without one is not', () => {
    const { tls, end } = served();
    expect(codes(effective('0.0.0.0:80', { tls, rules: RULES }), before(end, 20))).toEqual([]);
    expect(codes(effective('0.0.0.0:80', { tls }), before(end, 20))).toEqual(['open_to_everybody']);
    const strict = { ...tls, clientAuth: 'RequireAndVerifyClientCert' } as const;
    expect(codes(effective('0.0.0.0:80', { tls: strict }), before(end, 20))).toEqual([]);
  });

  test.each([
    [14.1, []],
    [13.9, ['certificate_ends_soon']],
    [0.1, ['certificate_ends_soon']],
    [-0.1, ['certificate_expired']],
  ])('%d days before the certificate ends the warnings are %j', (days, expected) => {
    const { tls, end } = served();
    expect(codes(effective('127.0.0.1:80', { tls }), before(end, days))).toEqual(expected);
  });
});

describe('the directory', () => {
  const below = () => join(home(), 'above', 'sd');
  beforeEach(() => {
    mkdirSync(below(), { recursive: true });
    for (const path of ['above', 'above/sd']) chmodSync(join(home(), path), 0o755);
  });
  const found = () => effectiveWarnings(effective('127.0.0.1:80', {}, { FILE_SD_DIRECTORY: below() }), NOW);

  test('is nothing to warn of when others can read it, or when it is not there yet', () => {
    expect(found()).toEqual([]);
    chmodSync(join(home(), 'above'), 0o711);
    expect(found()).toEqual([]);
    expect(codes(effective('127.0.0.1:80', {}, { FILE_SD_DIRECTORY: join(home(), 'missing') }))).toEqual([]);
  });

  test.each([
    ['above', 0o700],
    ['above', 0o754],
    ['above/sd', 0o750],
    ['above/sd', 0o751],
  ])('is a warning when they cannot: %s has the mode %o', (path, mode) => {
    chmodSync(join(home(), path), mode);
    expect(found()).toEqual([
      {
        code: 'directory_not_readable',
        message: expect.stringContaining(
          `${JSON.stringify(join(home(), path))} has the mode 0${mode.toString(8)}; `,
        ) as string,
      },
    ]);
  });
});
