import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { useTemporaryDirectory } from '../../test/support/temporary-directory.js';
import { type Configuration, loadConfiguration, type Sources } from './configuration.js';
import { ConfigurationError } from './configuration-error.js';
import { describeConfiguration } from './describe.js';
import { Networks } from './networks.js';
import { SETTINGS, type SettingName, UNSUPPORTED } from './settings.js';

const home = useTemporaryDirectory();
const DIRECTORY = { FILE_SD_DIRECTORY: '/srv/file_sd' };

const load = (environment: NodeJS.ProcessEnv, sources: Omit<Sources, 'environment'> = {}): Configuration =>
  loadConfiguration({ ...sources, environment: { ...DIRECTORY, ...environment } });

function fileWith(content: string, name = 'dev.toml'): string {
  const path = join(home(), name);
  writeFileSync(path, content);
  return path;
}

/** For every setting: a text, and the value that it stands for. */
const EXAMPLES: Readonly<Record<SettingName, readonly [text: string, value: unknown]>> = {
  file_sd_directory: ['/srv/x', '/srv/x'],
  max_body_size: ['1000', 1000],
  max_targets_per_group: ['5', 5],
  log_format: ['JSON', 'json'],
  web_config_file: ['web.yml', 'web.yml'],
  access_file: ['access.yml', 'access.yml'],
  reads_without_login: ['true', true],
  rate_limit: ['600/2m', { requests: 600, milliseconds: 120_000 }],
  trusted_proxies: ['10.0.0.0/8, unix', expect.objectContaining({ unix: true })],
  allowed_hosts: ['*.example.org', ['*.example.org']],
  allowed_ports: [
    '80,9100-9999',
    [
      { first: 80, last: 80 },
      { first: 9100, last: 9999 },
    ],
  ],
  denied_networks: ['loopback', expect.any(Networks)],
  bind: ['[::1]:80', [{ host: '::1', port: 80 }]],
  insecure_bind: ['unix:/run/x', [{ path: '/run/x' }]],
  certfile: ['cert.pem', 'cert.pem'],
  keyfile: ['key.pem', 'key.pem'],
  keyfile_password: ['secret', 'secret'],
  ca_certs: ['ca.pem', 'ca.pem'],
  verify_mode: ['cert_required', 'required'],
  ciphers: ['ECDHE+AESGCM', 'ECDHE+AESGCM'],
  accesslog: ['-', '-'],
  access_log_format: ['%(h)s', expect.any(Function)],
  errorlog: ['/var/log/x', '/var/log/x'],
  loglevel: ['WARNING', 'warn'],
  backlog: ['10', 10],
  graceful_timeout: ['1.5', 1500],
  shutdown_timeout: ['30', 30_000],
  ssl_handshake_timeout: ['3', 3000],
  keep_alive_timeout: ['65', 65_000],
  read_timeout: ['0', 0],
  h11_max_incomplete_size: ['8192', 8192],
  include_server_header: ['1', true],
  pid_path: ['/run/x.pid', '/run/x.pid'],
  root_path: ['/target-eye/', '/target-eye'],
  server_names: ['a.example,b.example:8000', ['a.example', 'b.example:8000']],
  umask: ['077', 0o077],
  user: ['1000', 1000],
  group: ['0', 0],
};

/** What must be set together with a setting. */
const COMPANIONS: Readonly<Record<string, NodeJS.ProcessEnv>> = {
  certfile: { KEYFILE: 'k' },
  keyfile: { CERTFILE: 'c' },
  verify_mode: { CA_CERTS: 'ca' },
};

