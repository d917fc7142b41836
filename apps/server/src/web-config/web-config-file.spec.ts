import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createSecureContext } from 'node:tls';
import { useTemporaryDirectory } from '../../test/support/temporary-directory.js';
import { ConfigurationError } from '../operator-files/configuration-error.js';
import { readWebConfigFile, type WebConfig } from './web-config-file.js';

const home = useTemporaryDirectory();

const HASH = '$2y$10$X0h1gDsPszWURQaxFh.zoubFi6DXncSjhoQNJgRrnGs7EsimhC7zG';

function write(name: string, text: string): string {
  writeFileSync(join(home(), name), text);
  return join(home(), name);
}

function read(text: string): WebConfig {
  return readWebConfigFile(write('web.yml', text));
}

/** The faults of a file, without its name in front. */
function faultsOf(text: string): readonly string[] {
  try {
    read(text);
  } catch (error) {
    if (error instanceof ConfigurationError)
      return error.faults.map((fault) =>
        fault.replace(`the web config file "${join(home(), 'web.yml')}": `, '').replaceAll(home(), ''),
      );
  }
  throw new Error('there is no fault');
}

const TLS = 'tls_server_config:\n  cert: CERT\n  key: KEY\n';

describe('a file with everything', () => {
  const EVERYTHING = `
tls_server_config:
  cert_file: server.crt
  key_file: tls/server.key
  client_auth_type: RequireAndVerifyClientCert
  client_ca_file: ca.crt
  client_allowed_sans: [ci.example.org, 10.0.0.1]
  min_version: TLS12
  max_version: TLS13
  cipher_suites:
    - TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256
    - TLS_AES_128_GCM_SHA256
  prefer_server_cipher_suites: true
  curve_preferences: [CurveP256, X25519]
http_server_config:
  http2: yes
  headers:
    Content-Security-Policy: "default-src 'none'"
    X-Frame-Options: deny
    X-Content-Type-Options: nosniff
    X-XSS-Protection: 0
    Strict-Transport-Security: max-age=31536000
basic_auth_users:
  alice: ${HASH}
  123: ${HASH.replace('$2y', '$2a')}
rate_limit:
  interval: 50ms
  burst: 20
`;

  test('is understood, its paths from where it lies', () => {
    write('server.crt', 'CERT');
    write('ca.crt', 'CA');
    const path = write('web.yml', EVERYTHING.replace('tls/', ''));
    write('server.key', 'KEY');
    expect(readWebConfigFile(path)).toEqual({
      tls: {
        cert: 'CERT',
        key: 'KEY',
        passphrase: undefined,
        clientAuth: 'RequireAndVerifyClientCert',
        clientCa: 'CA',
        clientAllowedSans: ['ci.example.org', '10.0.0.1'],
        minVersion: 'TLSv1.2',
        maxVersion: 'TLSv1.3',
        ciphers:
          'TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256:ECDHE-RSA-AES128-GCM-SHA256',
        ecdhCurve: 'P-256:X25519',
      },
      users: new Map([
        ['123', HASH.replace('$2y', '$2a')],
        ['alice', HASH],
      ]),
      headers: new Map([
        ['Content-Security-Policy', "default-src 'none'"],
        ['X-Frame-Options', 'deny'],
        ['X-Content-Type-Options', 'nosniff'],
        ['X-XSS-Protection', '0'],
        ['Strict-Transport-Security', 'max-age=31536000'],
      ]),
      rateLimit: { requests: 20, milliseconds: 1000 },
      warnings: [],
      files: ['web.yml', 'server.crt', 'server.key', 'ca.crt'].map((name) => join(home(), name)),
    });
  });
});

test.each(['{}', 'tls_server_config:\nrate_limit:\n', 'http_server_config: {}'])('%p sets nothing', (text) => {
  expect(read(text)).toEqual({
    tls: undefined,
    users: new Map(),
    headers: new Map(),
    rateLimit: undefined,
    warnings: [],
    files: [join(home(), 'web.yml')],
  });
});

