import { mkdirSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { basename, join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { fileIn, readDocument } from '../support/document.js';
import { describeWith } from '../support/needs.js';
import { useRecipeService } from '../support/recipes.js';
import type { Ended } from '../support/running-server.js';

const GUIDE = readDocument('docs/recipes.md');
const NAME = '/etc/systemd/system/node-exporter-registration.service';
const UNIT = fileIn(GUIDE, NAME);
const service = useRecipeService();

/** What systemd runs for `ExecStart` or `ExecStop`: split at spaces, its variables put in, without a shell. */
const run = (directive: string, variables: Readonly<Record<string, string>> = {}): Promise<Ended> => {
  const [, command = ''] = new RegExp(`^${directive}=(.*)$`, 'm').exec(UNIT.replaceAll('\\\n', '')) ?? [];
  const set = [...fileIn(GUIDE, '/etc/default/node-exporter-registration').matchAll(/^(\w+)=(.*)$/gm)];
  return service.run(['env', '-S', command.replaceAll('%H', hostname())], {
    ...Object.fromEntries(set.map(([, name = '', value = '']) => [name, value])),
    TARGET_EYE_URL: service.url(),
    CREDENTIALS_DIRECTORY: service.home(),
    ...variables,
  });
};

describeWith(['systemd-analyze'])('the unit', () => {
  test('is understood by systemd without a warning', () => {
    mkdirSync(join(service.home(), 'units'));
    const path = join(service.home(), 'units', basename(NAME));
    writeFileSync(path, UNIT);
    const verified = spawnSync('systemd-analyze', ['verify', '--man=no', path], { encoding: 'utf8' });
    expect(verified).toMatchObject({ status: 0, stdout: '', stderr: '' });
  });
});

describeWith(['curl'])('the unit', () => {
  const path = `/node/${hostname()}`;

  test('registers the host and removes it, as often as it is started and stopped', async () => {
    for (let count = 0; count < 2; count += 1) expect(await run('ExecStart')).toMatchObject({ status: 0, stderr: '' });
    expect(await service.shown(path)).toEqual({
      targets: ['web-1.example.org:9100'],
      labels: { job: 'node', env: 'prod' },
    });
    expect(await run('ExecStop', { TARGET_EYE_URL: await service.losing(1) })).toMatchObject({ status: 0 });
    expect(await service.shown(path)).toBeUndefined();
    expect(await run('ExecStop')).toMatchObject({ status: 0, stdout: '[]\n' });
  });

  test('fails without a target', async () => {
    const { status, stdout } = await run('ExecStart', { TARGET: '' });
    expect([status, stdout]).toEqual([22, expect.stringContaining('"code":"invalid_target"')]);
    expect(await service.shown(path)).toBeUndefined();
  });
});
