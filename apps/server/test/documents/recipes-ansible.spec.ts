import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileIn, readDocument } from '../support/document.js';
import { describeWith } from '../support/needs.js';
import { TOKEN, useRecipeService } from '../support/recipes.js';
import type { Ended } from '../support/running-server.js';

const GUIDE = readDocument('docs/recipes.md');
const GROUP = '/payments/prod';
const LABELS = { job: 'payments', env: 'prod', team: 'checkout' };

test('what Ansible sends for an empty value is what the page about clients says', () => {
  const rows = [...GUIDE.matchAll(/^\| `(.+?)` +\| (.+?) +\| (.+?) +\|$/gm)].map(([, ...row]) => row);
  const known = [
    ...readDocument('docs/clients.md').matchAll(/^\| Ansible uri +\| `(.+?)` +\|(.+?)\|.*\| (.+?) +\|$/gm),
  ];
  expect(rows.length).toBeGreaterThan(4);
  expect(known.map(([, call, sends = '', result]) => [call, sends.trim(), result])).toEqual(
    expect.arrayContaining(rows),
  );
});

describeWith(['ansible-playbook'])('the playbooks', () => {
  const service = useRecipeService();

  /** Runs a playbook for these hosts, without waiting long between tries. */
  const play = (name: string, hosts: readonly string[], url = service.url(), ...options: readonly string[]) => {
    const [playbook, inventory] = ['playbook.yml', 'inventory'].map((file) => join(service.home(), file));
    writeFileSync(playbook ?? '', fileIn(GUIDE, name).replaceAll('delay: 5', 'delay: 1'));
    writeFileSync(inventory ?? '', ['[payments]', ...hosts, ''].join('\n'));
    return service.run(
      ['ansible-playbook', '-i', String(inventory), '-e', `target_eye_url=${url}`, ...options, String(playbook)],
      { HOME: service.home(), TARGET_EYE_TOKEN: TOKEN, LC_ALL: 'C.UTF-8' },
    );
  };
  const changed = ({ stdout }: Ended): readonly string[] =>
    [...stdout.matchAll(/^(\S+) +: .*changed=(\d+) .*failed=(\d+)/gm)].map(([, host, ...counts]) =>
      [host, ...counts].join(' '),
    );

  test('register the inventory, say whether that changed anything, and only look with --check', async () => {
    const hosts = ['10.3.3.1', '10.3.3.2'];
    expect(changed(await play('register.yml', hosts, service.url(), '--check'))).toEqual(['localhost 1 0']);
    expect(await service.shown(GROUP)).toBeUndefined();
    expect(changed(await play('register.yml', hosts, await service.losing(1)))).toEqual(['localhost 1 0']);
    const registered = { targets: ['10.3.3.1:9100', '10.3.3.2:9100'], labels: LABELS };
    expect(await service.shown(GROUP)).toEqual(registered);
    expect(changed(await play('register.yml', hosts))).toEqual(['localhost 0 0']);
    const empty = await play('register.yml', []);
    expect([empty.status, changed(empty)]).toEqual([2, ['localhost 0 1']]);
    expect(empty.stdout).toContain('"code": "targets_empty"');
    expect(empty.stdout).not.toContain('RETRYING');
    expect(await service.shown(GROUP)).toEqual(registered);
  });

  test('remove a host, also when that was done already', async () => {
    await service.change('PUT', GROUP, { targets: '10.3.3.1:9100,10.3.3.2:9100', team: 'checkout' });
    const ended = await play('remove.yml', ['10.3.3.2'], await service.losing(1));
    expect([ended.status, ended.stdout]).toEqual([0, expect.stringContaining('RETRYING')]);
    expect(await service.shown(GROUP)).toEqual({ targets: ['10.3.3.1:9100'], labels: LABELS });
  });
});
