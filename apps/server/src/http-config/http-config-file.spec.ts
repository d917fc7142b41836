import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createAuthority } from '../../test/support/certificates.js';
import { describeWith } from '../../test/support/needs.js';
import { useTemporaryDirectory } from '../../test/support/temporary-directory.js';
import { ConfigurationError } from '../operator-files/configuration-error.js';
import { readHttpConfig } from './http-config-file.js';
import { ETCD, NO_HTTP_CONFIG, PROMETHEUS, type Server } from './http-config.js';

const home = useTemporaryDirectory();

function write(name: string, text: string): string {
  writeFileSync(join(home(), name), text);
  return join(home(), name);
}

const read = (text: string, server: Server = PROMETHEUS) => readHttpConfig(write('http.yml', text), server);

/** The faults of a file, without its name in front. */
function faultsOf(text: string, server?: Server): readonly string[] {
  try {
    read(text, server);
  } catch (error) {
    if (error instanceof ConfigurationError)
      return error.faults.map((fault) => fault.replace(`the HTTP config file "${join(home(), 'http.yml')}": `, ''));
  }
  throw new Error('there is no fault');
}

test('without a file nothing is shown to the server', () => {
  expect(readHttpConfig(undefined, PROMETHEUS)).toEqual({ value: NO_HTTP_CONFIG, files: [] });
  expect(read('{}').value).toEqual(NO_HTTP_CONFIG);
});

test.each([
  ['basic_auth: {username: ops, password: "1234"}', `Basic ${btoa('ops:1234')}`],
  ['basic_auth: {username_file: user, password_file: secret}', `Basic ${btoa('ops:hunter2')}`],
  ['basic_auth: {username: ops}', `Basic ${btoa('ops:')}`],
  ['authorization: {credentials: abc}', 'Bearer abc'],
  ['authorization: {type: Token, credentials_file: secret}', 'Token hunter2'],
  ['bearer_token: abc', 'Bearer abc'],
  ['bearer_token_file: secret', 'Bearer hunter2'],
])('%s is a login', (text, expected) => {
  write('secret', ' hunter2\n');
  write('user', 'ops\n');
  expect(read(text).value.authorization).toBe(expected);
});

test('every file that it names is followed', () => {
  write('secret', 'hunter2');
  write('user', 'ops');
  const { files } = read('basic_auth: {username_file: user, password_file: secret}');
  expect(files).toEqual(['http.yml', 'user', 'secret'].map((name) => join(home(), name)));
});

// cspell:ignore pasword
test.each([
  ['', ['it is empty; write {} to set nothing']],
  ['# all of it is commented out', ['it is empty; write {} to set nothing']],
  ['basic_auth: {username: a}\nbearer_token: b', [/^basic_auth and bearer_token are given, and only one login/]],
  ['basic_auth: {password: b}', ['basic_auth: the key "username" (or "username_file") is missing']],
  ['basic_auth: {username: "a:b"}', ['basic_auth: a user name must not contain a colon (RFC 7617)']],
  [
    'basic_auth: {username: a, pasword: b}',
    [/^the key "pasword" in basic_auth is not known; did you mean password\?$/],
  ],
  [
    'basic_auth: {username: a, password: b, password_file: c}',
    [/^basic_auth.password_file: password is given/, /ENOENT/],
  ],
  ['bearer_token_file: missing', [/^bearer_token_file: ".*\/missing" cannot be read \(ENOENT\)$/]],
  ['bearer_token_file: empty', ['bearer_token_file: "empty" is empty']],
  ['authorization: {type: Basic, credentials: x}', [/^authorization.type: a user and a password belong in basic_auth/]],
  ['authorization: {type: "a b", credentials: x}', [/^authorization.type: "a b" is not the name of a scheme/]],
  ['authorization: {type: Bearer}', ['authorization: the key "credentials" (or "credentials_file") is missing']],
  [
    'proxy_url: http://x\noauth2: {}',
    [/^the key "proxy_url" is not supported; the keys that are: basic_auth, /, /oauth2/],
  ],
  ['tls_config: {cert: x}', [/^tls_config: a certificate and its key belong together/, /cert contains no PEM/]],
  ['tls_config: {ca_file: missing}', [/^tls_config.ca_file: ".*\/missing" cannot be read/]],
  ['tls_config: {insecure_skip_verify: maybe}', [/^tls_config.insecure_skip_verify: "maybe" is not true or false/]],
  ['tls_config: {min_version: TLS13, max_version: TLS12}', [/^tls_config.max_version: "TLS12" is below/]],
])('%j has a fault', (text, expected) => {
  write('empty', '\n');
  const faults = faultsOf(text);
  expect(faults).toHaveLength(expected.length);
  expected.forEach((fault, index) => {
    expect(faults[index]).toMatch(fault);
  });
});

test('credentials that are no header are refused, and not shown', () => {
  const [fault = ''] = faultsOf('bearer_token: "hunter2\\nX-Evil: 1"');
  expect(fault).toBe('bearer_token: the credentials are not printable ASCII on one line, as a header must be');
});

describe('for etcd', () => {
  test('the user and the password are given as such', () => {
    write('secret', ' hunter2\n');
    expect(read('basic_auth: {username: root, password_file: secret}', ETCD).value.basicAuth).toEqual({
      username: 'root',
      password: 'hunter2',
    });
    expect(read('tls_config: {server_name: etcd.example.org}', ETCD).value.basicAuth).toBeUndefined();
  });

  test.each(['authorization: {credentials: x}', 'bearer_token: x', 'bearer_token_file: x'])(
    '%s is refused by its name, whether its file can be read or not',
    (text) => {
      const [key = ''] = text.split(':');
      expect(faultsOf(text, ETCD)).toEqual([
        `the key "${key}" is no login that etcd takes; the keys that are supported: basic_auth, tls_config`,
      ]);
    },
  );

  test('a warning says who is believed', () => {
    expect(read('tls_config: {insecure_skip_verify: yes}', ETCD).value.warnings).toEqual([
      expect.stringContaining('whoever answers in the place of etcd is believed'),
    ]);
  });
});

describeWith(['openssl'])('TLS', () => {
  test('is what the section says', () => {
    const authority = createAuthority(home());
    const { cert, key } = authority.issue('client', 'ops');
    const text = `tls_config: {ca_file: ${authority.ca}, cert_file: ${cert}, key_file: ${key}, server_name: a, min_version: TLS13}`;
    const { value, files } = read(text);
    expect(value.tls).toEqual({
      ca: expect.stringContaining('CERTIFICATE') as string,
      cert: expect.stringContaining('CERTIFICATE') as string,
      key: expect.stringContaining('PRIVATE KEY') as string,
      servername: 'a',
      rejectUnauthorized: true,
      minVersion: 'TLSv1.3',
      maxVersion: 'TLSv1.3',
    });
    expect(files).toEqual([join(home(), 'http.yml'), authority.ca, cert, key]);
  });

  test('with a key of another certificate is refused', () => {
    const authority = createAuthority(home());
    const [one, other] = ['one', 'other'].map((name) => authority.issue(name, name));
    expect(faultsOf(`tls_config: {cert_file: ${one?.cert ?? ''}, key_file: ${other?.key ?? ''}}`)).toEqual([
      expect.stringMatching(/^tls_config: it cannot be used: /),
    ]);
  });

  test('that believes everybody is a warning', () => {
    const { value } = read('tls_config: {insecure_skip_verify: yes}');
    expect(value.tls.rejectUnauthorized).toBe(false);
    expect(value.warnings).toEqual([expect.stringContaining('tls_config.insecure_skip_verify: whoever answers')]);
  });
});
