import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeWith } from '../support/needs.js';
import { type RunningServer, startServer } from '../support/running-server.js';
import { useTemporaryDirectory } from '../support/temporary-directory.js';

const GUIDE = readFileSync(join(__dirname, '..', '..', '..', '..', 'docs', 'migration.md'), 'utf8');

const home = useTemporaryDirectory();
const directory = () => join(home(), 'venv', 'etc', 'prometheus', 'file_sd');
const files = () =>
  readdirSync(directory())
    .filter((name) => !name.startsWith('.'))
    .sort();

const md5Name = (application: string, environment: string) =>
  `${createHash('md5')
    .update(application + environment)
    .digest('hex')}.json`;

/** What the predecessor leaves behind: `json.dumps` puts a space after commas and colons and escapes what is not ASCII. */
const LEFT_BEHIND = {
  [md5Name('payments', 'prod')]:
    '[{"targets": ["10.3.3.2:9100", "10.3.3.1:9100"], "labels": {"job": "payments", "env": "prod"}}]',
  [md5Name('caf\u00e9', 'prod hou')]:
    '[{"targets": ["web.example.org"], "labels": {"team": "\\u2615", "job": "caf\\u00e9", "env": "prod hou"}}]',
  [md5Name('search', 'test')]: '[{"targets": ["10.3.4.1:80"], "labels": {"job": "elastic", "env": "test"}}]',
  [md5Name('cut', 'short')]: '[{"targets": ["10.3.5.1:80"], "lab',
  'by-hand.json': '[{"targets": ["10.3.6.1:80"]}, {"targets": ["10.3.6.2:80"], "labels": {"job": "hand"}}]\n',
  'notes.txt': 'not for Prometheus\n',
};

beforeEach(() => {
  mkdirSync(directory(), { recursive: true });
  for (const [name, content] of Object.entries(LEFT_BEHIND)) writeFileSync(join(directory(), name), content);
});

/** The predecessor's variables, as its .env had them; only the place and the port are this test's. */
const start = (more: Readonly<Record<string, string>> = {}, args: readonly string[] = []) =>
  startServer(
    {
      FILE_SD_DIR_HOST: join(home(), 'not-this-one'),
      BIND_PORT_HOST: '443',
      IMAGE_VERSION: '0.0.1',
      BIND_PORT_CONTAINER: '12345',
      CONTAINER_USER: 'nobody',
      CONTAINER_UID: '65534',
      ACCESSLOG: '-',
      LOGLEVEL: 'info',
      FILE_SD_DIRECTORY: `${directory()}/`,
      ...more,
    },
    args,
  );

/** A PUT of nothing: the group stays as it is. */
const touch = async (server: RunningServer, path: string) =>
  (await fetch(`${server.url}${path}`, { method: 'PUT' })).status;

const textAt = async (server: RunningServer, path: string) => (await fetch(`${server.url}${path}`)).text();

test('the guide names the files as the predecessor does', () => {
  expect(GUIDE.match(/\b[0-9a-f]{32}\.json/g)).toEqual([
    md5Name('payments', 'prod'),
    md5Name('search', 'test'),
    md5Name('payments', 'prod'),
  ]);
});

