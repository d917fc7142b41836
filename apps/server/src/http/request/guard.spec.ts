import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { hashSync } from 'bcrypt';
import { type Api, useApis } from '../../../test/support/api.js';
import type { Answer } from '../../../test/support/answer.js';
import { expectFailure } from '../../../test/support/refusal.js';
import { AccessControl } from '../../access/access-control.js';
import type { AccessRules, Client } from '../../access/access-file.js';
import { parsePattern } from '../../access/group-pattern.js';
import { PasswordCheck } from '../../access/password-check.js';

const TOKEN = 'te_very-secret';
// cspell:ignore wörd
const USERS = new Map([
  ['ops', hashSync('pass:wörd', 4)],
  ['bob', hashSync('builder', 4)],
]);

const NO_LOGIN = { tokenSha256: undefined, basicAuthUser: undefined, certificateCn: undefined };
const deploy: Client = {
  ...NO_LOGIN,
  name: 'deploy-payments',
  tokenSha256: createHash('sha256').update(TOKEN).digest(),
  write: ['payments/*', 'a%2Fb/*'].map(parsePattern),
};
const operations: Client = { ...NO_LOGIN, name: 'ops', basicAuthUser: 'ops', write: ['*/*'].map(parsePattern) };
const RULES: AccessRules = { anonymous: 'read', clients: [deploy, operations] };

/** What is asked for rights where there are users, and an access file if one is given. */
function control(rules?: AccessRules, passwords?: PasswordCheck): AccessControl {
  return new AccessControl({ users: () => USERS, rules: () => rules, readsWithoutLogin: false }, passwords);
}

const basic = (user: string, password: string) => ({
  Authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
});
const bearer = (token: string) => ({ Authorization: `Bearer ${token}` });
const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' };
const BODY = 'targets=h:1';

const open = useApis();

function put(api: Api, path: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
  return api.send('PUT', path, { headers: { ...FORM, ...headers }, body: BODY });
}

const BEARER = 'Bearer realm="target-eye"';
const BASIC = 'Basic realm="target-eye", charset="UTF-8"';

/** The challenges of an answer; each is a header line of its own, of which the answers of `send` keep one. */
async function challenges(api: Api, headers: Readonly<Record<string, string>> = {}): Promise<readonly string[]> {
  const answer = await fetch(`http://127.0.0.1:${String(api.port)}/payments/prod`, { method: 'DELETE', headers });
  expect(answer.status).toBe(401);
  const value = answer.headers.get('WWW-Authenticate') ?? '';
  return [BEARER, BASIC].filter((challenge) => value.includes(challenge));
}

test('a browser that a script sends the request with does not ask for a password itself', async () => {
  const script = { 'X-Requested-With': 'XMLHttpRequest' };
  const api = await open({ access: control(RULES) });
  const offered = async (headers: Readonly<Record<string, string>>) => {
    const answer = await fetch(`http://127.0.0.1:${String(api.port)}/a/b`, { method: 'PUT', headers });
    expect(answer.status).toBe(401);
    return answer.headers.get('WWW-Authenticate');
  };
  expect(await offered({})).toBe(`${BEARER}, ${BASIC}`);
  for (const login of [{}, basic('ops', 'wrong'), bearer('te_wrong')])
    expect(await offered({ ...script, ...login })).toBe(`${BEARER}, X-${BASIC}`);
});

describe('without users and access file', () => {
  test('everybody may do everything, and an Authorization header is ignored', async () => {
    const api = await open();
    expect((await put(api, '/payments/prod')).status).toBe(200);
    expect((await put(api, '/payments/prod', basic('nobody', 'nothing'))).status).toBe(200);
    expect((await put(api, '/payments/prod', { Authorization: 'nonsense' })).status).toBe(200);
  });
});

describe('with users only', () => {
  test('every request needs one, whatever its URL and method, and a user may do everything', async () => {
    const api = await open({ access: control() });
    for (const method of ['GET', 'PUT', 'POST', 'DELETE', 'OPTIONS', 'PATCH'])
      expectFailure(await api.send(method, '/payments/prod'), { code: 'login_required', status: 401 });
    expectFailure(await api.send('GET', '/nothing/at/all'), { code: 'login_required', status: 401 });
    expect((await put(api, '/payments/prod', basic('ops', 'pass:wörd'))).status).toBe(200);
    const read = await api.send('GET', '/payments/prod', { headers: basic('bob', 'builder') });
    expect(read.text).toContain('h:1');
    expectFailure(await api.send('GET', '/nothing/at/all', { headers: basic('bob', 'builder') }), {
      code: 'not_found',
      status: 404,
    });
  });

  test('a 401 offers Basic, and says what to send', async () => {
    const api = await open({ access: control() });
    expect(await challenges(api)).toEqual([BASIC]);
    const refused = expectFailure(await api.send('GET', '/payments/prod'), { code: 'login_required', status: 401 });
    expect(refused.message).toBe('this needs a login: send user and password (Authorization: Basic)');
    const head = await api.send('HEAD', '/payments/prod');
    expect([head.status, head.text]).toEqual([401, '']);
  });

  test.each([
    [basic('ops', 'wrong'), 'the user or the password is wrong'],
    [basic('nobody', 'pass:wörd'), 'the user or the password is wrong'],
    [bearer(TOKEN), 'the token is not known'],
    [{ Authorization: TOKEN }, 'the Authorization header is not understood'],
  ])('a wrong login (%j) is a 401', async (headers, says) => {
    const api = await open({ access: control() });
    const { message } = expectFailure(await put(api, '/payments/prod', headers), {
      code: 'login_failed',
      status: 401,
      says,
    });
    expect(message).not.toContain(TOKEN);
    expect(await challenges(api, headers)).toEqual([BASIC]);
  });
});

