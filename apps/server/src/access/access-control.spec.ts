import { createHash } from 'node:crypto';
import { hashSync } from 'bcrypt';
import { AccessControl, type Caller } from './access-control.js';
import type { AccessRules, Anonymous, Client } from './access-file.js';
import { parsePattern } from './group-pattern.js';
import type { Login } from './login.js';

const USERS = new Map([
  ['ops', hashSync('secret', 4)],
  ['bob', hashSync('builder', 4)],
]);

function client(name: string, login: Partial<Client>, ...write: readonly string[]): Client {
  return {
    name,
    tokenSha256: undefined,
    basicAuthUser: undefined,
    certificateCn: undefined,
    ...login,
    write: write.map(parsePattern),
  };
}

const CLIENTS = [
  client('deploy', { tokenSha256: createHash('sha256').update('te_1').digest() }, 'payments/*'),
  client('operations', { basicAuthUser: 'ops' }, '*/*'),
  client('ci', { certificateCn: 'ci.example.org' }, '*/dev-*', 'ci/test'),
  client('other', { certificateCn: 'other.example.org' }),
];

const rules = (anonymous: Anonymous): AccessRules => ({ anonymous, clients: CLIENTS });

function control(users = new Map<string, string>(), given?: AccessRules, readsWithoutLogin = false): AccessControl {
  return new AccessControl({ users: () => users, rules: () => given, readsWithoutLogin });
}

const NOBODY = undefined;
const basic = (user: string, password: string): Login => ({ scheme: 'Basic', user, password });
const bearer = (token: string): Login => ({ scheme: 'Bearer', token: Buffer.from(token) });

/** Who it is in one word: the kind and the name, or why not. */
function shown(caller: Caller | 'wrong' | 'busy'): string {
  if (typeof caller === 'string') return caller;
  return caller.kind === 'anonymous' ? caller.kind : `${caller.kind} ${caller.name}`;
}

const OPEN = control();
const USERS_ONLY = control(USERS);
const READS_OPEN = control(USERS, undefined, true);
const RULES = control(USERS, rules('read'));
const STRICT = control(USERS, rules('none'));

describe.each<[string, AccessControl, readonly [Login | undefined, readonly string[], string, string][]]>([
  [
    'without users and access file',
    OPEN,
    [
      [NOBODY, [], 'anonymous', 'rw'],
      [basic('ops', 'wrong'), [], 'anonymous', 'rw'],
      [{ scheme: 'unknown' }, [], 'anonymous', 'rw'],
      [NOBODY, ['ci.example.org'], 'certificate ci.example.org', 'rw'],
    ],
  ],
  [
    'with users only',
    USERS_ONLY,
    [
      [NOBODY, [], 'anonymous', '--'],
      [NOBODY, ['ci.example.org'], 'anonymous', '--'],
      [basic('ops', 'secret'), [], 'user ops', 'rw'],
      [basic('ops', 'wrong'), [], 'wrong', ''],
      [basic('carol', 'secret'), [], 'wrong', ''],
      [bearer('te_1'), [], 'wrong', ''],
      [{ scheme: 'unknown' }, ['ci.example.org'], 'wrong', ''],
    ],
  ],
  [
    'with users only and reads without login',
    READS_OPEN,
    [
      [NOBODY, [], 'anonymous', 'r-'],
      [basic('ops', 'wrong'), [], 'wrong', ''],
      [basic('bob', 'builder'), [], 'user bob', 'rw'],
    ],
  ],
  [
    'with an access file that lets everybody read',
    RULES,
    [
      [NOBODY, [], 'anonymous', 'r-'],
      [basic('bob', 'builder'), [], 'user bob', 'r-'],
      [basic('ops', 'secret'), [], 'client operations', 'rw'],
      [bearer('te_1'), [], 'client deploy', 'rw'],
      [bearer('te_2'), [], 'wrong', ''],
      [bearer('te_2'), ['ci.example.org'], 'wrong', ''],
      [bearer('te_1'), ['ci.example.org'], 'client deploy', 'rw'],
      [NOBODY, ['ci.example.org'], 'client ci', 'r-'],
      [NOBODY, ['unit', 'ci.example.org'], 'client ci', 'r-'],
      [NOBODY, ['CI.example.org'], 'certificate CI.example.org', 'r-'],
      [NOBODY, ['ci.example.org', 'other.example.org'], 'certificate ci.example.org', 'r-'],
    ],
  ],
  [
    'with an access file that lets clients only read',
    STRICT,
    [
      [NOBODY, [], 'anonymous', '--'],
      [NOBODY, ['unknown'], 'certificate unknown', '--'],
      [basic('bob', 'builder'), [], 'user bob', '--'],
      [NOBODY, ['other.example.org'], 'client other', 'r-'],
      [basic('ops', 'secret'), [], 'client operations', 'rw'],
    ],
  ],
])('%s', (_, access, cases) => {
  test.each(cases)('%j with the certificate %j is %s and may %s', async (login, certificates, who, rights) => {
    const caller = login === undefined ? access.holderOf(certificates) : await access.identify(login, certificates);
    expect(shown(caller)).toBe(who);
    if (typeof caller === 'string') return;
    const key = { application: 'payments', environment: 'prod' };
    expect(`${access.mayRead(caller) ? 'r' : '-'}${access.mayWrite(caller, key) ? 'w' : '-'}`).toBe(rights);
  });
});

