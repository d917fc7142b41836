import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { byPath, type Respond, success, text, useServers } from '../support/api-server.js';
import { describeWith } from '../support/needs.js';
import { runServer, startServer } from '../support/running-server.js';
import { startPrometheus } from '../support/running-prometheus.js';
import { useTemporaryDirectory } from '../support/temporary-directory.js';
import { until } from '../support/until.js';

const { serve } = useServers();
const home = useTemporaryDirectory();
const settings = (urls: string, more: Readonly<Record<string, string>> = {}) => ({
  ...{ FILE_SD_DIRECTORY: join(home(), 'file_sd'), PROMETHEUS_URLS: urls },
  ...more,
});

function write(name: string, content: string): string {
  writeFileSync(join(home(), name), content);
  return join(home(), name);
}

const TARGETS = success({ activeTargets: [], droppedTargets: [] });

/** A Prometheus that wants this login. */
const closed =
  (login: string, asked: string[] = []): Respond =>
  (request, response) => {
    const isKnown = request.headers.authorization === login;
    (isKnown ? byPath({ '/api/v1/targets': TARGETS }, asked) : text('Unauthorized', 401))(request, response);
  };

const reachable = async (url: string): Promise<readonly string[]> =>
  (await (await fetch(`${url}/metrics`)).text())
    .split('\n')
    .filter((line) => line.startsWith('target_eye_prometheus_reachable{'));

describe('--check-config', () => {
  test('says in a sentence what each Prometheus answers, and shows no login', async () => {
    const open = await serve(byPath({ '/x/api/v1/targets': TARGETS }));
    const page = await serve(text('<html>', 200, 'text/html'));
    const elsewhere = success({ yaml: 'scrape_configs: [{job_name: a, static_configs: []}]' });
    const reader = success({ yaml: 'scrape_configs: [{job_name: a, file_sd_configs: [{files: ["/sd/*.json"]}]}]' });
    const [stranger, good] = await Promise.all(
      [elsewhere, reader].map((config) =>
        serve(byPath({ '/api/v1/status/config': config, '/api/v1/targets': TARGETS })),
      ),
    );
    const guarded = await serve(closed('Bearer another'));
    const urls = [`${open}/x`, open, page, String(stranger), String(good), guarded, 'http://127.0.0.1:1'];
    const file = write('http.yml', 'bearer_token: hunter2');
    const environment = settings(urls.join(','), { PROMETHEUS_HTTP_CONFIG_FILE: file });
    const { status, stdout, stderr } = await runServer(environment, ['--check-config']);
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout.split('\n').slice(-8)).toEqual([
      `# ${open}/x answers; it does not show its configuration`,
      `# warning: ${open} does not answer as Prometheus: it answers with the status 404 (not_prometheus)`,
      `# warning: ${page} does not answer as Prometheus: it answers with an HTML page (not_prometheus)`,
      `# warning: ${String(stranger)} answers, but none of its scrape pools reads our files or polls our /http_sd`,
      `# ${String(good)} answers; scrape pools that may read the groups: "a"`,
      `# warning: ${guarded} does not answer as Prometheus: it answers with the status 401 (unauthorized)`,
      '# warning: http://127.0.0.1:1 does not answer as Prometheus: the connection was refused (unreachable)',
      '',
    ]);
    expect(stdout).not.toContain('hunter2');
  });

  test.each<[string, Readonly<Record<string, string>>, RegExp]>([
    [
      'a URL without a scheme',
      { PROMETHEUS_URLS: 'localhost:9090' },
      /PROMETHEUS_URLS: .* write "http:\/\/localhost:9090"$/,
    ],
    ['a password in a URL', { PROMETHEUS_URLS: 'http://a:hunter2@b' }, /basic_auth in PROMETHEUS_HTTP_CONFIG_FILE$/],
    ['a missing file', { PROMETHEUS_HTTP_CONFIG_FILE: '/nowhere' }, /HTTP config file .* cannot be read \(ENOENT\)$/],
  ])('and a start are ended with one sentence by %s', async (_, environment, expected) => {
    for (const args of [['--check-config'], []]) {
      const { status, stdout, stderr } = await runServer(settings('http://127.0.0.1:1', environment), args);
      expect([status, stdout, stderr.trim().split('\n')]).toEqual([1, '', [expect.stringMatching(expected)]]);
      expect(stderr).not.toContain('hunter2');
    }
  });

  test('warns of an HTTP config file that nobody is asked with, and of a login in the clear', async () => {
    const file = write('http.yml', 'bearer_token: hunter2');
    const idle = await runServer(settings('', { PROMETHEUS_HTTP_CONFIG_FILE: file }), ['--check-config']);
    expect(idle.stdout).toContain(
      '# warning: the setting prometheus_http_config_file has no effect: prometheus_urls names no Prometheus (setting_without_effect)\n',
    );
    const clear = await runServer(settings('http://nowhere.invalid', { PROMETHEUS_HTTP_CONFIG_FILE: file }), [
      '--check-config',
    ]);
    expect(clear.stdout).toContain('(prometheus_login_without_tls)\n');
  });
});

test('nobody is asked before somebody wants to know, and a login that is read again is used at once', async () => {
  const asked: string[] = [];
  const url = await serve(closed('Bearer new', asked));
  const file = write('http.yml', 'bearer_token_file: secret');
  write('secret', 'hunter2\n');
  const server = await startServer(
    settings(`${url},http://127.0.0.1:1`, { PROMETHEUS_HTTP_CONFIG_FILE: file, LOGLEVEL: 'debug' }),
  );
  expect((await fetch(`${server.url}/-/ready`)).status).toBe(200);
  expect(asked).toEqual([]);
  const shown = (value: number) => [
    `target_eye_prometheus_reachable{url="${url}"} ${String(value)}`,
    'target_eye_prometheus_reachable{url="http://127.0.0.1:1"} 0',
  ];
  expect(await reachable(server.url)).toEqual(shown(0));
  write('secret', 'new\n');
  await until('it was read again', () => server.output().includes('msg=reloaded file=prometheus_http_config_file'));
  expect(await reachable(server.url)).toEqual(shown(1));
  expect((await fetch(`${server.url}/-/ready`)).status).toBe(200);
  write('secret', '');
  server.process.kill('SIGHUP');
  await until('the reload failed', () => server.output().includes('msg=reload by=SIGHUP outcome=failed'));
  expect(await server.stop()).toBe(0);
  expect(server.output()).not.toContain('hunter2');
});

test('a stop does not wait for a Prometheus that is silent', async () => {
  const url = await serve(() => undefined);
  const server = await startServer(settings(url));
  expect(await reachable(server.url)).toEqual([]);
  expect(await server.stop()).toBe(0);
});

describeWith(['prometheus', 'promtool'])('a real Prometheus', () => {
  test('answers, and its scrape pools are found', async () => {
    const prometheus = await startPrometheus(join(home(), 'file_sd'));
    const url = `http://${prometheus.address}`;
    const server = await startServer(settings(url));
    expect(await reachable(server.url)).toEqual([`target_eye_prometheus_reachable{url="${url}"} 1`]);
    const { stdout } = await runServer(settings(url), ['--check-config']);
    expect(stdout).toContain(`# ${url} answers; scrape pools that may read the groups: "default"\n`);
    await Promise.all([server.stop(), prometheus.stop()]);
  });
});
