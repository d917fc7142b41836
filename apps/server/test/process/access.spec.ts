import { createHash } from 'node:crypto';
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hashSync } from 'bcrypt';
import { type RunningServer, runServer, startServer } from '../support/running-server.js';
import { useTemporaryDirectory } from '../support/temporary-directory.js';
import { until } from '../support/until.js';

const home = useTemporaryDirectory();
const webConfigFile = () => join(home(), 'web.yml');
const accessFile = () => join(home(), 'access.yml');
const environment = () => ({
  FILE_SD_DIRECTORY: join(home(), 'file_sd'),
  WEB_CONFIG_FILE: webConfigFile(),
  ACCESS_FILE: accessFile(),
});

/** Replaces a file in one step, as it should be done. */
function replace(path: string, text: string): void {
  writeFileSync(`${path}.new`, text);
  renameSync(`${path}.new`, path);
}

const TOKEN = 'te_for-this-test';
const SHA256 = createHash('sha256').update(TOKEN).digest('hex');
const USERS = `basic_auth_users: {ops: "${hashSync('secret', 4)}"}\n`;

const access = (pattern: string) => `anonymous: none
clients:
  - {name: deploy, token_sha256: ${SHA256}, write: ["${pattern}"]}
  - {name: operations, basic_auth_user: ops, write: ["*/*"]}
`;

async function put(server: RunningServer, path: string, authorization: string): Promise<number> {
  const answer = await fetch(`${server.url}${path}`, {
    method: 'PUT',
    headers: { Authorization: authorization },
    body: new URLSearchParams({ targets: 'h:1' }),
  });
  return answer.status;
}