describe('with an access file', () => {
  const asks = async (...clients: readonly Client[]): Promise<string> => {
    const api = await open({ access: control({ anonymous: 'none', clients }) });
    return expectFailure(await api.send('GET', '/a/b'), { code: 'login_required', status: 401 }).message;
  };

  test('a 401 names the logins that there are, and no other', async () => {
    const ci: Client = { ...NO_LOGIN, name: 'ci', certificateCn: 'ci.example.org', write: [] };
    expect(await asks(deploy)).toBe('this needs a login: send a token (Authorization: Bearer)');
    expect(await asks(ci)).toBe('this needs a login: send a client certificate');
    expect(await asks(deploy, ci)).toBe(
      'this needs a login: send a token (Authorization: Bearer) or a client certificate',
    );
    expect(await asks()).toBe('this needs a login, and nobody has one: name clients in the access file');
  });

  test('a client writes what its patterns match and reads everything', async () => {
    const api = await open({ access: control(RULES) });
    for (const path of ['/payments/prod', '/a%2Fb/x']) expect((await put(api, path, bearer(TOKEN))).status).toBe(200);
    expectFailure(await put(api, '/shop/prod', bearer(TOKEN)), {
      code: 'not_permitted',
      status: 403,
      says: 'the client "deploy-payments" may not write "shop/prod"; its write patterns are payments/*, a%2Fb/*',
    });
    expect((await put(api, '/shop/prod', basic('ops', 'pass:wörd'))).status).toBe(200);
    expect((await api.send('GET', '/shop/prod', { headers: bearer(TOKEN) })).text).toContain('h:1');
  });

  test.each(['PUT', 'POST', 'DELETE'])(
    'the right is asked for by %s, and a refusal changes nothing',
    async (method) => {
      const api = await open({ access: control(RULES) });
      await put(api, '/shop/prod', basic('ops', 'pass:wörd'));
      const refused = await api.send(method, '/shop/prod', {
        headers: { ...FORM, ...bearer(TOKEN) },
        body: 'targets=h:2',
      });
      expectFailure(refused, { code: 'not_permitted', status: 403 });
      expect((await api.send('GET', '/shop/prod')).text).toContain('"targets":["h:1"]');
    },
  );

  test('without a login there is no writing, and reading as the file says', async () => {
    const api = await open({ access: control(RULES) });
    expectFailure(await put(api, '/payments/prod'), { code: 'login_required', status: 401 });
    expect(await challenges(api)).toEqual([BEARER, BASIC]);
    expect((await api.send('GET', '/payments/prod')).status).toBe(200);
    const strict = await open({ access: control({ ...RULES, anonymous: 'none' }) });
    expectFailure(await strict.send('GET', '/payments/prod'), { code: 'login_required', status: 401 });
  });

  test('a user who is no client has the rights of anonymous', async () => {
    const api = await open({ access: control(RULES) });
    const headers = basic('bob', 'builder');
    expect((await api.send('GET', '/payments/prod', { headers })).status).toBe(200);
    expectFailure(await put(api, '/payments/prod', headers), {
      code: 'not_permitted',
      status: 403,
      says: 'the user "bob" is not a client of the access file and may not write "payments/prod"',
    });
    const strict = await open({ access: control({ ...RULES, anonymous: 'none' }) });
    expectFailure(await strict.send('GET', '/payments/prod', { headers }), {
      code: 'not_permitted',
      status: 403,
      says: 'the user "bob" is not a client of the access file and may not read',
    });
  });

  test('a wrong login is a 401 also where none is needed', async () => {
    const api = await open({ access: control(RULES) });
    for (const headers of [bearer('te_other'), basic('bob', 'wrong'), { Authorization: 'Digest x' }])
      expectFailure(await api.send('GET', '/payments/prod', { headers }), { code: 'login_failed', status: 401 });
  });

  test('a 401 names a scheme also where only certificates let clients in', async () => {
    const ci: Client = { ...NO_LOGIN, name: 'ci', certificateCn: 'ci.example.org', write: [] };
    expect(await challenges(await open({ access: control({ anonymous: 'none', clients: [ci] }) }))).toEqual([BEARER]);
  });

  test('a message shows no more than ten patterns, and says so of a client that has none', async () => {
    const many = Array.from({ length: 12 }, (_, index) => parsePattern(`a${String(index)}/*`));
    const api = await open({ access: control({ ...RULES, clients: [{ ...deploy, write: many }] }) });
    expectFailure(await put(api, '/x/y', bearer(TOKEN)), {
      code: 'not_permitted',
      status: 403,
      says: 'a9/* and 2 more',
    });
    const none = await open({ access: control({ ...RULES, clients: [{ ...deploy, write: [] }] }) });
    expectFailure(await put(none, '/x/y', bearer(TOKEN)), {
      code: 'not_permitted',
      status: 403,
      says: 'it has no write patterns',
    });
  });
});

