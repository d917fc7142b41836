import { execFileSync, spawnSync } from 'node:child_process';
import { appendFileSync, chmodSync, existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { VERSION } from '../../src/version.js';
import { describeAsRootWith } from '../support/needs.js';
import { brokenLinksIn, linksIn, markdownIn } from '../support/links.js';
import { usePackaged } from '../support/packaged.js';
import { runProgram, startProgram } from '../support/running-server.js';
import { expectWholePage } from '../support/served-page.js';

const CONFFILES = ['/etc/default/target-eye', '/etc/target-eye/target-eye.toml'];
const STATE = '/var/lib/target-eye';
const ENVIRONMENT = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };

const run = (command: string, ...args: readonly string[]) =>
  execFileSync(command, args, { encoding: 'utf8', env: ENVIRONMENT, stdio: 'pipe' });

/**
 * Node need not come from a Debian package here, so its absence is no reason to refuse. Small images leave documents
 * out of every package; here they are wanted.
 */
const dpkg = (...args: readonly string[]) =>
  run('dpkg', '--force-depends', '--force-confold', '--path-include=/usr/share/*', ...args);

const modeOf = (path: string) => (statSync(path).mode & 0o7777).toString(8);

/** Where the files of a package lie, and what its scripts and dpkg keep of them. */
const PLACES = ['/etc', '/usr/bin', '/usr/lib/systemd', '/usr/share', '/var/lib/dpkg', '/var/lib/systemd'];

/** Every trace that the package could leave on this host. */
function traces(): readonly string[] {
  const files = run('find', ...PLACES, '-name', '*target-eye*', '-o', '-name', '*targetctl*')
    .split('\n')
    .filter(Boolean);
  const folders = ['/usr/lib/target-eye', STATE].filter((path) => existsSync(path));
  const accounts = ['/etc/passwd', '/etc/group'].flatMap((file) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('target-eye:')),
  );
  return [...files, ...folders, ...accounts];
}