test.each(['', '# all of it is commented out\n'])('a file without any content (%p) is refused', (text) => {
  expect(faultsOf(text)).toEqual(['it is empty; write {} to set nothing']);
});

describe('TLS', () => {
  test('has the defaults of exporter-toolkit', () => {
    expect(read(TLS).tls).toEqual({
      cert: 'CERT',
      key: 'KEY',
      passphrase: undefined,
      clientAuth: 'NoClientCert',
      clientCa: undefined,
      clientAllowedSans: [],
      minVersion: 'TLSv1.2',
      maxVersion: 'TLSv1.3',
      ciphers: undefined,
      ecdhCurve: undefined,
    });
  });

  test('takes every cipher suite and curve of Go, in names that OpenSSL has', () => {
    const suites = ['ECDSA', 'RSA'].flatMap((kind) =>
      [
        'AES_128_GCM_SHA256',
        'AES_256_GCM_SHA384',
        'CHACHA20_POLY1305_SHA256',
        'AES_128_CBC_SHA',
        'AES_256_CBC_SHA',
      ].map((rest) => `TLS_ECDHE_${kind}_WITH_${rest}`),
    );
    const old = ['128_GCM_SHA256', '256_GCM_SHA384', '128_CBC_SHA', '256_CBC_SHA'].map(
      (rest) => `TLS_RSA_WITH_AES_${rest}`,
    );
    const all = [...suites, ...old, 'TLS_AES_256_GCM_SHA384'];
    const { tls } = read(
      `${TLS}  cipher_suites: [${all.join(', ')}]\n  curve_preferences: [CurveP256, CurveP384, CurveP521, X25519]\n`,
    );
    const ciphers = tls?.ciphers?.split(':') ?? [];
    expect(ciphers).toHaveLength(all.length + 2);
    for (const cipher of ciphers) expect(() => createSecureContext({ ciphers: cipher })).not.toThrow();
    expect(() => createSecureContext({ ecdhCurve: String(tls?.ecdhCurve) })).not.toThrow();
  });

  test.each([
    ['min_version: TLS10', 'TLSv1.2', '"TLS10" is too old; the oldest version that is served is 1.2'],
    ['min_version: TLS11', 'TLSv1.2', '"TLS11" is too old; the oldest version that is served is 1.2'],
  ])('%s is served as 1.2, with a warning', (line, minVersion, warning) => {
    const { tls, warnings } = read(`${TLS}  ${line}\n`);
    expect(tls).toMatchObject({ minVersion, maxVersion: 'TLSv1.3' });
    expect(warnings).toEqual([expect.stringContaining(`tls_server_config.min_version: ${warning}`)]);
  });

  test('warns of what has no effect', () => {
    write('other.crt', 'FILE');
    const { tls, warnings } = read(`${TLS}  cert_file: other.crt\n  prefer_server_cipher_suites: false\n`);
    expect(tls?.cert).toBe('FILE');
    expect(warnings).toEqual([
      expect.stringContaining('tls_server_config.cert: it has no effect, because cert_file is given as well'),
      expect.stringContaining('prefer_server_cipher_suites: it has no effect'),
    ]);
    expect(read('tls_server_config: {min_version: TLS13}')).toMatchObject({
      tls: undefined,
      warnings: [expect.stringContaining('min_version: it has no effect, because there is no cert_file')],
    });
  });

  test('knows the older name of RequireAnyClientCert', () => {
    expect(read(`${TLS}  client_auth_type: RequireClientCert\n`).tls?.clientAuth).toBe('RequireAnyClientCert');
  });

  test.each([
    ['tls_server_config: {cert: C}', ['tls_server_config: TLS needs key_file (or key), which is missing']],
    [
      'tls_server_config: {cert_file: no.crt, key_file: no.key}',
      [
        'tls_server_config.cert_file: "/no.crt" cannot be read (ENOENT)',
        'tls_server_config.key_file: "/no.key" cannot be read (ENOENT)',
      ],
    ],
    [`${TLS}  client_ca: CA`, [/client_ca_file has no effect without client_auth_type/]],
    [`${TLS}  client_auth_type: RequireAndVerifyClientCert`, [/"RequireAndVerifyClientCert" needs client_ca_file/]],
    [`${TLS}  client_auth_type: VerifyClientCertIfGiven`, [/"VerifyClientCertIfGiven" needs client_ca_file/]],
    [
      `${TLS}  client_auth_type: Require`,
      [/"Require" is not a client authentication; it must be one of NoClientCert, .*, RequireAndVerifyClientCert$/],
    ],
    [`${TLS}  client_allowed_sans: [a]`, [/client_allowed_sans: it needs client_auth_type .* not "NoClientCert"/]],
    [`${TLS}  min_version: TLS13\n  max_version: TLS12`, [/max_version: "TLS12" is below the min_version "TLS13"/]],
    [`${TLS}  max_version: TLS11`, [/max_version: "TLS11" is too old/]],
    [`${TLS}  min_version: "1.2"`, [/min_version: "1.2" is not a TLS version; it must be one of TLS13, TLS12/]],
    [
      `${TLS}  cipher_suites: [TLS_RSA_WITH_RC4_128_SHA]`,
      [/cipher_suites\[0\]: "TLS_RSA_WITH_RC4_128_SHA" is not a cipher suite; the nearest is TLS_/],
    ],
    [
      `${TLS}  curve_preferences: [P256]`,
      [/curve_preferences\[0\]: "P256" is not a curve; it must be one of CurveP256, /],
    ],
    [`${TLS}  prefer_server_cipher_suites: often`, [/"often" is not true or false/]],
  ])('%p has a fault', (text, expected) => {
    const faults = faultsOf(text);
    expect(faults).toHaveLength(expected.length);
    expected.forEach((fault, index) => {
      expect(faults[index]).toMatch(fault);
    });
  });
});

