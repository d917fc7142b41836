import { createHash } from 'node:crypto';
import { chmodSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hashSync } from 'bcrypt';
import { parse } from 'yaml';
import { createAuthority } from '../support/certificates.js';
import { fileIn, readDocument } from '../support/document.js';
import { describeWith } from '../support/needs.js';
import { type ActiveTarget, type RunningPrometheus, startPrometheusWith } from '../support/running-prometheus.js';
import { type RunningServer, startServer } from '../support/running-server.js';
import { until } from '../support/until.js';

const GUIDE = readDocument('docs/prometheus.md');
const [TOKEN, PASSWORD] = ['te_of-prometheus', 'of-prometheus'];

/** Where nothing answers. */
const RARELY = { __scrape_interval__: '1h', __scrape_timeout__: '1s' };
const GROUPS: Readonly<Record<string, object>> = {
  '/payments/prod': { targets: ['127.0.0.1:1', '127.0.0.1:2'], labels: { ...RARELY, team: 'checkout' } },
  '/payments/review-1': { targets: ['127.0.0.1:3'], labels: { ...RARELY, job: 'other', env: 'prod' } },
  '/a%2Fb/%C3%A9': { targets: ['[::1]:4'], labels: { ...RARELY, quoted: '"\\<&>\n', team: 'batch' } },
  '/web/prod': { targets: ['127.0.0.1'], labels: { ...RARELY, __scheme__: 'https', __param_module: 'x' } },
};

interface Job {
  readonly job_name: string;
  readonly http_sd_configs?: readonly object[];
  readonly file_sd_configs?: readonly object[];
}