const bearer = `Bearer ${TOKEN}`;
const basic = (user: string, password: string) => `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

async function logged(server: RunningServer, text: string): Promise<void> {
  await until(`the log has ${text}`, () => server.output().includes(text));
}

// cspell:ignore wriet
test('rights come from the files, follow their changes, and stay when a new file is broken', async () => {
  writeFileSync(webConfigFile(), USERS);
  writeFileSync(accessFile(), access('payments/*'));
  const server = await startServer(environment());
  expect((await fetch(`${server.url}/payments/prod`)).status).toBe(401);
  expect((await fetch(`${server.url}/-/ready`)).status).toBe(200);
  expect(await put(server, '/payments/prod', bearer)).toBe(200);
  expect(await put(server, '/shop/prod', bearer)).toBe(403);
  expect(await put(server, '/shop/prod', basic('ops', 'secret'))).toBe(200);
  expect(await put(server, '/shop/prod', basic('ops', 'wrong'))).toBe(401);

  replace(accessFile(), access('shop/*'));
  await logged(server, 'msg=reloaded file=access_file');
  expect(await put(server, '/payments/prod', bearer)).toBe(403);
  expect(await put(server, '/shop/prod', bearer)).toBe(200);

  replace(accessFile(), 'clients: [{name: deploy, wriet: []}]');
  await logged(server, 'level=error msg="cannot be reloaded; what was read before stays in force" file=access_file');
  await logged(server, 'did you mean write?');
  expect(await put(server, '/shop/prod', bearer)).toBe(200);
  expect(await put(server, '/payments/prod', bearer)).toBe(403);

  replace(webConfigFile(), `basic_auth_users: {ops: "${hashSync('another', 4)}"}\n`);
  await logged(server, 'msg=reloaded file=web_config_file');
  expect(await put(server, '/shop/prod', basic('ops', 'secret'))).toBe(401);
  expect(await put(server, '/shop/prod', basic('ops', 'another'))).toBe(200);

  expect(server.output()).toMatch(
    /level=warn msg="login refused" source=127.0.0.1 request_id=\S+ verb=PUT url=\/shop\/prod scheme=Basic user=ops reason=wrong/,
  );
  expect(server.output()).toMatch(
    /msg=change client=deploy source=127.0.0.1 request_id=\S+ verb=PUT group=payments\/prod/,
  );
  for (const secret of [TOKEN, SHA256, 'another', '$2b$']) expect(server.output()).not.toContain(secret);
  expect(await server.stop()).toBe(0);
});

test('POST /-/reload reads the files at once, and says only whether it could; who asked and why not is in the log', async () => {
  writeFileSync(webConfigFile(), USERS);
  writeFileSync(accessFile(), access('payments/*'));
  const server = await startServer(environment());
  const reload = async (authorization: string) => {
    const answer = await fetch(`${server.url}/-/reload`, {
      method: 'POST',
      headers: { Authorization: authorization, 'X-Request-Id': 'build-7' },
    });
    return { status: answer.status, text: await answer.text() };
  };
  replace(accessFile(), access('shop/*'));
  expect((await reload(bearer)).status).toBe(403);
  expect(await reload(basic('ops', 'secret'))).toEqual({
    status: 200,
    text: '{"status":"reloaded","files":["web_config_file","access_file"]}\n',
  });
  expect(await put(server, '/shop/prod', bearer)).toBe(200);
  await logged(server, 'msg=reload by=/-/reload client=operations source=127.0.0.1 request_id=build-7');

  replace(accessFile(), 'anonymous: everything\n');
  const failed = await reload(basic('ops', 'secret'));
  expect([failed.status, failed.text.includes(home())]).toEqual([500, false]);
  expect(JSON.parse(failed.text)).toMatchObject({ code: 'reload_failed', errors: [{ path: '' }] });
  await logged(server, 'outcome=failed files="[\\"web_config_file\\"]" failed="[\\"access_file\\"]" error=');
  expect(await put(server, '/shop/prod', bearer)).toBe(200);
  expect(await server.stop()).toBe(0);
});

test('a reload that would leave nobody to log in does not open the service', async () => {
  writeFileSync(webConfigFile(), USERS);
  const server = await startServer({ ...environment(), ACCESS_FILE: '' });
  replace(webConfigFile(), 'rate_limit: {interval: 1s, burst: 100}\n');
  await logged(server, 'the web config file has no users any more');
  expect(await put(server, '/shop/prod', basic('ops', 'wrong'))).toBe(401);
  expect(await put(server, '/shop/prod', basic('ops', 'secret'))).toBe(200);
  expect(await server.stop()).toBe(0);
});

test('a client whose user does not exist is warned of at the start', async () => {
  writeFileSync(webConfigFile(), '{}');
  writeFileSync(accessFile(), access('*/*'));
  const server = await startServer(environment());
  await until('it warns', () =>
    /level=warn msg=".*the client \\"operations\\" .* cannot log in as the user \\"ops\\"/.test(server.output()),
  );
  await server.stop();
});

describe.each(['--check-config', 'the start'])('%s', (how) => {
  const args = how === 'the start' ? [] : [how];

  test('fails with a line for every fault', async () => {
    writeFileSync(webConfigFile(), 'basic_auth_users: {ops: secret, bob: builder}');
    writeFileSync(accessFile(), 'clients: [{name: deploy, token_sha256: x, write: [payments]}]');
    const { status, stderr } = await runServer(environment(), args);
    const [first, second, ...others] = stderr.trim().split('\n');
    expect([status, first, second]).toEqual([
      1,
      expect.stringMatching(/^target-eye: the web config file ".*": basic_auth_users.ops: it is not a bcrypt hash/),
      expect.stringMatching(/^target-eye: the web config file ".*": basic_auth_users.bob: it is not a bcrypt hash/),
    ]);
    // The start ends with the first file that cannot be used.
    expect(others).toEqual(
      how === 'the start'
        ? []
        : [
            expect.stringMatching(/^target-eye: the access file ".*": clients\[0\].token_sha256: /),
            expect.stringMatching(/^target-eye: the access file ".*": clients\[0\].write\[0\]: "payments" is not/),
          ],
    );
    expect(stderr).not.toMatch(/secret|builder/);
  });
});

test('--check-config shows warnings of both files', async () => {
  writeFileSync(webConfigFile(), 'tls_server_config: {min_version: TLS13}');
  writeFileSync(accessFile(), access('*/*'));
  const { status, stdout } = await runServer(environment(), ['--check-config']);
  expect(status).toBe(0);
  expect(stdout).toMatch(/^# warning: the web config file .*min_version: it has no effect/m);
  expect(stdout).toMatch(/^# warning: the client "operations" of the access file cannot log in as the user "ops"/m);
});

test('the token that target-eye token makes works with the snippet that it prints', async () => {
  const { status, stdout } = await runServer({}, ['token']);
  expect(status).toBe(0);
  const token = /te_[\w-]+/.exec(stdout)?.[0] ?? '';
  const snippet = /^ {2}clients:\n(?: {4}.*\n)+/m.exec(stdout)?.[0] ?? '';
  writeFileSync(webConfigFile(), '{}');
  writeFileSync(accessFile(), snippet);
  const server = await startServer(environment());
  expect(await put(server, '/my-application/prod', `Bearer ${token}`)).toBe(200);
  expect(await put(server, '/other/prod', `Bearer ${token}`)).toBe(403);
  await server.stop();
});
