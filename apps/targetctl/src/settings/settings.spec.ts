import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../failure.js';
import { useTemporaryDirectory } from '../../../server/test/support/temporary-directory.js';
import { readEnvironment } from './environment.js';
import { resolveSettings, type Settings } from './settings.js';
import type { Level } from './settings-table.js';

const home = useTemporaryDirectory();
const path = (...names: readonly string[]): string => join(home(), ...names);

const before = process.env;
afterEach(() => {
  process.env = before;
});

/** What is set by options, variables and a config file at its usual place. */
async function settings(options: Level, variables: Record<string, string> = {}, file?: string): Promise<Settings> {
  if (file !== undefined) {
    mkdirSync(path('.config'), { recursive: true });
    writeFileSync(path('.config', 'targetctl.yaml'), file);
  }
  process.env = { HOME: home(), ...variables };
  return resolveSettings(options, readEnvironment());
}

async function faultsOf(...args: Parameters<typeof settings>): Promise<readonly string[]> {
  const failure = await settings(...args).then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(failure).toBeInstanceOf(Failure);
  expect((failure as Failure).exitStatus).toBe(2);
  return (failure as Failure).lines.map((line) => line.replaceAll(home(), '~'));
}

const FILE = `
current: prod
output: yaml
servers:
  prod: { url: https://prod.example.org/eye, token_file: prod.token, ca_file: /etc/ca.pem }
  test: { url: http://test.example.org, user: deploy, password_file: ~/password, cert: c.pem, key: k.pem }
`;

beforeEach(() => {
  mkdirSync(path('.config'));
  writeFileSync(path('.config', 'prod.token'), 'te_prod\n');
  writeFileSync(path('token'), 'te_other\r\n');
  writeFileSync(path('password'), ' secret word \n');
});

test('without anything it is the service on this host', async () => {
  expect(await settings({})).toEqual({
    url: 'http://localhost:8000',
    output: 'table',
    credentials: undefined,
    tls: { ca: undefined, cert: undefined, key: undefined },
  });
});

test('the file has what neither options nor environment say: the current server, seen from its folder', async () => {
  expect(await settings({}, {}, FILE)).toEqual({
    url: 'https://prod.example.org/eye',
    output: 'yaml',
    credentials: { token: 'te_prod' },
    tls: { ca: '/etc/ca.pem', cert: undefined, key: undefined },
  });
});

test('another server of the file is chosen by option or by variable, and the option wins', async () => {
  const test = {
    url: 'http://test.example.org',
    credentials: { user: 'deploy', password: ' secret word ' },
    tls: { ca: undefined, cert: path('.config', 'c.pem'), key: path('.config', 'k.pem') },
  };
  expect(await settings({ server: 'test' }, { TARGETCTL_SERVER: 'prod' }, FILE)).toMatchObject(test);
  expect(await settings({}, { TARGETCTL_SERVER: 'test' }, FILE)).toMatchObject(test);
});

test.each<[string, Level, Record<string, string>, string]>([
  ['option before variable', { url: 'http://a' }, { TARGETCTL_URL: 'http://b' }, 'http://a'],
  ['variable before file', {}, { TARGETCTL_URL: 'http://b/' }, 'http://b'],
  ['an empty variable is none', {}, { TARGETCTL_URL: '' }, 'https://prod.example.org/eye'],
  [
    'a server by option before a URL by variable',
    { server: 'test' },
    { TARGETCTL_URL: 'http://b' },
    'http://test.example.org',
  ],
  ['a URL by option before a server by variable', { url: 'http://a' }, { TARGETCTL_SERVER: 'test' }, 'http://a'],
])('which server: %s', async (_, options, variables, url) => {
  expect((await settings(options, variables, FILE)).url).toBe(url);
});

test('a token of the file goes to its own server only, unless that is named too', async () => {
  expect((await settings({ url: 'http://a' }, {}, FILE)).credentials).toBeUndefined();
  expect((await settings({}, { TARGETCTL_URL: 'http://a' }, FILE)).credentials).toBeUndefined();
  const both = await settings({ url: 'http://a', server: 'prod' }, {}, FILE);
  expect(both).toMatchObject({ url: 'http://a', credentials: { token: 'te_prod' } });
});

test.each<[string, () => Level, Record<string, string>, object]>([
  [
    'a token file by option',
    () => ({ tokenFile: path('token') }),
    { TARGETCTL_TOKEN: 'te_env' },
    { token: 'te_other' },
  ],
  ['a token by variable', () => ({}), { TARGETCTL_TOKEN: 'te_env' }, { token: 'te_env' }],
  [
    'a user by option, the password by variable',
    () => ({ user: 'me' }),
    { TARGETCTL_PASSWORD: 'x' },
    { user: 'me', password: 'x' },
  ],
  ['a user whose password has to be asked for', () => ({ user: 'me' }), {}, { user: 'me', password: undefined }],
  ['not the password of another user', () => ({ server: 'test', user: 'me' }), {}, { user: 'me', password: undefined }],
  [
    'a password file by option',
    () => ({ user: 'me', passwordFile: path('password') }),
    { TARGETCTL_PASSWORD: 'x' },
    { user: 'me', password: ' secret word ' },
  ],
])('who logs in: %s', async (_, options, variables, credentials) => {
  expect((await settings(options(), variables, FILE)).credentials).toEqual(credentials);
});

