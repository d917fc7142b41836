import { createHash } from 'node:crypto';
import { useApis } from '../../../test/support/api.js';
import { expectFailure } from '../../../test/support/refusal.js';
import { AccessControl } from '../../access/access-control.js';
import type { Client } from '../../access/access-file.js';
import { parsePattern } from '../../access/group-pattern.js';
import type { ReloadOutcome } from '../../operator-files/reload-events.js';

const RELOAD = '/-/reload';
const BROKEN: ReloadOutcome = {
  what: 'access_file',
  error: new Error('"/etc/target-eye/access.yml" cannot be read (EACCES)'),
};

const client = (name: string, pattern: string): Client => ({
  name,
  tokenSha256: createHash('sha256').update(`te_${name}`).digest(),
  basicAuthUser: undefined,
  certificateCn: undefined,
  write: [parsePattern(pattern)],
});
const tokenOf = (name: string) => ({ Authorization: `Bearer te_${name}` });
const OPS = { headers: tokenOf('ops') };

const clients = [client('ops', '*/*'), client('deploy', 'payments/*')];
const access = new AccessControl({
  users: () => new Map(),
  rules: () => ({ anonymous: 'read', clients }),
  readsWithoutLogin: false,
});

const reload = jest.fn<readonly ReloadOutcome[], [string, object]>();
beforeEach(() => {
  reload.mockReset();
  reload.mockReturnValue([{ what: 'web_config_file', error: undefined }]);
});

const open = useApis();
const opened = () => open({ access, reload });

test('whoever may write every group reloads, and the answer says what was read', async () => {
  reload.mockReturnValue(['web_config_file', 'access_file'].map((what) => ({ what, error: undefined })));
  const answer = await (await opened()).send('POST', RELOAD, OPS);
  expect(answer).toMatchObject({ status: 200, headers: { 'content-type': 'application/json' } });
  expect(JSON.parse(answer.text)).toEqual({ status: 'reloaded', files: ['web_config_file', 'access_file'] });
});

test('the log gets to know who asked', async () => {
  await (await opened()).send('POST', RELOAD, { headers: { ...tokenOf('ops'), 'X-Request-Id': 'build-1' } });
  expect(reload.mock.calls).toEqual([
    [RELOAD, { client: 'ops', source: '127.0.0.1', request_id: 'build-1', verb: 'POST', url: RELOAD }],
  ]);
});

test('a file that cannot be used is a failure that names it, without the path and what stands in it', async () => {
  reload.mockReturnValue([{ what: 'web_config_file', error: undefined }, BROKEN, { ...BROKEN, what: 'certfile' }]);
  const answer = await (await opened()).send('POST', RELOAD, OPS);
  const says = 'access_file cannot be used, and what was read from it before stays in force; the log says why';
  const { errors } = expectFailure(answer, { code: 'reload_failed', status: 500, says });
  expect(errors.map(({ message }) => message.split(' ')[0])).toEqual(['access_file', 'certfile']);
  expect(answer.text).not.toContain('access.yml');
});

test.each([
  ['nobody', {}, 'login_required', 401],
  ['a wrong token', tokenOf('eve'), 'login_failed', 401],
  ['a client who may write some groups only', tokenOf('deploy'), 'not_permitted', 403],
  ['a page of another site', { ...tokenOf('ops'), Origin: 'http://evil.test' }, 'cross_site', 403],
])('%s may not', async (_who, headers, code, status) => {
  const api = await opened();
  expectFailure(await api.send('POST', RELOAD, { headers }), { code, status });
  expect(reload).not.toHaveBeenCalled();
});

test('where nobody has to log in, nobody may', async () => {
  const api = await open({ reload });
  expectFailure(await api.send('POST', RELOAD), {
    code: 'reload_needs_logins',
    status: 403,
    says: 'send SIGHUP to the process instead',
  });
  expect(reload).not.toHaveBeenCalled();
});

test('the rate limit holds', async () => {
  const limit = { requests: 1, milliseconds: 60_000 };
  const api = await open({ access, reload, rateLimit: () => limit });
  expect((await api.send('POST', RELOAD, OPS)).status).toBe(200);
  expectFailure(await api.send('POST', RELOAD, OPS), { code: 'too_many_requests', status: 429 });
  expect(reload).toHaveBeenCalledTimes(1);
});

test.each(['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS'])('%s is not allowed', async (method) => {
  const answer = await (await opened()).send(method, RELOAD, OPS);
  expect([answer.status, answer.headers['allow']]).toEqual([405, 'POST']);
  expect(reload).not.toHaveBeenCalled();
});

test('a refusal is logged as one of a reload, and never as a change of a group', async () => {
  const api = await opened();
  await api.send('POST', RELOAD, { headers: tokenOf('deploy') });
  const lines = api.logged.map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(lines).toMatchObject([
    { level: 'info', message: 'reload', client: 'deploy', outcome: 'refused', code: 'not_permitted', url: RELOAD },
  ]);
  expect((await api.send('GET', '/metrics', OPS)).text).not.toMatch(/^target_eye_changes_total\{.*\} [1-9]/m);
});

test('what asks for no reload is logged as none, whatever refuses it', async () => {
  const api = await opened();
  for (const method of ['GET', 'HEAD', 'OPTIONS', 'PATCH'])
    expect((await api.send(method, RELOAD, { headers: tokenOf('eve') })).status).toBe(401);
  const messages = api.logged.map((line) => (JSON.parse(line) as { readonly message: string }).message);
  expect(new Set(messages)).toEqual(new Set(['login refused', 'refused']));
});