test.each([
  ['shop', 'dev-1', true],
  ['ci', 'test', true],
  ['shop', 'test', false],
])('a client writes what one of its patterns matches: %s/%s %p', (application, environment, expected) => {
  const caller = RULES.holderOf(['ci.example.org']);
  expect(RULES.mayWrite(caller, { application, environment })).toBe(expected);
});

test('the schemes are those with which somebody can log in', () => {
  expect(OPEN.schemes()).toEqual([]);
  expect(USERS_ONLY.schemes()).toEqual(['Basic']);
  expect(RULES.schemes()).toEqual(['Bearer', 'Basic']);
  expect(control(new Map(), rules('read')).schemes()).toEqual(['Bearer']);
  expect(control(USERS, { anonymous: 'read', clients: CLIENTS.slice(2) }).schemes()).toEqual([]);
});

test('what is in force counts, not what was', async () => {
  let current: AccessRules | undefined = rules('none');
  const access = new AccessControl({ users: () => USERS, rules: () => current, readsWithoutLogin: false });
  expect(shown(await access.identify(bearer('te_1'), []))).toBe('client deploy');
  current = { anonymous: 'none', clients: [] };
  expect(shown(await access.identify(bearer('te_1'), []))).toBe('wrong');
});

test.each<[string, AccessControl, Caller, boolean]>([
  ['nobody, where nobody has to log in', OPEN, { kind: 'anonymous' }, true],
  ['a user, where there is no access file', USERS_ONLY, { kind: 'user', name: 'bob' }, true],
  ['nobody, where there are users', USERS_ONLY, { kind: 'anonymous' }, false],
  ['a user who is no client', RULES, { kind: 'user', name: 'bob' }, false],
  ['a client with */*', RULES, { kind: 'client', name: 'operations', client: client('operations', {}, '*/*') }, true],
  ['a client with **/*', RULES, { kind: 'client', name: 'stars', client: client('stars', {}, 'a/b', '**/*') }, true],
  ['a client with */dev-*', RULES, { kind: 'client', name: 'ci', client: client('ci', {}, '*/dev-*') }, false],
  ['a client with payments/*', RULES, { kind: 'client', name: 'pay', client: client('pay', {}, 'payments/*') }, false],
])('%s may write every group: see the last column', (_, access, caller, expected) => {
  expect(access.mayWriteEverything(caller)).toBe(expected);
});