describe.each(Object.entries(EXAMPLES))('%s', (name, [text, value]) => {
  const { section } = SETTINGS[name as SettingName];

  test('is read from the environment', () => {
    const { settings } = load({ ...COMPANIONS[name], [name.toUpperCase()]: text });
    expect(settings[name as SettingName]).toEqual(value);
  });

  test.each(['dev.toml', 'dev.ini'])('is read from %s, and the environment wins', (file) => {
    const path = fileWith(`[${section}]\n${name} = ${file === 'dev.ini' ? text : JSON.stringify(text)}\n`, file);
    const environment = { ...COMPANIONS[name], FILE_SD_DIRECTORY: name === 'file_sd_directory' ? '' : '/srv/y' };
    const { settings, origins } = load(environment, { path });
    expect(settings[name as SettingName]).toEqual(value);
    expect(origins.find((origin) => origin.name === name)?.from).toBe(`${name} in ${path}`);
    const overridden = load({ ...environment, [name.toUpperCase()]: text }, { path });
    expect(overridden.origins.find((origin) => origin.name === name)?.from).toBe(name.toUpperCase());
  });
});

test('numbers, booleans and lists of TOML are read', () => {
  const path = fileWith(
    '[hypercorn]\nbind = ["127.0.0.1:1", "127.0.0.1:2"]\nbacklog = 7\numask = 0o027\ninclude_server_header = true\n',
  );
  expect(load({}, { path }).settings).toMatchObject({
    bind: [
      { host: '127.0.0.1', port: 1 },
      { host: '127.0.0.1', port: 2 },
    ],
    backlog: 7,
    umask: 0o027,
    include_server_header: true,
  });
});

test('the command line wins over the environment, an empty variable is not set, defaults come last', () => {
  const options = { web_config_file: 'option.yml' };
  const { settings, origins } = load({ WEB_CONFIG_FILE: 'env.yml', LOGLEVEL: ' ', BIND: '' }, { options });
  expect(settings).toMatchObject({ web_config_file: 'option.yml', loglevel: 'info', bind: [{ port: 8000 }] });
  expect(origins.find(({ name }) => name === 'web_config_file')?.from).toBe('--web.config.file');
  const defaults = { file_sd_directory: './file_sd' };
  expect(loadConfiguration({ environment: {}, defaults }).settings.file_sd_directory).toBe('./file_sd');
});

test('a name in USER or GROUP is that of a login shell and does not count; in the file it is an error', () => {
  expect(load({ USER: 'alice', GROUP: 'staff' }).settings).toMatchObject({ user: undefined, group: undefined });
  const path = fileWith('[hypercorn]\nuser = "alice"\n');
  expect(() => load({}, { path })).toThrow('"alice" is not the number of an account');
});

test.each<[string, NodeJS.ProcessEnv, string]>([
  ['a certificate without a key', { CERTFILE: 'x' }, 'certfile and keyfile belong together'],
  ['a key without a certificate', { KEYFILE: 'x' }, 'certfile and keyfile belong together'],
  ['client certificates without an authority', { VERIFY_MODE: '2' }, 'ca_certs does not say'],
  ['a time that is none', { READ_TIMEOUT: '5s' }, 'READ_TIMEOUT: "5s" is not a number of seconds'],
  ['a time that no timer can wait', { READ_TIMEOUT: '2147484' }, 'READ_TIMEOUT: "2147484" is not a number of seconds'],
  ['a flag that is none', { INCLUDE_SERVER_HEADER: 'maybe' }, 'INCLUDE_SERVER_HEADER: "maybe" is not true or false'],
  ['an octal number without its zero', { UMASK: '999' }, 'UMASK: "999" is not a umask'],
  ['a prefix without a slash', { ROOT_PATH: 'x' }, 'ROOT_PATH: "x" is not a path prefix'],
  ['a rate without a time', { RATE_LIMIT: '100' }, 'RATE_LIMIT: "100" is not a rate'],
  ['a rate of nothing', { RATE_LIMIT: '0/s' }, 'RATE_LIMIT: "0/s" is not a rate'],
  ['a verify mode of another kind', { VERIFY_MODE: '3' }, 'VERIFY_MODE: "3" is not a verify mode; there are'],
  ['too long a backlog', { BACKLOG: '65536' }, 'BACKLOG: "65536" is not a backlog, a whole number from 1 to 65535'],
])('%s is refused', (_, environment, message) => {
  expect(() => load(environment)).toThrow(ConfigurationError);
  expect(() => load(environment)).toThrow(message);
});

