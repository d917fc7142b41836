import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { useTemporaryDirectory } from '../../test/support/temporary-directory.js';
import { type Configuration, loadConfiguration } from './configuration.js';
import { ConfigurationError } from '../operator-files/configuration-error.js';
import { describeConfiguration } from './describe.js';
import { Networks } from '../net/networks.js';
import { SETTINGS, type SettingName } from './settings.js';
import type { Sources } from './sources.js';
import { UNSUPPORTED } from './unsupported-settings.js';

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
  fuse_percent: ['50', 50],
  fuse_targets: ['5', 5],
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
  prometheus_urls: ['http://a:9090/,https://b/x', ['http://a:9090', 'https://b/x']],
  prometheus_http_config_file: ['http.yml', 'http.yml'],
  etcd_endpoints: ['https://a:2379,https://b:2379/', ['https://a:2379', 'https://b:2379']],
  etcd_prefix: ['/monitoring/eye/', '/monitoring/eye/'],
  etcd_http_config_file: ['etcd.yml', 'etcd.yml'],
  page: ['off', false],
  accepted_warnings: ['open_to_everybody', ['open_to_everybody']],
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
  ['a verify mode of another kind', { VERIFY_MODE: '3' }, 'VERIFY_MODE: "3" is not a verify mode; it must be one of'],
  ['too long a backlog', { BACKLOG: '65536' }, 'BACKLOG: "65536" is not a backlog, a whole number from 1 to 65535'],
])('%s is refused', (_, environment, message) => {
  expect(() => load(environment)).toThrow(ConfigurationError);
  expect(() => load(environment)).toThrow(message);
});

// cspell:ignore timout colour acces acess ccess confg configfile bidn directry loglevl alowed bing
test.each([
  ['hypercorn', 'keep_alive_timout', 'keep_alive_timeout'],
  ['hypercorn', 'worker', 'workers'],
  ['hypercorn', 'access_log', 'accesslog'],
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
    /^the config file .* something other than .* for "certfile" in \[hypercorn\]$/,
  );
});

test.each(Object.entries(UNSUPPORTED))('%s of Hypercorn is one warning with the reason', (name, reason) => {
  const warning = `the setting ${name} has no effect: ${reason}`;
  const expected = [{ code: 'setting_without_effect', message: warning }];
  expect(load({ [name.toUpperCase()]: 'x' }).warnings).toEqual(expected);
  expect(load({}, { path: fileWith(`[hypercorn]\n${name} = 1\n`) }).warnings).toEqual(expected);
});

test.each([
  ['target-eye', 'bind', 'hypercorn'],
  ['target-eye', 'workers', 'hypercorn'],
  ['hypercorn', 'rate_limit', 'target-eye'],
])('a key in [%s] that belongs elsewhere is an error that says where: %s', (section, key, other) => {
  const path = fileWith(`[${section}]\n${key} = "x"\n`);
  expect(() => load({}, { path })).toThrow(
    `the setting "${key}" in the section [${section}] of ${path} belongs in [${other}]`,
  );
});

test('an unknown key that is near to nothing suggests nothing', () => {
  const path = fileWith('[hypercorn]\ncolour = 1\n');
  expect(() => load({}, { path })).toThrow(/"colour" in the section \[hypercorn\] of .* is not known$/);
});

test.each(['"/x/sd"', "'/x/sd'", '~/sd', '~me/sd', '$HOME/sd', '/x/${SD}', '/x/*.json'])(
  '%s is no path for what would be created under that name',
  (path) => {
    for (const variable of ['FILE_SD_DIRECTORY', 'FILE_SD_DIR_HOST', 'ERRORLOG', 'ACCESSLOG', 'PID_PATH']) {
      const environment = { FILE_SD_DIRECTORY: variable === 'FILE_SD_DIR_HOST' ? '' : '/x', [variable]: path };
      expect(() => loadConfiguration({ environment })).toThrow(
        `${variable}: ${JSON.stringify(path)} is not a path that can be used: it `,
      );
    }
  },
);

test('a quotation mark or a tilde within a path is a name like any other', () => {
  expect(load({ FILE_SD_DIRECTORY: '/x/a~b"c' }).settings.file_sd_directory).toBe('/x/a~b"c');
});

