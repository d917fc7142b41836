import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROMETHEUS } from '../../src/http-config/http-config.js';
import { readHttpConfig } from '../../src/http-config/http-config-file.js';
import { createAuthority } from '../support/certificates.js';
import { blocksOf, fileIn, nameOf, readDocument } from '../support/document.js';
import { describeWith } from '../support/needs.js';
import { promtool } from '../support/promtool.js';
import { useTemporaryDirectory } from '../support/temporary-directory.js';

const GUIDE = readDocument('docs/prometheus.md');
const CONFIGURATIONS = blocksOf(GUIDE)
  .filter(({ text }) => /^scrape_configs:/m.test(text))
  .map(({ text }) => ({ name: nameOf(text), text }));

const home = useTemporaryDirectory();

describeWith(['promtool'])('docs/prometheus.md', () => {
  test.each(CONFIGURATIONS)(
    'has a configuration that promtool accepts, for the server and for the agent: $text',
    ({ text }) => {
      const files = [...text.matchAll(/(?<=_file: )\/\S+/g)].map(([path]) => path);
      const directory = join(home(), 'etc');
      mkdirSync(directory);
      const config = files.reduce((configuration, path, index) => {
        const file = join(directory, String(index));
        writeFileSync(file, '');
        return configuration.replace(path, file);
      }, text);
      writeFileSync(join(home(), 'prometheus.yml'), config);
      for (const mode of [[], ['--agent']])
        expect(promtool(['check', 'config', ...mode, join(home(), 'prometheus.yml')])).toContain('SUCCESS');
    },
  );
});

test('docs/prometheus.md has configurations', () => {
  expect(CONFIGURATIONS.length).toBeGreaterThan(5);
});

test('docs/prometheus.md has an HTTP config file that the service accepts', () => {
  const path = join(home(), 'prometheus.yml');
  writeFileSync(path, fileIn(GUIDE, '/etc/target-eye/prometheus.yml'));
  writeFileSync(join(home(), 'prometheus.password'), 'secret\n');
  createAuthority(home(), 'prometheus-ca');
  expect(readHttpConfig(path, PROMETHEUS).value.authorization).toBe(`Basic ${btoa('target-eye:secret')}`);
});
