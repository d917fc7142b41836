import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readConfigFile } from '../../src/settings/config-file.js';
import { describeWith } from '../support/needs.js';
import { useTemporaryDirectory } from '../support/temporary-directory.js';

const ROOT = join(__dirname, '..', '..', '..', '..');
const GUIDE = readFileSync(join(ROOT, 'docs', 'install.md'), 'utf8');

const home = useTemporaryDirectory();

describeWith(['promtool'])('the configuration in docs/install.md', () => {
  test('watches the directory of the config file that is installed, and promtool accepts it', () => {
    const [, snippet = ''] = /```yaml\n([^]*?)```/.exec(GUIDE) ?? [];
    const config = readConfigFile(join(ROOT, 'packaging', 'target-eye.toml'));
    const directory = config.get('target-eye')?.get('file_sd_directory') ?? '';
    expect(snippet).toContain(`- ${directory}/*.json`);
    mkdirSync(join(home(), 'file_sd'));
    writeFileSync(join(home(), 'file_sd', 'a@b.json'), '[{"targets":["h:1"],"labels":{"job":"a","env":"b"}}]');
    writeFileSync(join(home(), 'prometheus.yml'), snippet.replace(directory, join(home(), 'file_sd')));
    const check = () =>
      spawnSync('promtool', ['check', 'config', join(home(), 'prometheus.yml')], { encoding: 'utf8' });
    expect(check()).toMatchObject({ status: 0, stdout: expect.stringContaining('SUCCESS') as string });
    writeFileSync(join(home(), 'file_sd', 'a@b.json'), '[{');
    expect(check().status).not.toBe(0);
  });
});