// cspell:ignore searchtest rchtest
describe('a directory of the predecessor', () => {
  test('is taken over at the first start: renamed, read, and nothing lost', async () => {
    const server = await start();
    expect(server.output()).toMatch(/msg=loaded .* groups=2 unreadable=1/);
    expect(files()).toEqual(
      [
        'payments@prod.json',
        'caf%C3%A9@prod%20hou.json',
        md5Name('search', 'test'),
        md5Name('cut', 'short'),
        'by-hand.json',
        'notes.txt',
      ].sort(),
    );
    expect(JSON.parse(await textAt(server, '/caf%C3%A9/prod%20hou'))).toEqual([
      { targets: ['web.example.org'], labels: { team: '\u2615', job: 'caf\u00e9', env: 'prod hou' } },
    ]);
    expect(await textAt(server, '/search/test')).toContain('"job":"elastic"');
    expect(await textAt(server, '/cut/short')).toContain('"code":"unreadable"');
    expect(files()).toContain(md5Name('search', 'test'));
    expect(server.output()).toMatch(/msg=loaded .* waiting=1/);
    expect(server.output()).toMatch(
      new RegExp(`level=warn msg="files of the predecessor wait .*" count=1 files=.*${md5Name('search', 'test')}`),
    );
    expect(await (await fetch(`${server.url}/-/healthy`)).json()).toMatchObject({
      unreadable: [{ file: md5Name('cut', 'short'), reason: 'it is not JSON' }],
      waiting: [{ file: md5Name('search', 'test'), job: 'elastic', env: 'test' }],
    });
    expect(await touch(server, '/search/test')).toBe(200);
    expect(files()).toContain('search@test.json');
    expect(await (await fetch(`${server.url}/-/healthy`)).json()).toMatchObject({ waiting: [] });
    for (const name of ['by-hand.json', 'notes.txt'] as const)
      expect(readFileSync(join(directory(), name), 'utf8')).toBe(LEFT_BEHIND[name]);
    await server.stop();
  });

  test('is the same at the second start, and the third, after changes', async () => {
    const first = await start();
    await touch(first, '/search/test');
    await first.stop();
    const taken = files();
    const second = await start();
    expect(second.output()).not.toContain('taken over');
    expect(second.output()).toMatch(/msg=loaded .* groups=3 unreadable=1/);
    expect(files()).toEqual(taken);
    const body = new URLSearchParams({ targets: '10.3.4.2:80' });
    await fetch(`${second.url}/search/test`, { method: 'POST', body });
    await second.stop();
    const third = await start();
    expect(JSON.parse(await textAt(third, '/search/test'))).toEqual([
      { targets: ['10.3.4.1:80', '10.3.4.2:80'], labels: { job: 'elastic', env: 'test' } },
    ]);
    expect(files()).toEqual(taken);
    await third.stop();
  });

  test('is taken over only by who may write the group that the labels name, and never by a read', async () => {
    const accessFile = join(home(), 'access.yml');
    const client = (name: string, ...write: readonly string[]) =>
      JSON.stringify({ name, token_sha256: createHash('sha256').update(`te_${name}`).digest('hex'), write });
    const clients = [client('sea', 'sea/*'), client('search', 'search/*', 'elastic/*'), client('cut', 'cut/*')];
    writeFileSync(accessFile, `anonymous: read\nclients: [${clients.join(', ')}]\n`);
    const server = await start({ ACCESS_FILE: accessFile });
    const before = files();
    const send = async (name: string, method: string, path: string, body?: URLSearchParams): Promise<unknown> => {
      const headers = { Authorization: `Bearer te_${name}` };
      const response = await fetch(`${server.url}${path}`, { method, headers, ...(body && { body }) });
      return { status: response.status, ...((await response.json()) as object) };
    };
    // Run together, these are "searchtest" too.
    for (const path of ['/sea/rchtest', '/search/test'])
      expect(await textAt(server, path)).toContain('"job":"elastic"');
    const refused = { status: 403, code: 'take_over_not_permitted' };
    const body = new URLSearchParams({ targets: 'h:1', team: 'x' });
    expect(await send('sea', 'DELETE', '/sea/rchtest')).toMatchObject({
      ...refused,
      message: expect.stringContaining('"elastic/test"') as string,
    });
    for (const method of ['PUT', 'POST'])
      expect(await send('sea', method, '/sea/rchtest', body)).toMatchObject(refused);
    expect(await send('cut', 'PUT', '/cut/short', body)).toMatchObject(refused);
    expect(files()).toEqual(before);
    expect(await send('search', 'POST', '/search/test', body)).toMatchObject({ status: 200 });
    expect(files()).toContain('search@test.json');
    expect(await send('sea', 'PUT', '/sea/rchtest', body)).toMatchObject({ status: 200 });
    await server.stop();
  });

  test('is read with the config file that the predecessor ships', async () => {
    const config = join(home(), 'dev.toml');
    writeFileSync(
      config,
      `[hypercorn]\nbind = "127.0.0.1:12345"\nloglevel = "info"\naccesslog = "-"\n\n[target-eye]\nfile_sd_directory = "${directory()}"\n`,
    );
    const server = await start({ FILE_SD_DIRECTORY: '', FILE_SD_DIR_HOST: '' }, [config]);
    expect(await textAt(server, '/payments/prod')).toContain('10.3.3.2:9100');
    await server.stop();
    expect(server.output()).toContain('"GET /payments/prod HTTP/1.1" 200');
  });

  test('can go back to the predecessor with the script in the guide', async () => {
    const server = await start();
    await touch(server, '/search/test');
    await fetch(`${server.url}/new/one`, { method: 'PUT', body: new URLSearchParams({ targets: 'h:1' }) });
    await server.stop();
    const script = /```sh\n(node -e [^]*?)```/.exec(GUIDE)?.[1] ?? '';
    execFileSync('sh', ['-c', script], { cwd: directory() });
    expect(files()).toEqual([...Object.keys(LEFT_BEHIND), md5Name('new', 'one')].sort());
  });
});

