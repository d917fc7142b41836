import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { fileSdConfig, httpSdConfig, type ServiceAddress } from '../../elements/curl.js';
import { WAYS } from './ways.js';

const GUIDE = readFileSync(join(__dirname, '../../../../../docs/prometheus.md'), 'utf8');
const PROSE = GUIDE.replace(/\*\*|\[([^\]]*)\]\([^)]*\)/g, '$1');
const URL = 'https://target-eye.example.org';

interface Configuration {
  readonly scrape_configs: readonly (Readonly<Record<string, readonly object[]>> & { readonly job_name: string })[];
}

/** The configuration of the guide that is in this file, without what concerns names and certificates of others. */
function inGuide(file: string): object {
  const text = GUIDE.split('```yaml\n')
    .find((block) => block.startsWith(`# ${file}\n`))
    ?.split('```')[0];
  const { scrape_configs: jobs } = parse(text ?? '') as Configuration;
  return {
    scrape_configs: jobs.map(({ http_sd_configs: urls, ...job }) => ({
      ...job,
      job_name: 'target-eye',
      ...(urls && { http_sd_configs: urls.map((each) => ({ ...each, tls_config: undefined })) }),
    })),
  };
}

test.each(Object.values(WAYS))('the guide says it too: %s', (sentence) => {
  expect(PROSE).toContain(sentence);
});

test('what the page shows for files is what the guide has', () => {
  expect(parse(fileSdConfig('/var/lib/target-eye/file_sd/*.json'))).toEqual(inGuide('file_sd.yml'));
});

test.each<[ServiceAddress['login'], string]>([
  [undefined, 'http_sd.yml'],
  ['token', 'token.yml'],
  ['password', 'password.yml'],
])('what the page shows for a URL with the login %s is what the guide has', (login, file) => {
  expect(parse(httpSdConfig({ url: URL, login }))).toEqual(inGuide(file));
});