describeWith(['prometheus', 'promtool', 'openssl'])('a real Prometheus on the URL', () => {
  const home = mkdtempSync(join(tmpdir(), 'target-eye-http-sd-'));
  const directory = join(home, 'file_sd');
  let server: RunningServer;
  let prometheus: RunningPrometheus;
  let send: (method: string, path: string, body?: object) => Promise<number>;

  /** A scrape job of the guide, for this service and with little patience. */
  const job = (name: string): Job => {
    const text = fileIn(GUIDE, name)
      .replaceAll('https://target-eye.example.org', server.url)
      .replaceAll('/etc/prometheus', home)
      .replaceAll(
        /- files: \[\/var\/lib\/target-eye\/file_sd(.*)\]/g,
        `- files: [${directory}$1]\n        refresh_interval: 2s`,
      )
      .replaceAll('refresh_interval: 30s', 'refresh_interval: 1s');
    return (parse(text) as { readonly scrape_configs: readonly [Job] }).scrape_configs[0];
  };

  beforeAll(async () => {
    chmodSync(home, 0o755);
    const authority = createAuthority(home, 'ca');
    const { cert, key } = authority.issue('service', 'target-eye.example.org', { names: 'IP:127.0.0.1' });
    const accessFile = join(home, 'access.yml');
    const hash = (token: string): string => createHash('sha256').update(token).digest('hex');
    const access = fileIn(GUIDE, 'access.yml').replace(/(?<=token_sha256: )\w+/, hash(TOKEN));
    writeFileSync(accessFile, `${access}  - { name: deploy, token_sha256: ${hash('te_deploy')}, write: ['*/*'] }\n`);
    const webConfigFile = join(home, 'web.yml');
    writeFileSync(webConfigFile, `basic_auth_users: { prometheus: '${hashSync(PASSWORD, 4)}' }\n`);
    writeFileSync(join(home, 'target-eye.token'), `${TOKEN}\n`);
    writeFileSync(join(home, 'target-eye.password'), `${PASSWORD}\n`);
    server = await startServer({
      FILE_SD_DIRECTORY: directory,
      CERTFILE: cert,
      KEYFILE: key,
      ACCESS_FILE: accessFile,
      WEB_CONFIG_FILE: webConfigFile,
      INSECURE_BIND: '127.0.0.1:0',
      ACCESSLOG: '-',
    });
    const plain = /msg=listening address=(http:\S+)/;
    await until('it listens without TLS', () => plain.test(server.output()));
    const url = plain.exec(server.output())?.[1] ?? '';
    send = async (method, path, body) => {
      const headers = { Authorization: 'Bearer te_deploy', 'Content-Type': 'application/json' };
      const sent = body
        ? { headers, body: JSON.stringify(body) }
        : { headers: { Authorization: headers.Authorization } };
      return (await fetch(`${url}${path}`, { method, ...sent })).status;
    };
    for (const [path, group] of Object.entries(GROUPS)) expect(await send('PUT', path, group)).toBe(200);
    await startIt();
  });

  afterAll(async () => {
    await prometheus.stop();
    await server.stop();
    rmSync(home, { recursive: true, force: true });
  });

  async function startIt(): Promise<void> {
    const [login = {}] = job('token.yml').http_sd_configs ?? [];
    const withLogin = (name: string): Job => {
      const { http_sd_configs: [discovery] = [], ...rest } = job(name);
      return { ...rest, http_sd_configs: [{ ...login, ...discovery }] };
    };
    const jobs = [
      ...['file_sd.yml', 'token.yml', 'password.yml'].map(job),
      ...['share.yml', 'relabel.yml'].map(withLogin),
      { ...job('file_sd.yml'), http_sd_configs: [login], job_name: 'both' },
      { http_sd_configs: [{ ...login, authorization: undefined }], job_name: 'no login' },
    ];
    prometheus = await startPrometheusWith(JSON.stringify({ scrape_configs: jobs }));
  }

  /** The targets of a job with all labels before and after relabelling, but for those that the way of discovery sets. */
  async function targetsOf(pool: string): Promise<readonly string[]> {
    const active = await prometheus.activeTargets();
    return active
      .filter(({ scrapePool }) => scrapePool === pool)
      .map(described)
      .sort();
  }

  function described({ discoveredLabels, labels, scrapeUrl }: ActiveTarget): string {
    const own = Object.entries(discoveredLabels).filter(([name]) => !SET_BY_DISCOVERY.includes(name));
    return JSON.stringify([scrapeUrl, own.sort(), Object.entries(labels).sort()]);
  }

  /** Waits until a job has so many targets, and gives them. */
  async function settled(pool: string, count: number): Promise<readonly string[]> {
    await until(`${pool} has ${String(count)} targets`, async () => (await targetsOf(pool)).length === count);
    return targetsOf(pool);
  }

  const refused = (status: number): number =>
    server.output().split(`"GET /http_sd HTTP/1.1" ${String(status)} `).length - 1;

  test('ends with the same targets and labels as from the files, with a token, a password, and both in one job', async () => {
    const fromFiles = await settled('target-eye', 5);
    for (const pool of ['target-eye-token', 'target-eye-password', 'both'])
      expect(await settled(pool, 5)).toEqual(fromFiles);
    const own = (await prometheus.activeTargets()).find(({ labels }) => labels['job'] === 'a/b');
    expect(own?.labels).toEqual({ job: 'a/b', env: 'é', instance: '[::1]:4', quoted: '"\\<&>\n', team: 'batch' });
  });

  test('gets its share by a filter, and knows the names in the URL when it relabels', async () => {
    const share = await settled('target-eye-share', 3);
    expect((await targetsOf('target-eye')).filter((target) => !/review|batch|"other"/.test(target))).toEqual(share);
    await settled('target-eye-relabel', 4);
    const active = await prometheus.activeTargets();
    const relabeled = active.filter(({ scrapePool }) => scrapePool === 'target-eye-relabel');
    expect(new Set(relabeled.map(({ labels }) => labels['group']))).toEqual(
      new Set(['payments/prod', 'a/b/é', 'web/prod']),
    );
  });

  test('gets nothing without a login', async () => {
    await until('it was refused', () => refused(401) > 0);
    expect(await targetsOf('no login')).toEqual([]);
    expect(await prometheus.metric('prometheus_sd_http_failures_total')).toBeGreaterThan(0);
  });

  test('sees a change with the next poll', async () => {
    expect(await send('PUT', '/new/prod', { targets: ['127.0.0.1:9'], labels: RARELY })).toBe(200);
    expect(await settled('target-eye-token', 6)).toEqual(await settled('target-eye', 6));
  });

  test('loses no target while the directory is gone, where the files lose all, and goes on when it is back', async () => {
    const before = await settled('target-eye-token', 6);
    renameSync(directory, `${directory}.away`);
    await settled('target-eye', 0);
    await until('several polls were refused', () => refused(503) >= 12);
    for (const pool of ['target-eye-token', 'target-eye-password', 'both'])
      expect(await targetsOf(pool)).toEqual(before);
    renameSync(`${directory}.away`, directory);
    await until('changes are stored again', async () => (await send('DELETE', '/new/prod')) === 200);
    await settled('target-eye-token', 5);
  });
});

const SET_BY_DISCOVERY = [
  '__meta_filepath',
  '__meta_url',
  '__meta_target_eye_application',
  '__meta_target_eye_environment',
];
