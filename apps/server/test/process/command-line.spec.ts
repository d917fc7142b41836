import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SETTINGS } from '../../src/settings/settings.js';
import { runServer } from '../support/running-server.js';
import { useTemporaryDirectory } from '../support/temporary-directory.js';

const home = useTemporaryDirectory();
const { version } = JSON.parse(readFileSync(join(__dirname, '..', '..', 'package.json'), 'utf8')) as {
  version: string;
};

test.each(['--version', '-v', 'version'])('%s prints the version of the package', async (option) => {
  expect(await runServer({}, [option])).toEqual({ status: 0, stdout: `target-eye ${version}\n`, stderr: '' });
});

test.each(['--help', '-h', 'help'])('%s names every setting and its variable', async (option) => {
  const { status, stdout, stderr } = await runServer({}, [option]);
  expect([status, stderr]).toEqual([0, '']);
  for (const name of Object.keys(SETTINGS)) expect(stdout).toContain(`  ${name}  (${name.toUpperCase()}`);
});

// cspell:ignore hlep
test.each([
  [['--hlep'], /Unknown option '--hlep'/],
  [['--config.file=a.toml', 'b.toml'], /"b\.toml" is a second config file beside --config\.file/],
  [['--output=json'], /--output is for target-eye token/],
  [['token', '--output=yaml'], /--output is text or json, not "yaml"/],
  [['a.toml', 'b.toml'], /"b\.toml" is one argument too many/],
  [['--web.config.file'], /argument missing/],
])('%j is one line that says where help is', async (args, expected) => {
  const { status, stdout, stderr } = await runServer({}, args);
  expect([status, stdout]).toEqual([1, '']);
  expect(stderr).toMatch(expected);
  expect(stderr).toMatch(/^target-eye: .*; see target-eye --help\n$/);
});

test('token --output=json is for programs', async () => {
  const { status, stdout } = await runServer({}, ['token', '--output', 'json']);
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
  const { status, stdout } = await runServer({ LOGLEVEL: 'error' }, [
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
  const { status, stdout, stderr } = await runServer({ LOGLEVEL: 'error' }, check);
  expect([status, stderr]).toEqual([0, '']);
  expect(stdout).toContain('file_sd_directory = "/srv/file sd"  # FILE_SD_DIRECTORY\n');
  expect(stdout).toContain('loglevel = "error"  # LOGLEVEL\n');
  const without = await runServer({}, [...check, '--environment-file=']);
  expect(without.stderr).toContain('FILE_SD_DIRECTORY is not set');
});

test('an --environment-file that cannot be read is one line', async () => {
  const file = join(home(), 'none');
  expect(await runServer({}, ['healthcheck', '--environment-file', file])).toEqual({
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
    const { status, stdout, stderr } = await runServer(environment, ['--check-config', file]);
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
    const { status, stdout, stderr } = await runServer({ FILE_SD_DIRECTORY: '/srv/x', ...environment }, [
      '--check-config',
    ]);
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr.trim().split('\n')).toEqual([expect.stringMatching(expected)]);
  });
});
