import { AskFailure } from './ask-failure.js';
import { mayBeOurs, poolSourcesIn } from './pool-sources.js';

test('what reads files or polls us is found, with the defaults of Prometheus', () => {
  const sources = poolSourcesIn(`
global:
  scrape_interval: 1m
  scrape_timeout: 10s
scrape_configs:
- job_name: files
  scrape_interval: 15s
  file_sd_configs:
  - files:
    - /sd/*.json
    - targets.yml
    refresh_interval: 1m30s
  - files: [other/*.json]
- job_name: http
  relabel_configs: [{action: replace, target_label: __address__}, {target_label: dc}]
  http_sd_configs:
  - url: http://user:secret@te.example.org/http_sd?application=a
    refresh_interval: 30s
  - url: https://te.example.org/prefix/http_sd
  - url: http://elsewhere/targets
- job_name: other
  static_configs: [{targets: [a]}]
- job_name: "7"
  file_sd_configs: [{files: [x@y.json]}]
`);
  const plain = { leavesScrapingAlone: true, setsLabels: [] };
  const relabeled = { leavesScrapingAlone: false, setsLabels: ['dc'] };
  const files = { pool: 'files', kind: 'file_sd', intervalSeconds: 15, timeoutSeconds: 10, ...plain };
  const http = { pool: 'http', kind: 'http_sd', intervalSeconds: 60, timeoutSeconds: 10, ...relabeled };
  expect(sources).toEqual([
    { ...files, reads: '/sd/*.json', refreshSeconds: 90 },
    { ...files, reads: 'targets.yml', refreshSeconds: 90 },
    { ...files, reads: 'other/*.json', refreshSeconds: 300 },
    { ...http, reads: 'http://te.example.org/http_sd?application=a', refreshSeconds: 30 },
    { ...http, reads: 'https://te.example.org/prefix/http_sd', refreshSeconds: 60 },
    { ...files, pool: '7', intervalSeconds: 60, reads: 'x@y.json', refreshSeconds: 300 },
  ]);
  expect(sources?.filter(mayBeOurs).map(({ reads }) => reads)).not.toContain('targets.yml');
});

test('no configuration for scraping has no sources', () => {
  expect(poolSourcesIn('global: {}')).toEqual([]);
});

test('where a part of the configuration is in other files, it is not known', () => {
  expect(poolSourcesIn('scrape_config_files: [more/*.yml]\nscrape_configs: []')).toBeUndefined();
});

test.each(['', '[]', 'a', 'a: [', 'a: &x 1\nb: *x'])('what is no configuration is refused: %j', (yaml) => {
  expect(() => poolSourcesIn(yaml)).toThrow(AskFailure);
});
