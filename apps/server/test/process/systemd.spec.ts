import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readConfigFile } from '../../src/settings/config-file.js';
import { SETTINGS } from '../../src/settings/settings.js';
import { describeWith } from '../support/needs.js';
import { useTemporaryDirectory } from '../support/temporary-directory.js';

const UNITS = join(__dirname, '..', '..', '..', '..', 'packaging', 'systemd');
const SERVICE = readFileSync(join(UNITS, 'target-eye.service'), 'utf8');
const SOCKET = readFileSync(join(UNITS, 'target-eye.socket'), 'utf8');

const home = useTemporaryDirectory();

/** The last value that a unit gives to a directive. */
function directive(unit: string, name: string): string | undefined {
  return [...unit.matchAll(new RegExp(`^${name}=(.*)$`, 'gm'))].at(-1)?.[1];
}

describeWith(['systemd-analyze'])('the systemd units', () => {
  test('are understood by systemd without a warning', () => {
    const program = directive(SERVICE, 'ExecStart') ?? '';
    const service = SERVICE.replace(`ExecStart=${program}\n`, `ExecStart=${process.execPath}\n`);
    writeFileSync(join(home(), 'target-eye.service'), service);
    writeFileSync(join(home(), 'target-eye.socket'), SOCKET);
    const verified = spawnSync(
      'systemd-analyze',
      ['verify', '--man=no', join(home(), 'target-eye.service'), join(home(), 'target-eye.socket')],
      { encoding: 'utf8' },
    );
    expect(verified).toMatchObject({ status: 0, stdout: '', stderr: '' });
  });

  test('expose the host by no more than 2.0 of 10', () => {
    const report = execFileSync(
      'systemd-analyze',
      ['security', '--offline=true', '--no-pager', join(UNITS, 'target-eye.service')],
      { encoding: 'utf8' },
    );
    const [, exposure] = /Overall exposure level for target-eye\.service: (\d+\.\d+)/.exec(report) ?? [];
    expect(Number(exposure)).toBeLessThanOrEqual(2.0);
  });
});

describe('the systemd units', () => {
  test('start the service after an etcd on the same host, without needing one', () => {
    expect(directive(SERVICE, 'After')?.split(' ')).toContain('etcd.service');
    expect(SERVICE).not.toMatch(/^(?:Requires|Wants|BindsTo|Requisite)=.*etcd/m);
  });

  test('let the service reach etcd, over IPv4 and IPv6, with TLS', () => {
    expect(directive(SERVICE, 'RestrictAddressFamilies')?.split(' ')).toEqual(
      expect.arrayContaining(['AF_INET', 'AF_INET6']),
    );
    expect(SERVICE).not.toMatch(/^(?:PrivateNetwork|IPAddressDeny|SocketBindDeny)=/m);
  });

  test('give the service more time to stop than it takes for itself', () => {
    const milliseconds = SETTINGS.shutdown_timeout.parse(SETTINGS.shutdown_timeout.fallback);
    expect(Number(directive(SERVICE, 'TimeoutStopSec')) * 1000).toBeGreaterThan(milliseconds);
  });

  test('have the address and the backlog of the settings, and the name of one for the socket', () => {
    expect(directive(SOCKET, 'ListenStream')).toBe(SETTINGS.bind.fallback);
    expect(directive(SOCKET, 'Backlog')).toBe(SETTINGS.backlog.fallback);
    expect(Object.keys(SETTINGS)).toContain(directive(SOCKET, 'FileDescriptorName'));
  });

  test('let the service write where the config file that is installed has the directory, and set nothing over it', () => {
    const config = readConfigFile(join(UNITS, '..', 'target-eye.toml'));
    const directory = config.get('target-eye')?.get('file_sd_directory');
    expect(directory).toBe(`/var/lib/${String(directive(SERVICE, 'StateDirectory'))}/file_sd`);
    const [variable = ''] = directive(SERVICE, 'Environment')?.split('=') ?? [];
    expect(variable).toBe('UV_THREADPOOL_SIZE');
    expect(Object.keys(SETTINGS)).not.toContain(variable.toLowerCase());
  });
});
