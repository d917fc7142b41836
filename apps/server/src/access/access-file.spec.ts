import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { useTemporaryDirectory } from '../../test/support/temporary-directory.js';
import { ConfigurationError } from '../operator-files/configuration-error.js';
import { type AccessRules, type Anonymous, clientsWithoutUser, readAccessFile } from './access-file.js';
import { makeToken } from './token.js';

const home = useTemporaryDirectory();

function read(text: string, anonymous: Anonymous = 'none'): AccessRules {
  writeFileSync(join(home(), 'access.yml'), text);
  return readAccessFile(join(home(), 'access.yml'), anonymous);
}

function faultsOf(text: string): readonly string[] {
  try {
    read(text);
  } catch (error) {
    if (error instanceof ConfigurationError)
      return error.faults.map((fault) => fault.replace(`the access file "${join(home(), 'access.yml')}": `, ''));
  }
  throw new Error('there is no fault');
}

const SHA256 = '5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8';

test('names clients, what lets them in, and what they may write', () => {
  const rules = read(`
anonymous: read
clients:
  - name: deploy-payments
    token_sha256: ${SHA256.toUpperCase()}
    write: ["payments/*"]
  - name: ops
    basic_auth_user: ops
    write: ["*/*", "a%2Fb/c"]
  - name: ci
    certificate_cn: ci.example.org
`);
  expect(rules.anonymous).toBe('read');
  expect(
    rules.clients.map(({ write, tokenSha256, ...client }) => ({
      ...client,
      token: tokenSha256?.toString('hex'),
      write: write.map(({ text }) => text),
    })),
  ).toEqual([
    {
      name: 'deploy-payments',
      token: SHA256,
      basicAuthUser: undefined,
      certificateCn: undefined,
      write: ['payments/*'],
    },
    { name: 'ops', token: undefined, basicAuthUser: 'ops', certificateCn: undefined, write: ['*/*', 'a%2Fb/c'] },
    { name: 'ci', token: undefined, basicAuthUser: undefined, certificateCn: 'ci.example.org', write: [] },
  ]);
});

test('the setting decides about anonymous where the file does not', () => {
  expect(read('clients: []', 'read').anonymous).toBe('read');
  expect(read('clients: []', 'none').anonymous).toBe('none');
  expect(read('{anonymous: none, clients: []}', 'read').anonymous).toBe('none');
});

const client = (rest: string): string => `clients: [{name: a, basic_auth_user: a, ${rest}}]`;

// cspell:ignore anonymos
test.each([
  ['', 'it is empty; name the clients, or write "clients: []"'],
  ['{}', 'the key "clients" is missing'],
  ['{anonymos: read, clients: []}', 'the key "anonymos" is not known; did you mean anonymous?'],
  ['{anonymous: write, clients: []}', 'anonymous is not one of read, none'],
  ['{anonymous: , clients: []}', 'anonymous is not one of read, none'],
  ['clients: {name: a}', 'clients is a mapping, not a list'],
  ['clients: [a]', 'clients[0] is a string, not a mapping'],
  ['clients: [{certificate_cn: a}]', 'clients[0]: the key "name" is missing'],
  [client('writes: []'), 'the key "writes" in clients[0] is not known; did you mean write?'],
  [client('write: "*/*"'), 'clients[0].write is a string, not a list'],
  [client('write: [5]'), 'clients[0].write[0] is a number, not a string; quote it'],
  [client('certificate_cn: yes, token_sha256: true'), 'clients[0].token_sha256 is a boolean, not a string; quote it'],
  ['clients: [{name: 7, certificate_cn: a}]', 'clients[0].name is a number, not a string; quote it'],
  ['clients: [{name: "", certificate_cn: a}]', 'clients[0].name must NOT have fewer than 1 characters'],
  [
    'clients: [{name: a, write: []}]',
    'clients[0]: the client "a" cannot log in; give it token_sha256, basic_auth_user or certificate_cn',
  ],
  [
    client('write: ["a/b/c"]'),
    'clients[0].write[0]: "a/b/c" is not a pattern; write application/environment with one slash, such as payments/* (write a slash in a name as %2F)',
  ],
  [client('write: [*/*]'), expect.stringMatching(/not YAML: .*; quote values that begin with \*$/)],
  [client('write: [*]'), expect.stringMatching(/not YAML: .*; quote values that begin with \*$/)],
])('%p: %s', (text, expected) => {
  expect(faultsOf(text)).toEqual([expected]);
});

test('a token in the place of its hash is not shown', () => {
  const { token } = makeToken();
  const [fault = ''] = faultsOf(client(`token_sha256: ${token}`));
  expect(fault).toBe(
    'clients[0].token_sha256: it is not a SHA-256 in 64 hexadecimal digits; target-eye token makes a token and its SHA-256',
  );
});

test.each([
  [
    'name: b, basic_auth_user: a',
    'clients[1].basic_auth_user: "a" is also that of clients[0]; each client needs its own',
  ],
  [
    'name: b, certificate_cn: cn',
    'clients[1].certificate_cn: "cn" is also that of clients[0]; each client needs its own',
  ],
  ['name: a, certificate_cn: b', 'clients[1].name: "a" is also that of clients[0]; each client needs its own'],
  [
    `name: b, token_sha256: ${SHA256.toUpperCase()}`,
    'clients[1].token_sha256: the same token is also that of clients[0]; each client needs its own',
  ],
])('two clients do not share a name or a credential (%s)', (second, expected) => {
  const first = `name: a, basic_auth_user: a, certificate_cn: cn, token_sha256: ${SHA256}`;
  expect(faultsOf(`clients: [{${first}}, {${second}}]`)).toEqual([expected]);
});

test('every fault is told at once', () => {
  expect(faultsOf('clients: [{name: a, write: [x, y]}, {name: a, token_sha256: z}]')).toHaveLength(5);
});

test('a client whose user does not exist is worth a warning', () => {
  const rules = read('clients: [{name: ops, basic_auth_user: bob}, {name: ci, certificate_cn: ci}]');
  expect(clientsWithoutUser(rules, new Map([['bob', 'hash']]))).toEqual([]);
  expect(clientsWithoutUser(rules, new Map())).toEqual([
    'the client "ops" of the access file cannot log in as the user "bob", who is not in basic_auth_users of the web config file',
  ]);
});