describeAsRootWith(['dpkg-deb', 'lintian', 'strip', 'adduser', 'setpriv'])('the Debian package', () => {
  const packaged = usePackaged('package-deb.mjs');
  let isOurs = false;

  beforeAll(() => {
    if (traces().length > 0)
      throw new Error(`this host has a target-eye already; these tests would remove it: ${traces().join(', ')}`);
    isOurs = true;
  });
  // Whatever failed, and even where the package's own scripts are what failed.
  afterAll(() => {
    if (!isOurs) return;
    spawnSync('dpkg', ['--purge', '--force-all', 'target-eye'], { env: ENVIRONMENT });
    spawnSync('deluser', ['--quiet', '--system', 'target-eye'], { env: ENVIRONMENT });
    for (const path of [...CONFFILES, '/etc/target-eye', STATE]) rmSync(path, { recursive: true, force: true });
  });

  test('has nothing that lintian calls an error or warns of', () => {
    const checked = spawnSync('lintian', ['--allow-root', '--fail-on', 'error,warning', packaged().archive], {
      encoding: 'utf8',
    });
    expect(checked).toMatchObject({ status: 0, stdout: '' });
  });

  test('asks for the Node that the service needs, is for this machine and has the version of the service', () => {
    const field = (name: string) => run('dpkg-deb', '--field', packaged().archive, name).trim();
    expect(field('Depends')).toContain('nodejs (>= 20.19)');
    expect(field('Architecture')).toBe(run('dpkg', '--print-architecture').trim());
    expect(field('Version')).toMatch(new RegExp(`^${VERSION}-\\d+$`));
  });

  test('installs program, units, manual, settings and user', async () => {
    dpkg('--install', packaged().archive);
    expect(run('dpkg-query', '--show', '--showformat=${db:Status-Status}', 'target-eye')).toBe('installed');
    expect(run('dpkg', '--verify', 'target-eye')).toBe('');
    expect(run('dpkg-query', '--show', '--showformat=${Conffiles}', 'target-eye')).toMatch(
      new RegExp(CONFFILES.map((file) => ` ${file} [0-9a-f]{32}`).join('\n')),
    );
    expect([...CONFFILES.map(modeOf), modeOf('/etc/target-eye')]).toEqual(['644', '644', '2750']);
    expect(run('stat', '--format=%U:%G', '/etc/target-eye')).toBe('root:target-eye\n');
    expect(run('getent', 'passwd', 'target-eye')).toMatch(/:\/var\/lib\/target-eye:\/usr\/sbin\/nologin\n$/);
    expect(run('gzip', '-dc', '/usr/share/man/man8/target-eye.8.gz')).toContain('.TH TARGET-EYE 8');
    expect(readFileSync('/usr/lib/systemd/system/target-eye.service', 'utf8')).toContain('Type=notify');
    const version = { status: 0, stdout: `target-eye ${VERSION}\n`, stderr: '' };
    expect(await runProgram(['/usr/bin/target-eye', '--version'], { PATH: process.env['PATH'] ?? '' })).toEqual(
      version,
    );
  });

  test('installs the command for deploy hosts, its manual, and completions where the shells look', async () => {
    const version = { status: 0, stdout: `targetctl ${VERSION}\n`, stderr: '' };
    expect(await runProgram(['/usr/bin/targetctl', '--version'], { PATH: process.env['PATH'] ?? '' })).toEqual(version);
    expect(run('gzip', '-dc', '/usr/share/man/man1/targetctl.1.gz')).toContain('.TH TARGETCTL 1');
    const completions = ['bash-completion/completions/targetctl', 'zsh/vendor-completions/_targetctl'];
    for (const path of [...completions, 'fish/vendor_completions.d/targetctl.fish'])
      expect(readFileSync(join('/usr/share', path), 'utf8')).toContain('targetctl');
  });

  test('checks the settings of the service, and asks it, with the variables of its unit', async () => {
    const path = { PATH: process.env['PATH'] ?? '' };
    const checked = await runProgram(['/usr/bin/target-eye', '--check-config'], path);
    expect(checked).toMatchObject({ status: 0, stderr: '' });
    expect(checked.stdout).toContain(
      `file_sd_directory = "${STATE}/file_sd"  # file_sd_directory in /etc/target-eye/target-eye.toml\n`,
    );
    const [address, other] = ['127.0.0.1:9', '127.0.0.1:10'];
    appendFileSync('/etc/default/target-eye', `BIND=${address}\n`);
    const asked = await runProgram(['/usr/bin/target-eye', 'healthcheck'], path);
    expect(asked).toMatchObject({ status: 1, stderr: expect.stringContaining(address) as string });
    const elsewhere = await runProgram(['/usr/bin/target-eye', 'healthcheck'], { ...path, BIND: other });
    expect(elsewhere.stderr).toContain(other);
    writeFileSync(
      '/etc/default/target-eye',
      readFileSync('/etc/default/target-eye', 'utf8').replace(/BIND=127.*\n$/, ''),
    );
    expect(run('dpkg', '--verify', 'target-eye')).toBe('');
  });

  test('tells a user who may not read the variables or the config file so', async () => {
    const command = [
      'setpriv',
      '--reuid=nobody',
      '--regid=nogroup',
      '--clear-groups',
      '/usr/bin/target-eye',
      'healthcheck',
    ];
    const path = { PATH: process.env['PATH'] ?? '' };
    const refused = (what: string) => ({
      status: 1,
      stdout: '',
      stderr: `target-eye: ${what} cannot be read (EACCES)\n`,
    });
    expect(await runProgram(command, path)).toEqual(refused('the config file "/etc/target-eye/target-eye.toml"'));
    chmodSync('/etc/default/target-eye', 0o640);
    expect(await runProgram(command, path)).toEqual(refused('the environment file "/etc/default/target-eye"'));
    chmodSync('/etc/default/target-eye', 0o644);
  });

  test('has documents of which every link leads somewhere', () => {
    const documents = markdownIn('/usr/share/doc/target-eye');
    expect(documents.flatMap((file) => linksIn(file)).length).toBeGreaterThan(50);
    expect(documents.map((file) => [file, brokenLinksIn(file)])).toEqual(documents.map((file) => [file, []]));
  });

  test('enables the service', () => {
    expect(run('systemctl', 'is-enabled', 'target-eye.service')).toBe('enabled\n');
    expect(spawnSync('systemctl', ['is-enabled', 'target-eye.socket'], { encoding: 'utf8' }).stdout).toBe('disabled\n');
  });

  test('runs as its user on its directory, and everybody can read what it writes', async () => {
    run('install', '--directory', '--owner=target-eye', '--group=target-eye', '--mode=0755', STATE);
    const server = await startAsUser();
    const body = new URLSearchParams({ targets: 'h:1' });
    expect((await fetch(`${server.url}/payments/prod`, { method: 'PUT', body })).status).toBe(200);
    await expectWholePage(server.url);
    const file = join(STATE, 'file_sd', 'payments@prod.json');
    expect([STATE, join(STATE, 'file_sd'), file].map(modeOf)).toEqual(['755', '755', '644']);
    expect(run('stat', '--format=%U', file)).toBe('target-eye\n');
    expect(run('setpriv', '--reuid=nobody', '--clear-groups', 'cat', file)).toContain('h:1');
    expect(await server.stop()).toBe(0);
  });

  test('keeps settings that were edited, and a service that was disabled, over an upgrade', () => {
    for (const file of CONFFILES) appendFileSync(file, '# edited\n');
    run('systemctl', 'disable', 'target-eye.service');
    dpkg('--install', packaged().archive);
    for (const file of CONFFILES) expect(readFileSync(file, 'utf8')).toMatch(/# edited\n$/);
    expect(spawnSync('systemctl', ['is-enabled', 'target-eye.service'], { encoding: 'utf8' }).stdout).toBe(
      'disabled\n',
    );
  });

  test('keeps settings, target groups and user when it is removed', () => {
    dpkg('--remove', 'target-eye');
    expect([...CONFFILES, join(STATE, 'file_sd', 'payments@prod.json')].map((file) => existsSync(file))).toEqual([
      true,
      true,
      true,
    ]);
    expect(existsSync('/usr/bin/target-eye')).toBe(false);
    expect(run('id', '--user', '--name', 'target-eye')).toBe('target-eye\n');
  });

  test('is installed again over what was kept, and leaves nothing behind when it is purged', () => {
    dpkg('--install', packaged().archive);
    expect(readFileSync('/etc/default/target-eye', 'utf8')).toMatch(/# edited\n$/);
    dpkg('--purge', 'target-eye');
    expect(traces()).toEqual([]);
  });

  /** The installed service, as the unit starts it: its user, its variables, its umask. */
  async function startAsUser() {
    const variables = [...readFileSync('/etc/default/target-eye', 'utf8').matchAll(/^([A-Z_]+)=(.*)$/gm)].map(
      ([, name = '', value = '']) => [name, value] as const,
    );
    const command = ['setpriv', '--reuid=target-eye', '--regid=target-eye', '--init-groups', '/usr/bin/target-eye'];
    const environment = { ...Object.fromEntries(variables), PATH: process.env['PATH'] ?? '', BIND: '127.0.0.1:0' };
    return startProgram(['sh', '-c', 'umask 0022; exec "$@"', 'sh', ...command], environment);
  }
});