test('a server that is the only one is current', async () => {
  expect((await settings({}, {}, 'servers: {a: {url: http://a}}')).url).toBe('http://a');
});

test('XDG_CONFIG_HOME, TARGETCTL_CONFIG and --config say where the file is', async () => {
  for (const name of ['a', 'b', 'c']) writeFileSync(path(`${name}.yaml`), `servers: {x: {url: http://${name}}}`);
  mkdirSync(path('xdg'));
  writeFileSync(path('xdg', 'targetctl.yaml'), 'servers: {x: {url: http://xdg}}');
  const xdg = { XDG_CONFIG_HOME: path('xdg') };
  expect((await settings({}, xdg, FILE)).url).toBe('http://xdg');
  expect((await settings({}, { ...xdg, TARGETCTL_CONFIG: path('a.yaml') })).url).toBe('http://a');
  expect((await settings({ config: path('b.yaml') }, { TARGETCTL_CONFIG: path('a.yaml') })).url).toBe('http://b');
  expect((await settings({ config: '/dev/null' }, xdg)).url).toBe('http://localhost:8000');
});

// cspell:ignore tokn srvers prd tabel
test.each<[string, Level, Record<string, string>, string, readonly (string | RegExp)[]]>([
  [
    'misspelt keys, each with its line and the nearest one',
    {},
    {},
    'srvers: {}\nservers:\n  prod:\n    url: http://a\n    tokn_file: x\n',
    [
      '~/.config/targetctl.yaml:1: the key "srvers" is not known; did you mean servers?',
      '~/.config/targetctl.yaml:5: the key "tokn_file" is not known; did you mean token_file?',
    ],
  ],
  [
    'a key that is nothing like it',
    {},
    {},
    'purple: x',
    [/:1: the key "purple" is not known; known are servers, current, output$/],
  ],
  ['a value that is no text', {}, {}, 'servers: {a: {url: [x]}}', [/:1: "servers.a.url" is not a text, or is empty$/]],
  ['servers that are no object', {}, {}, 'servers: [a]', [/:1: "servers" is not an object$/]],
  ['a file that is not YAML', {}, {}, 'servers: {\n', [/targetctl.yaml:2: it is not YAML: .*closed$/]],
  ['a key that stands twice', {}, {}, 'current: a\ncurrent: b\n', [/targetctl.yaml:2: a key stands twice$/]],
  [
    'a server that is not there',
    { server: 'prd' },
    {},
    FILE,
    ['"~/.config/targetctl.yaml" names no server "prd"; did you mean prod?'],
  ],
  [
    'no current one of several',
    {},
    {},
    'servers: {a: {url: http://a}, b: {url: http://b}}',
    [/names several servers and not which is current; choose one with --server/],
  ],
  ['a server without a URL', {}, {}, 'servers: {a: {user: x}}', [/the server "a" in .* has no url/]],
  [
    'a URL of another kind',
    { url: 'ftp://x' },
    {},
    '',
    ['"ftp://x" is not a URL of Target-eye; it must begin with http:// or https://'],
  ],
  ['a URL with a password', { url: 'http://a:b@c' }, {}, '', [/must hold neither user nor password/]],
  ['a URL with a query', { url: 'http://a/?b' }, {}, '', [/must have neither \? nor #/]],
  [
    'an unknown format by variable',
    {},
    { TARGETCTL_OUTPUT: 'tabel' },
    '',
    ['the output must be table, json, yaml, not "tabel"'],
  ],
  [
    'a password on the command line',
    { user: 'me:secret' },
    {},
    '',
    [/^the user is a name without a colon; give the password in --password-file/],
  ],
  [
    'two ways to log in',
    { user: 'me', tokenFile: 'x' },
    {},
    '',
    ['the options name more than one way to log in; a token or a user is enough'],
  ],
  [
    'a token file that is not there',
    { tokenFile: '/nowhere' },
    {},
    '',
    ['the token file "/nowhere" cannot be read (ENOENT)'],
  ],
  ['a token of two lines', {}, { TARGETCTL_TOKEN: 'a\nb' }, '', [/^TARGETCTL_TOKEN holds more than one line/]],
  ['a key without a certificate', { key: 'x' }, {}, '', [/^a key is named without a certificate/]],
  [
    'a file that is named and is not there',
    { config: '/nowhere' },
    {},
    '',
    ['the config file "/nowhere" cannot be read (ENOENT)'],
  ],
])('refused is %s', async (_, options, variables, file, faults) => {
  const found = await faultsOf(options, variables, file);
  expect(found).toEqual(
    faults.map((fault) => (typeof fault === 'string' ? fault : (expect.stringMatching(fault) as string))),
  );
});