test.each([
  ['hypercorn', 'keep_alive_timout', 'keep_alive_timeout'],
  ['hypercorn', 'worker', 'workers'],
  ['target-eye', 'file_sd_dir', 'file_sd_directory'],
])('an unknown key in [%s] is an error that suggests the nearest one: %s', (section, key, nearest) => {
  const path = fileWith(`[${section}]\n${key} = 1\n`);
  expect(() => load({}, { path })).toThrow(
    `the setting "${key}" in the section [${section}] of ${path} is not known; did you mean ${nearest}?`,
  );
});

test.each([
  'certfile = { path = "x" }',
  'certfile.path = "x"',
  '[hypercorn.certfile]',
  'certfile = [["x"]]',
  'certfile = 2026-11-23',
])('what is no value of a setting in TOML is an error in one line: %s', (line) => {
  const path = fileWith(`[hypercorn]\n${line}\n`);
  expect(() => load({}, { path })).toThrow(
    /^the config file .* something else than .* for "certfile" in \[hypercorn\]$/,
  );
});

test.each(Object.entries(UNSUPPORTED))('%s of Hypercorn is one warning with the reason', (name, reason) => {
  const warning = `the setting ${name} has no effect: ${reason}`;
  expect(load({ [name.toUpperCase()]: 'x' }).warnings).toEqual([warning]);
  expect(load({}, { path: fileWith(`[hypercorn]\n${name} = 1\n`) }).warnings).toEqual([warning]);
});

test('settings that another one leaves without effect are warnings', () => {
  expect(load({ INSECURE_BIND: 'h:1', CA_CERTS: 'ca' }).warnings).toEqual([
    'the setting insecure_bind has no effect: bind is served without TLS',
    'the setting ca_certs has no effect: verify_mode does not ask for client certificates',
  ]);
  expect(load({ INSECURE_BIND: 'h:1', WEB_CONFIG_FILE: 'w' }).warnings).toEqual([]);
});

test('the description can be read as a config file again, with secrets masked and the origins named', () => {
  const environment = { KEYFILE_PASSWORD: 'hunter2', BIND: '127.0.0.1:1', DEBUG: '1' };
  const text = describeConfiguration(load(environment));
  expect(text).not.toContain('hunter2');
  expect(text).toContain('keyfile_password = "***"  # KEYFILE_PASSWORD\n');
  expect(text).toContain('bind = "127.0.0.1:1"  # BIND\n');
  expect(text).toContain('# warning: the setting debug has no effect');
  const again = loadConfiguration({ environment: { KEYFILE_PASSWORD: 'hunter2' }, path: fileWith(text) });
  const texts = ({ origins }: Configuration) => origins.map(({ name, text: written }) => [name, written]);
  expect(texts(again)).toEqual(texts(load(environment)));
});

describe('what systemd says', () => {
  const pid = String(process.pid);

  test('is taken when it is meant for this process', () => {
    const { serviceManager } = load({
      NOTIFY_SOCKET: '/run/n',
      JOURNAL_STREAM: '8:1234',
      WATCHDOG_USEC: '30000000',
      WATCHDOG_PID: pid,
      LISTEN_PID: pid,
      LISTEN_FDS: '2',
      LISTEN_FDNAMES: 'https:http',
    });
    expect(serviceManager).toEqual({
      notifySocket: '/run/n',
      journalStream: '8:1234',
      watchdogInterval: 15_000,
      listeners: [
        { fd: 3, name: 'https' },
        { fd: 4, name: 'http' },
      ],
    });
  });

  test('is ignored when it is meant for another one, or missing', () => {
    const nothing = { notifySocket: undefined, journalStream: undefined, watchdogInterval: undefined, listeners: [] };
    expect(load({}).serviceManager).toEqual(nothing);
    expect(load({ LISTEN_FDS: '1' }).serviceManager).toEqual(nothing);
    expect(load({ LISTEN_FDS: '9'.repeat(20), LISTEN_PID: pid }).serviceManager).toEqual(nothing);
    const other = { LISTEN_PID: '1', LISTEN_FDS: '1', WATCHDOG_PID: '1', WATCHDOG_USEC: '1' };
    expect(load(other).serviceManager).toEqual(nothing);
  });
});