describe('a misspelt variable', () => {
  test.each([
    ['ACCES_FILE', 'ACCESS_FILE'],
    ['ACESS_FILE', 'ACCESS_FILE'],
    ['CCESS_FILE', 'ACCESS_FILE'],
    ['ACCESS-FILE', 'ACCESS_FILE'],
    ['access_file', 'ACCESS_FILE'],
    ['WEB_CONFG_FILE', 'WEB_CONFIG_FILE'],
    ['CERT_FILE', 'CERTFILE'],
    ['CONFIGFILE', 'CONFIG_FILE'],
    ['BINDS', 'BIND'],
    ['BIDN', 'BIND'],
    ['INSECURE_BIN', 'INSECURE_BIND'],
    ['ETCD_ENDPOINT', 'ETCD_ENDPOINTS'],
    ['ETC_PREFIX', 'ETCD_PREFIX'],
  ])('that leads to other rights, files, groups or addresses ends the start: %s for %s', (variable, meant) => {
    expect(() => load({ [variable]: 'x' })).toThrow(
      `the variable ${variable} sets nothing; if ${meant} is meant, rename it, else unset it`,
    );
    expect(load({ [variable]: 'x', ACCEPTED_WARNINGS: 'variable_misspelt' }).settings.accepted_warnings).toEqual([
      'variable_misspelt',
    ]);
  });

  test('of the directory is told before the directory is missed', () => {
    expect(() => loadConfiguration({ environment: { FILE_SD_DIRECTRY: '/x' } })).toThrow(
      /FILE_SD_DIRECTRY sets nothing; if FILE_SD_DIRECTORY is meant/,
    );
  });

  test.each(['RATE_LIMITS', 'DENIED_NETWORK', 'ROOTPATH', 'LOGLEVL', 'ALOWED_PORTS'])(
    'is a warning: %s',
    (variable) => {
      expect(load({ [variable]: 'x' }).warnings).toEqual([
        {
          code: 'variable_misspelt',
          message: expect.stringContaining(`the variable ${variable} sets nothing; `) as string,
        },
      ]);
    },
  );

  test('is none when it is empty, or when what it may mean is set by whatever means', () => {
    expect(load({ ACCES_FILE: ' ' }).warnings).toEqual([]);
    expect(load({ ACCES_FILE: 'x', ACCESS_FILE: 'y' }).warnings).toEqual([]);
    const path = fileWith('[target-eye]\naccess_file = "y"\n');
    expect(load({ ACCES_FILE: 'x', CONFIGFILE: 'z' }, { path }).warnings).toEqual([]);
  });

  test('is nothing that stands in environments for other programs', () => {
    const ordinary =
      'PATH PWD OLDPWD HOME HOST HOSTNAME PORT LANG LC_ALL TERM SHELL SHLVL LOGNAME USERNAME USERS GROUPS MAIL EDITOR PAGER ' +
      'HTTP_PROXY HTTPS_PROXY http_proxy NO_PROXY LOG_LEVEL LOG_FILE LOG_DIR NODE_ENV NODE_OPTIONS NODE_PATH TZ TMPDIR ' +
      'XDG_RUNTIME_DIR SSH_AUTH_SOCK DISPLAY INVOCATION_ID JOURNAL_STREAM LISTEN_PID LISTEN_FDS NOTIFY_SOCKET ' +
      'WATCHDOG_USEC KUBERNETES_PORT KUBERNETES_SERVICE_HOST SSL_CERT_FILE SSL_CERT_DIR KIND BING FIND BIN MIND WIND ' +
      'BLIND_NOT LIB_PATH GIT_PATH CONFIG_DIR CONFIG_PATH CI DEBIAN_FRONTEND UV_THREADPOOL_SIZE PYTHONPATH BAND BOND ' +
      'ETCDCTL_ENDPOINTS ETCDCTL_API ETCD_NAME ETCD_DATA_DIR ETCD_LISTEN_CLIENT_URLS ETCD_PORT ETCD_SERVICE_HOST';
    for (const variable of ordinary.split(' '))
      expect([variable, load({ [variable]: 'x' }).warnings]).toEqual([variable, []]);
  });
});

test('a code of a warning that there is not is refused with those there are', () => {
  expect(() => load({ ACCEPTED_WARNINGS: 'all' })).toThrow(
    /ACCEPTED_WARNINGS: "all" is not a warning code; it must be one of setting_without_effect, /,
  );
});

test.each([
  ['LOGLEVEL', 'warn', 'loglevel', 'warn'],
  ['LOG_FORMAT', 'logfmt', 'log_format', 'text'],
] as const)('%s=%s is understood', (variable, text, name, value) => {
  expect(load({ [variable]: text }).settings[name]).toBe(value);
});

test('settings that another one leaves without effect are warnings', () => {
  const messages = load({ INSECURE_BIND: 'h:1', CA_CERTS: 'ca' }).warnings.map(({ message }) => message);
  expect(messages).toEqual([
    'the setting insecure_bind has no effect: bind is served without TLS',
    'the setting ca_certs has no effect: verify_mode does not ask for client certificates',
  ]);
  expect(load({ INSECURE_BIND: 'h:1', WEB_CONFIG_FILE: 'w' }).warnings).toEqual([]);
  const cluster = { ETCD_PREFIX: '/x/', ETCD_HTTP_CONFIG_FILE: 'e' };
  expect(load(cluster).warnings.map(({ message }) => message)).toEqual([
    'the setting etcd_prefix has no effect: etcd_endpoints names no cluster',
    'the setting etcd_http_config_file has no effect: etcd_endpoints names no cluster',
  ]);
  expect(load({ ...cluster, ETCD_ENDPOINTS: 'http://a:2379' }).warnings).toEqual([]);
  expect(load({ ETCD_PREFIX: '/target-eye/' }).warnings).toEqual([]);
});

test('the description can be read as a config file again, with secrets masked and the origins named', () => {
  const environment = { KEYFILE_PASSWORD: 'hunter2', BIND: '127.0.0.1:1', DEBUG: '1' };
  const { origins, warnings } = load(environment);
  const text = describeConfiguration(origins, warnings);
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

test('the settings of the server are numbers, times in milliseconds', () => {
  const environment = {
    FILE_SD_DIRECTORY: '/srv/file_sd',
    BACKLOG: '7',
    UMASK: '077',
    USER: '1',
    GROUP: '2',
    KEEP_ALIVE_TIMEOUT: '3',
    READ_TIMEOUT: '4',
    SSL_HANDSHAKE_TIMEOUT: '5',
    GRACEFUL_TIMEOUT: '6',
    H11_MAX_INCOMPLETE_SIZE: '2000',
  };
  expect(loadConfiguration({ environment }).settings).toMatchObject({
    backlog: 7,
    umask: 0o77,
    user: 1,
    group: 2,
    keep_alive_timeout: 3000,
    read_timeout: 4000,
    ssl_handshake_timeout: 5000,
    graceful_timeout: 6000,
    h11_max_incomplete_size: 2000,
  });
});