test.each(['/-/healthy', '/-/ready'])('%s is open to everybody, whatever they send', async (path) => {
  const api = await open({ access: control({ ...RULES, anonymous: 'none' }) });
  expect((await api.send('GET', path)).status).toBe(200);
  expect((await api.send('GET', path, { headers: bearer('te_wrong') })).status).toBe(200);
});

test('who may not write is told so before a body arrives or is asked for', async () => {
  const api = await open({ access: control(RULES) });
  const announce = async (headers: string): Promise<string> => {
    const socket = connect(api.port, '127.0.0.1');
    socket.write(`PUT /shop/prod HTTP/1.1\r\nHost: h\r\nContent-Length: 8000000\r\n${headers}\r\n`);
    const [answer] = (await once(socket, 'data')) as [Buffer];
    socket.destroy();
    return answer.toString().split('\r\n')[0] ?? '';
  };
  expect(await announce('')).toBe('HTTP/1.1 401 Unauthorized');
  expect(await announce('Expect: 100-continue\r\n')).toBe('HTTP/1.1 401 Unauthorized');
  expect(await announce(`Expect: 100-continue\r\nAuthorization: Bearer ${TOKEN}\r\n`)).toBe('HTTP/1.1 403 Forbidden');
  const { Authorization } = basic('ops', 'pass:wörd');
  expect(await announce(`Expect: 100-continue\r\nAuthorization: ${Authorization}\r\n`)).toBe('HTTP/1.1 100 Continue');
});

test('when too many passwords are being checked, it is a 429 that says when to come back', async () => {
  let end: ((isRight: boolean) => void) | undefined;
  const all = new Promise<boolean>((resolve) => {
    end = resolve;
  });
  const passwords = new PasswordCheck(() => all);
  const api = await open({ access: control(undefined, passwords) });
  const ask = (password: number) => api.send('GET', '/payments/prod', { headers: basic('ops', String(password)) });
  const requests = Array.from({ length: 33 }, (_, index) => ask(index));
  const refused = await Promise.race(requests);
  expectFailure(refused, { code: 'too_many_logins', status: 429 });
  expect(refused.headers['retry-after']).toBe('1');
  expect(api.logged.filter((line) => line.includes('"reason":"busy"'))).toHaveLength(1);
  end?.(false);
  const statuses = (await Promise.all(requests)).map(({ status }) => status);
  expect(statuses.sort()).toEqual([...Array.from({ length: 32 }, () => 401), 429]);
});

describe('the log', () => {
  /** The lines of a kind, without what is the same in all. */
  const lines = (api: Api, message: string): readonly object[] =>
    api.logged.map((line) => JSON.parse(line) as Record<string, unknown>).filter((line) => line['message'] === message);

  test('has every refused login with its source, and no secret', async () => {
    const api = await open({ access: control(RULES) });
    const user = `eve\nlevel=info ${'x'.repeat(200)}`;
    await api.send('GET', '/payments/prod', { headers: basic(user, 'hunter2') });
    await api.send('GET', '/payments/prod', { headers: bearer('te_hunter2') });
    await api.send('GET', '/payments/prod', { headers: { Authorization: 'te_hunter2' } });
    await api.send('GET', '/payments/prod', { headers: basic('te_hunter2', '') });
    const common = {
      level: 'warn',
      message: 'login refused',
      source: '127.0.0.1',
      request_id: expect.stringMatching(/^[\w-]{36}$/) as string,
      verb: 'GET',
      url: '/payments/prod',
      reason: 'wrong',
    };
    expect(lines(api, 'login refused')).toEqual([
      { ...common, scheme: 'Basic', user: `${user.slice(0, 120)}…` },
      { ...common, scheme: 'Bearer' },
      { ...common, scheme: 'unknown' },
      { ...common, scheme: 'Basic' },
    ]);
    expect(api.logged.join()).not.toContain('hunter2');
  });

  test('names the client or user of a change', async () => {
    const api = await open({ access: control(RULES) });
    await put(api, '/payments/prod', bearer(TOKEN));
    await put(api, '/payments/prod', basic('ops', 'pass:wörd'));
    expect(lines(api, 'change')).toMatchObject([{ client: 'deploy-payments' }, { client: 'ops' }]);
    expect(api.logged.join()).not.toContain(TOKEN);
  });
});