describeWith(['prometheus', 'promtool'])('Prometheus', () => {
  /** Every target with the labels that Prometheus gives it, but for the name of the file that it is in. */
  function discovered(): readonly string[] {
    const config = join(home(), 'prometheus.yml');
    const patterns = `'${directory()}/*.json'`;
    writeFileSync(config, `{ scrape_configs: [{ job_name: file_sd, file_sd_configs: [{ files: [${patterns}] }] }] }`);
    const { stdout, stderr, status } = spawnSync(
      'promtool',
      ['check', 'service-discovery', '--timeout=2s', config, 'file_sd'],
      { encoding: 'utf8' },
    );
    expect([status, stderr]).toEqual([0, expect.any(String)]);
    const targets = JSON.parse(stdout) as readonly { readonly labels: Readonly<Record<string, string>> }[];
    return targets.map(({ labels }) => JSON.stringify(labels)).sort();
  }

  test('sees the same targets with the same labels before and after', async () => {
    const before = discovered();
    expect(before).toHaveLength(6);
    const server = await start();
    await touch(server, '/search/test');
    await server.stop();
    expect(files()).toContain('search@test.json');
    expect(discovered()).toEqual(before);
  });
});

interface Refused {
  readonly code: string;
  readonly method?: string;
  readonly path?: string;
  readonly type?: string;
  readonly body?: string | Uint8Array<ArrayBuffer>;
}

const JSON_TYPE = 'application/json';
const FORM = 'application/x-www-form-urlencoded';
const FULL_FORM = 'targets=h:1&team=x';

/** A request for every row of the table in the guide, in its order. */
const REFUSED: readonly Refused[] = [
  { code: 'body_malformed', type: JSON_TYPE, body: '{"targets": ["h:1"' },
  { code: 'wrong_type', type: JSON_TYPE, body: '["h:1"]' },
  { code: 'wrong_type', type: JSON_TYPE, body: '{"targets": null, "labels": {"a": "b"}}' },
  { code: 'unknown_key', type: JSON_TYPE, body: '{"targets": ["h:1"], "target": ["h:2"]}' },
  { code: 'nothing_given', method: 'DELETE', type: JSON_TYPE, body: '{}' },
  { code: 'content_type_unknown', type: 'text/plain', body: FULL_FORM },
  { code: 'content_type_missing', body: new TextEncoder().encode(FULL_FORM) },
  { code: 'charset_unknown', type: `${JSON_TYPE}; charset=latin1`, body: '{"targets": ["h:1"]}' },
  { code: 'query_not_understood', method: 'DELETE', path: '/payments/prod?targets=10.3.3.2:9100' },
  { code: 'body_malformed', type: FORM, body: 'targets=h:1&team=x&team=y' },
  { code: 'body_malformed', type: FORM, body: 'targets=h:1&team=caf%E9' },
  { code: 'unknown_key', type: FORM, body: 'target=h:1&team=x' },
  { code: 'body_malformed', type: 'text/yaml', body: 'targets: [h:1]\ntargets: [h:2]\n' },
  { code: 'wrong_type', type: 'text/yaml', body: 'targets: [h:1]\nlabels: {<<: {team: x}}\n' },
  { code: 'target_repeated', method: 'POST', path: '/new/group', type: FORM, body: 'targets=h:1,h:1' },
  { code: 'invalid_target', type: FORM, body: 'targets=b%C3%BCcher.example:80' },
  { code: 'invalid_target', type: JSON_TYPE, body: '{"targets": ["h:\u0663"]}' },
  { code: 'invalid_label_name', type: JSON_TYPE, body: '{"labels": {"team\\n": "x"}}' },
  { code: 'label_refused', type: JSON_TYPE, body: '{"labels": {"__address__": "h:2"}}' },
  { code: 'invalid_label_value', type: JSON_TYPE, body: '{"labels": {"__scheme__": "ftp"}}' },
  { code: 'invalid_name', path: '/pay%0Aments/prod', type: FORM, body: FULL_FORM },
  { code: 'name_too_long', path: `/${'a'.repeat(250)}/prod`, type: FORM, body: FULL_FORM },
  { code: 'bad_percent_encoding', path: '/caf%E9/prod', type: FORM, body: FULL_FORM },
];

describe('the requests that the guide says are refused now', () => {
  test('are those that are tried here', () => {
    const [, section = ''] = GUIDE.split('## Requests that are refused now');
    const codes = [...section.matchAll(/^\|.*\| `(\w+)` +\|/gm)].map(([, code]) => code);
    expect(codes).toEqual(REFUSED.map(({ code }) => code));
  });

  test('are refused with that code, and change nothing', async () => {
    const server = await start();
    const before = await textAt(server, '/payments/prod');
    for (const { code, method = 'PUT', path = '/payments/prod', type, body } of REFUSED) {
      const response = await fetch(`${server.url}${path}`, {
        method,
        ...(type !== undefined && { headers: { 'Content-Type': type } }),
        ...(body !== undefined && { body }),
      });
      const failure = (await response.json()) as { readonly code?: string };
      expect({ status: response.status, code: failure.code }).toEqual({ status: 400, code });
      expect(await textAt(server, '/payments/prod')).toBe(before);
    }
    await server.stop();
  });
});
