import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SETTINGS } from '../settings/settings.js';
import { runHere } from '../../test/support/run-here.js';
import { useTemporaryDirectory } from '../../test/support/temporary-directory.js';

const home = useTemporaryDirectory();
const { version } = JSON.parse(readFileSync(join(__dirname, '..', '..', 'package.json'), 'utf8')) as {
  version: string;
};

test.each(['--version', '-v', 'version'])('%s prints the version of the package', async (option) => {
  expect(await runHere({}, [option])).toEqual({ status: 0, stdout: `target-eye ${version}\n`, stderr: '' });
});

test.each(['--help', '-h', 'help'])('%s names every setting and its variable', async (option) => {
  const { status, stdout, stderr } = await runHere({}, [option]);
  expect([status, stderr]).toEqual([0, '']);
  for (const name of Object.keys(SETTINGS)) expect(stdout).toContain(`  ${name}  (${name.toUpperCase()}`);
});

test('migrate --help has its own options first, and only the settings that it uses', async () => {
  const { status, stdout } = await runHere({}, ['migrate', '--help']);
  expect([status, stdout.split('\n')[0]]).toEqual([0, expect.stringMatching(/^usage: target-eye migrate --to=etcd/)]);
  const settings = Object.keys(SETTINGS).filter((name) => stdout.includes(`  ${name}  (`));
  expect(settings).toEqual(['file_sd_directory', 'etcd_endpoints', 'etcd_prefix', 'etcd_http_config_file']);
  expect(stdout.indexOf('--prefer=DIR  ')).toBeLessThan(stdout.indexOf('etcd_endpoints'));
  expect((await runHere({}, ['help'])).stdout).toContain('  --prefer=DIR  ');
});

// cspell:ignore hlep
test.each([
  [['--hlep'], /Unknown option '--hlep'/],
  [['--config.file=a.toml', 'b.toml'], /"b\.toml" is a second config file beside --config\.file/],
  [['--output=json'], /--output is for target-eye token and target-eye migrate/],
  [['migrate'], /migrate needs --to=etcd or --to=directory/],
  [['migrate', '--to=consul'], /migrate needs --to=etcd or --to=directory, not "consul"/],
  [['--check-config', '--to=etcd'], /--to is for target-eye migrate/],
  [['migrate', '--to=directory', '--from=a'], /with --to=directory the groups come from etcd/],
  [['migrate', '--to=etcd', '--from=/a', '--from=/a/'], /--from names "\/a" twice/],
  [['migrate', '--to=etcd', '--from=/a', '--prefer=/a'], /and "\/a" is none of several/],
  [['migrate', '--to=etcd', '--from=/a', '--from=/b', '--prefer=/c'], /and "\/c" is none of several/],
  [['token', '--output=yaml'], /--output must be text or json, not "yaml"/],
  [['a.toml', 'b.toml'], /"b\.toml" is one argument too many/],
  [['--web.config.file'], /argument missing/],
])('%j is one line that says where help is', async (args, expected) => {
  const { status, stdout, stderr } = await runHere({}, args);
  expect([status, stdout]).toEqual([1, '']);
  expect(stderr).toMatch(expected);
  expect(stderr).toMatch(/^target-eye: .*; see target-eye --help\n$/);
});

test('token --output=json is for programs', async () => {
  const { status, stdout } = await runHere({}, ['token', '--output', 'json']);
  expect(status).toBe(0);
  const { token, token_sha256 } = JSON.parse(stdout) as Record<string, string>;
  expect(token).toMatch(/^te_[\w-]{43}$/);
  expect(token_sha256).toBe(createHash('sha256').update(String(token)).digest('hex'));
});

test('the options of the Prometheus family win over variables and config file', async () => {
  const file = join(home(), 'x.toml');
  writeFileSync(file, '[target-eye]\nfile_sd_directory = "/nowhere"\n[hypercorn]\nloglevel = "debug"\n');
  const options = [
    '--log.level=warn',
    '--log.format=logfmt',
    '--web.listen-address=127.0.0.1:1',
    '--web.listen-address=[::1]:2',
  ];
  const { status, stdout } = await runHere({ LOGLEVEL: 'error' }, [
    '--check-config',
    `--config.file=${file}`,
    ...options,
  ]);
  expect(status).toBe(0);
  expect(stdout).toContain('loglevel = "warn"  # --log.level\n');
  expect(stdout).toContain('log_format = "logfmt"  # --log.format\n');
  expect(stdout).toContain('bind = "127.0.0.1:1,[::1]:2"  # --web.listen-address\n');
  expect(stdout).toContain(`file_sd_directory = "/nowhere"  # file_sd_directory in ${file}\n`);
});