describe('a rate limit', () => {
  test.each([
    ['{interval: 1s, burst: 20}', { requests: 20, milliseconds: 20_000 }],
    ['{interval: 1m30s, burst: 1}', { requests: 1, milliseconds: 90_000 }],
    ['{interval: 1.5ms, burst: 100}', { requests: 100, milliseconds: 150 }],
    ['{interval: 250us, burst: 100}', { requests: 100, milliseconds: 25 }],
    ['{interval: 0, burst: 20}', undefined],
    ['{interval: 0s}', undefined],
    ['{burst: 20}', undefined],
  ])('%s is %p', (text, expected) => {
    expect(read(`rate_limit: ${text}`).rateLimit).toEqual(expected);
  });

  test.each([
    ['{interval: 1, burst: 20}', /interval: "1" is not a duration/],
    ['{interval: -1s, burst: 20}', /interval: "-1s" is not a duration/],
    ['{interval: 1s}', /burst: "0" is not a number of requests/],
    ['{interval: 1s, burst: 1.5}', /burst: "1.5" is not a number/],
    ['{interval: 24h, burst: 2}', /2 times 24h is more than a day/],
  ])('%s has a fault', (text, expected) => {
    expect(faultsOf(`rate_limit: ${text}`)).toEqual([expect.stringMatching(expected)]);
  });
});

describe('users', () => {
  test.each(['$2a$', '$2b$', '$2y$'])('may have hashes that begin with %s', (prefix) => {
    expect(read(`basic_auth_users: {a: "${HASH.replace('$2y$', prefix)}"}`).users.size).toBe(1);
  });

  test.each([
    'secret',
    HASH.slice(0, -1),
    HASH.replace('$2y', '$2x'),
    HASH.replace('$10$', '$03$'),
    HASH.replace('$10$', '$32$'),
  ])('have no hash like %p, which is not shown', (hash) => {
    const [fault = '', ...others] = faultsOf(`basic_auth_users: {alice: "${hash}"}`);
    expect(fault).toMatch(/^basic_auth_users.alice: it is not a bcrypt hash/);
    expect([fault.includes(hash), others]).toEqual([false, []]);
  });

  test('need a hash', () => {
    expect(faultsOf('basic_auth_users: {alice: }')).toEqual([expect.stringMatching(/alice: it is not a bcrypt hash/)]);
  });

  test('have names without colons', () => {
    expect(faultsOf(`basic_auth_users: {"a:b": ${HASH}}`)).toEqual([
      expect.stringMatching(/must not be empty or contain a colon \(RFC 7617\)/),
    ]);
  });

  test('are warned of when their hash is so costly that it keeps everybody waiting', () => {
    expect(read(`basic_auth_users: {alice: ${HASH.replace('$10$', '$15$')}}`).warnings).toEqual([
      expect.stringMatching(/alice: the hash has cost 15; from cost 15 on, a login takes seconds/),
    ]);
  });
});

// cspell:ignore burts
test.each([
  ['tls_server_conf: {}', /^the key "tls_server_conf" is not known; did you mean tls_server_config\?$/],
  [
    'tls_server_config: {cert_fil: a}',
    /^the key "cert_fil" in tls_server_config is not known; did you mean cert_file\?$/,
  ],
  ['http_server_config: {header: {}}', /"header" in http_server_config is not known; did you mean headers\?/],
  ['rate_limit: {burts: 1}', /"burts" in rate_limit is not known; did you mean burst\?/],
  ['basic_auth_users:', /^basic_auth_users is empty, not a mapping$/],
  ['basic_auth_users: {}', /^basic_auth_users: it names no user, so everybody may do everything/],
  ['basic_auth_users: [alice]', /^basic_auth_users is a list, not a mapping$/],
  ['basic_auth_users: alice', /^basic_auth_users is a string, not a mapping$/],
  ['tls_server_config: {cipher_suites: TLS_AES_128_GCM_SHA256}', /cipher_suites is a string, not a list/],
  ['just text', /^it is a string, not a mapping$/],
  ['http_server_config: {http2: maybe}', /http2: "maybe" is not true or false/],
  ['http_server_config: {headers: {X-Other: a}}', /X-Other: this header cannot be set; the ones that can are Strict-/],
  [
    'http_server_config: {headers: {X-Frame-Options: DENY}}',
    /"DENY" is not allowed; it must be one of deny, sameorigin/,
  ],
  ['http_server_config: {headers: {X-XSS-Protection: "a\\nb"}}', /is not printable ASCII on one line/],
  ['a: [', /^it is not YAML: line 1: /],
  ['rate_limit: {}\nrate_limit: {}', /^it is not YAML: line 2: /],
  ['{}\n---\n{}', /^it is not YAML: /],
])('%p has a fault', (text, expected) => {
  const [first = ''] = faultsOf(text);
  expect(first).toMatch(expected);
});

test.each(['"hunter2', '*hunter2', ']hunter2', '{a: b}}hunter2', '!hunter2 x', '@hunter2', '|hunter2', '&hunter2 *b'])(
  'a broken file is not quoted, because it may hold secrets: %s',
  (value) => {
    expect(faultsOf(`basic_auth_users:\n  alice: ${value}\n`).join()).toMatch(/^(?!.*hunter2)./);
  },
);

test('every fault is told at once', () => {
  expect(faultsOf('basic_auth_users: {a: b, c: d}\nrate_limit: {interval: x, burst: y}')).toHaveLength(4);
});

test('a file that is not there is a fault', () => {
  expect(() => readWebConfigFile(join(home(), 'nowhere.yml'))).toThrow(/nowhere.yml" cannot be read \(ENOENT\)/);
});