test('--environment-file has what the environment does not have, and the environment wins', async () => {
  const file = join(home(), 'default');
  writeFileSync(file, '# The service\nFILE_SD_DIRECTORY="/srv/file sd"\nLOGLEVEL=debug\n');
  const check = [`--environment-file=${file}`, '--check-config'];
  const { status, stdout, stderr } = await runHere({ LOGLEVEL: 'error' }, check);
  expect([status, stderr]).toEqual([0, '']);
  expect(stdout).toContain('file_sd_directory = "/srv/file sd"  # FILE_SD_DIRECTORY\n');
  expect(stdout).toContain('loglevel = "error"  # LOGLEVEL\n');
  const without = await runHere({}, [...check, '--environment-file=']);
  expect(without.stderr).toContain('FILE_SD_DIRECTORY is not set');
});

test('an --environment-file that cannot be read is one line', async () => {
  const file = join(home(), 'none');
  expect(await runHere({}, ['healthcheck', '--environment-file', file])).toEqual({
    status: 1,
    stdout: '',
    stderr: `target-eye: the environment file "${file}" cannot be read (ENOENT)\n`,
  });
});

describe('--check-config', () => {
  test('prints the effective settings and where they come from, without a secret', async () => {
    const file = join(home(), 'x.toml');
    writeFileSync(file, '[target-eye]\nfile_sd_directory = "/nowhere/at/all"\n[hypercorn]\nloglevel = "debug"\n');
    const environment = { LOGLEVEL: 'error', KEYFILE_PASSWORD: 'hunter2', WORKERS: '4' };
    const { status, stdout, stderr } = await runHere(environment, ['--check-config', file]);
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toContain(`file_sd_directory = "/nowhere/at/all"  # file_sd_directory in ${file}\n`);
    expect(stdout).toContain('loglevel = "error"  # LOGLEVEL\n');
    expect(stdout).toContain('bind = "127.0.0.1:8000"  # default\n');
    expect(stdout).toContain('# warning: the setting workers has no effect: ');
    expect(stdout).not.toContain('hunter2');
  });

  test.each([
    ['a setting', { BACKLOG: 'x' }, /^target-eye: BACKLOG: "x" is not a backlog/],
    [
      'a certificate',
      { CERTFILE: '/nowhere', KEYFILE: '/nowhere' },
      /^target-eye: certfile: "\/nowhere" cannot be read/,
    ],
    ['no directory', { FILE_SD_DIRECTORY: '' }, /^target-eye: FILE_SD_DIRECTORY is not set/],
  ])('fails with one line for what cannot be used: %s', async (_, environment, expected) => {
    const { status, stdout, stderr } = await runHere({ FILE_SD_DIRECTORY: '/srv/x', ...environment }, [
      '--check-config',
    ]);
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr.trim().split('\n')).toEqual([expect.stringMatching(expected)]);
  });
});

// cspell:ignore dirctory targeteye

describe('a start', () => {
  test.each<[string, Record<string, string>, RegExp]>([
    ['without a directory', { FILE_SD_DIRECTORY: '' }, /FILE_SD_DIRECTORY is not set/],
    ['on a bad address', { BIND: 'localhost:http' }, /BIND: "localhost:http" is not an address/],
    ['on a port without a host', { BIND: '18123' }, /BIND: "18123" is not an address/],
    ['on a socket path that the kernel would cut', { BIND: `unix:/${'x'.repeat(107)}` }, /is longer than 107 bytes/],
    ['on a bad port', { BIND: '127.0.0.1:70000' }, /BIND: "127.0.0.1:70000" is not an address/],
    ['with a bad log level', { LOGLEVEL: 'loud' }, /LOGLEVEL: "loud" is not a log level; it must be one of critical/],
    ['with a bad size', { MAX_BODY_SIZE: '8M' }, /MAX_BODY_SIZE: "8M" is not a number of bytes/],
    [
      'with a config file that is not there',
      { CONFIG_FILE: '/nonexistent.toml' },
      /config file "\/nonexistent.toml" cannot be read \(ENOENT\)/,
    ],
  ])('%s fails with status 1 and one line', async (_, environment, expected) => {
    const { status, stdout, stderr } = await runHere({ FILE_SD_DIRECTORY: '/srv/x', ...environment });
    const lines = stderr.trim().split('\n');
    expect({ status, stdout, lines }).toEqual({ status: 1, stdout: '', lines: [expect.stringMatching(expected)] });
  });

  test.each([
    ['broken.toml', '[hypercorn\n', /is not TOML: line 1/],
    [
      'typo.toml',
      '[target-eye]\nfile_sd_dirctory = "x"\n',
      /"file_sd_dirctory" in the section \[target-eye\] .* is not known; did you mean file_sd_directory\?/,
    ],
    ['section.ini', '[targeteye]\nfile_sd_directory = x\n', /section \[targeteye\] in .* is not known/],
  ])('with the config file %s fails with one line', async (name, content, expected) => {
    writeFileSync(join(home(), name), content);
    const { status, stderr } = await runHere({ FILE_SD_DIRECTORY: '/srv/x' }, [join(home(), name)]);
    expect([status, stderr.trim().split('\n')]).toEqual([1, [expect.stringMatching(expected)]]);
  });
});
