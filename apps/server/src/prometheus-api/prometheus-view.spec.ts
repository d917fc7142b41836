import { inTurns, ONE_TURN, type PrometheusView } from '@target-eye/domain';
import { byPath, type Respond, success, text, useServers } from '../../test/support/api-server.js';
import { PrometheusAsker } from './asking/ask-prometheus.js';
import { NO_HTTP_CONFIG } from '../http-config/http-config.js';
import { viewOf } from './prometheus-view.js';

const { serve } = useServers();

/** What is seen of a Prometheus that answers like this, and what it was asked for. */
async function viewed(routes: Readonly<Record<string, Respond>>): Promise<{ view: PrometheusView; asked: string[] }> {
  const asked: string[] = [];
  const url = await serve(byPath(routes, asked));
  const answer = await new PrometheusAsker().ask({
    ...{ url, authorization: undefined, tls: NO_HTTP_CONFIG.tls },
    userAgent: 'target-eye/test',
  });
  if (answer.state !== 'ok') throw new Error(answer.reason);
  return { view: await inTurns(viewOf(answer.shown, 0, undefined), ONE_TURN), asked };
}

const group = (application: string) => ({
  file: `${application}@prod.json`,
  key: { application, environment: 'prod' },
});

/** A target as the API describes it before relabelling. */
const discovered = (application: string, address: string, more: object = {}) => ({
  __address__: address,
  __meta_filepath: `/sd/${application}@prod.json`,
  __metrics_path__: '/metrics',
  __scheme__: 'http',
  job: application,
  env: 'prod',
  ...more,
});

const active = (application: string, address: string, more: object = {}) => ({
  discoveredLabels: discovered(application, address),
  labels: { job: application, env: 'prod', instance: address },
  scrapePool: 'one',
  scrapeUrl: `http://${address}/metrics`,
  globalUrl: `http://${address}/metrics`,
  lastError: '',
  lastScrape: '2026-11-26T10:31:07.120456789+01:00',
  lastScrapeDuration: 0.003,
  health: 'up',
  scrapeInterval: '15s',
  scrapeTimeout: '10s',
  ...more,
});

const targets = (activeTargets: readonly object[], droppedTargets: readonly object[] = [], more: object = {}) =>
  success({ activeTargets, droppedTargets, ...more });

const METRICS = text(
  'prometheus_sd_file_mtime_seconds{filename="/sd/a@prod.json"} 1.795687867e+09\n' +
    'prometheus_sd_file_mtime_seconds{filename="/other/a@prod.json"} 5\n' +
    'prometheus_sd_file_mtime_seconds{filename="relative/x.yml"} 6\n' +
    'prometheus_sd_file_read_errors_total 1\nprocess_start_time_seconds 1000.5\n' +
    'prometheus_target_sync_failed_total{scrape_job="one"} 2\nprometheus_target_sync_failed_total{scrape_job="other"} 9\n',
);

const pools = (...names: readonly string[]): Respond =>
  success({
    yaml: names
      .map((name) => `- {job_name: ${name}, file_sd_configs: [{files: ["/sd/*.json"]}]}\n`)
      .reduce((all, each) => all + each, 'scrape_configs:\n'),
  });

describe('Prometheus 2.x, in its own words', () => {
  const routes = {
    '/metrics': METRICS,
    '/api/v1/status/config': pools('one', '"t w&o"'),
    '/api/v1/targets?state=active&scrapePool=one': targets([active('a', 'a:1'), active('b', 'b:1')]),
    '/api/v1/targets?state=active&scrapePool=t%20w%26o': targets([
      active('a', 'a:1', { scrapePool: 't w&o', health: 'unknown', lastScrape: '0001-01-01T00:00:00Z' }),
      { ...active('z', 'z:1'), discoveredLabels: { __address__: 'z:1', __meta_consul_dc: 'x' } },
    ]),
    '/api/v1/targets?state=dropped': targets([], [{ discoveredLabels: discovered('d', 'd:1') }]),
  };

  test('shows the targets of our groups, each with what is known of it', async () => {
    const { view } = await viewed(routes);
    expect(view.activeOf(group('a'))).toEqual([
      {
        source: { file: 'a@prod.json' },
        address: 'a:1',
        discoveredLabels: {
          ...{ __address__: 'a:1', __metrics_path__: '/metrics', __scheme__: 'http' },
          ...{ job: 'a', env: 'prod' },
        },
        pool: 'one',
        labels: { job: 'a', env: 'prod', instance: 'a:1' },
        scrapeUrl: 'http://a:1/metrics',
        health: 'up',
        lastError: '',
        lastScrape: Date.UTC(2026, 10, 26, 9, 31, 7, 120) / 1000,
        lastScrapeSeconds: 0.003,
        intervalSeconds: 15,
      },
      expect.objectContaining({
        pool: 't w&o',
        health: 'unknown',
        lastScrape: undefined,
        lastScrapeSeconds: undefined,
      }),
    ]);
    expect(view.activeAt('b:1')).toMatchObject([{ source: { file: 'b@prod.json' } }]);
    expect(view.activeAt('z:1')).toEqual([]);
    expect(view.droppedOf(group('d'))).toMatchObject([{ address: 'd:1', pool: undefined }]);
    expect([view.activeOf(group('d')), view.droppedOf(group('a'))]).toEqual([[], []]);
  });

  test('shows which files it has read, and how often it refused', async () => {
    const { view } = await viewed(routes);
    expect(view.filesNamed('a@prod.json')).toEqual([
      { directory: '/sd', mtime: 1_795_687_867, firstSeenAt: undefined },
      { directory: '/other', mtime: 5, firstSeenAt: undefined },
    ]);
    expect([...view.baseNamesRead, ...view.baseNamesRead]).toEqual(['a@prod.json', 'x.yml', 'a@prod.json', 'x.yml']);
    expect(view.filesNamed('x.yml')).toMatchObject([{ directory: 'relative' }]);
    expect(view).toMatchObject({ showsFiles: true, fileReadErrors: 1, startedAt: 1000.5, listsAllDropped: true });
    expect([view.syncFailures('one'), view.syncFailures('other')]).toEqual([2, undefined]);
  });

  test('is asked for each pool that may read us, and once for what all of them dropped', async () => {
    expect((await viewed(routes)).asked).toEqual([
      '/metrics',
      '/api/v1/status/config',
      '/api/v1/targets?state=active&scrapePool=one',
      '/api/v1/targets?state=active&scrapePool=t%20w%26o',
      '/api/v1/targets?state=dropped&scrapePool=one',
    ]);
  });

  test('is asked for no targets when no pool may read us', async () => {
    const { view, asked } = await viewed({
      '/api/v1/status/config': success({
        yaml: 'scrape_configs: [{job_name: x, file_sd_configs: [{files: [x.yml]}]}]',
      }),
    });
    expect(asked).toEqual(['/metrics', '/api/v1/status/config']);
    expect([view.sources?.length, view.activeOf(group('a'))]).toEqual([1, []]);
  });
});

test('a version of a file that was not there shortly before was first seen when it was asked for', async () => {
  const url = await serve(byPath({ '/metrics': METRICS, '/api/v1/targets': targets([]) }));
  const question = { url, authorization: undefined, tls: NO_HTTP_CONFIG.tls, userAgent: 'x' };
  const answer = await new PrometheusAsker().ask(question);
  if (answer.state !== 'ok') throw new Error(answer.reason);
  const older = Buffer.from(JSON.stringify([['a@prod.json', 0, 4]]));
  const before = { ...answer.shown, files: [new Uint8Array(older)] };
  const seen = async (shown: typeof answer.shown, askedAt: number, known: PrometheusView | undefined) => {
    const facts = { url, askedAt: 100, state: 'ok', reason: undefined, view: known } as const;
    return inTurns(viewOf(shown, askedAt, facts), ONE_TURN);
  };
  const first = await seen(before, 100, undefined);
  expect(first.filesNamed('a@prod.json')).toEqual([{ directory: '/sd', mtime: 4, firstSeenAt: undefined }]);
  const second = await seen(answer.shown, 115, first);
  expect(second.filesNamed('a@prod.json')).toMatchObject([{ firstSeenAt: 115 }, { firstSeenAt: 115 }]);
  expect((await seen(answer.shown, 130, second)).filesNamed('a@prod.json')).toMatchObject([
    { firstSeenAt: 115 },
    { firstSeenAt: 115 },
  ]);
  expect((await seen(answer.shown, 3700, first)).filesNamed('a@prod.json')).toMatchObject([
    { firstSeenAt: undefined },
    { firstSeenAt: undefined },
  ]);
});

describe('Prometheus 3.x, written by hand after its source', () => {
  const dropped = (application: string, scrapePool: string) => ({
    discoveredLabels: discovered(application, `${application}:1`),
    scrapePool,
  });
  const routes = (counts: object) => ({
    '/metrics': METRICS,
    '/api/v1/status/config': pools('one', 'two'),
    '/api/v1/targets?state=active': targets([]),
    '/api/v1/targets?state=dropped&scrapePool=one': targets([], [dropped('a', 'one')], { droppedTargetCounts: counts }),
    '/api/v1/targets?state=dropped&scrapePool=two': targets([], [dropped('a', 'two')], { droppedTargetCounts: counts }),
  });

  test('says in which pool a target was dropped, and is asked for each', async () => {
    const { view, asked } = await viewed(routes({ one: 1, two: 1, other: 4000 }));
    expect(view.droppedOf(group('a')).map(({ pool }) => pool)).toEqual(['one', 'two']);
    expect(view.listsAllDropped).toBe(true);
    expect(asked.filter((path) => path.includes('dropped'))).toHaveLength(2);
  });

  test('says when it does not list all that were dropped', async () => {
    expect((await viewed(routes({ one: 1, two: 2 }))).view.listsAllDropped).toBe(false);
  });

  test('2.47 to 3.2 count what all pools dropped, and list it for any pool', async () => {
    const list = (counts: object) => ({
      ...{
        '/metrics': METRICS,
        '/api/v1/status/config': pools('one', 'two'),
        '/api/v1/targets?state=active': targets([]),
      },
      '/api/v1/targets?state=dropped': targets(
        [],
        ['a', 'x'].map((name) => ({ discoveredLabels: discovered(name, 'a:1') })),
        { droppedTargetCounts: counts },
      ),
    });
    expect((await viewed(list({ one: 1, other: 1 }))).view.listsAllDropped).toBe(true);
    expect((await viewed(list({ one: 1, other: 2 }))).view.listsAllDropped).toBe(false);
  });

  test('names groups of http_sd by their labels, and leaves addresses as they are', async () => {
    const labels = { __address__: 'a', __meta_target_eye_application: 'a', __meta_target_eye_environment: 'prod' };
    const { view } = await viewed({
      '/api/v1/targets?state=active': targets([{ ...active('a', 'a'), discoveredLabels: labels }]),
      '/api/v1/targets?state=dropped': targets([]),
    });
    expect(view.activeOf(group('a'))).toMatchObject([
      { source: { key: group('a').key }, address: 'a', discoveredLabels: { __address__: 'a' } },
    ]);
    expect(view.activeAt('a')).toHaveLength(1);
  });
});

describe('vmagent, written by hand after its documentation', () => {
  const METRICS_OF_VMAGENT = text('vm_app_version{version="vmagent-1.136"} 1\nprocess_start_time_seconds 7\n');
  const never = { health: 'down', lastScrape: '1970-01-01T00:00:00Z', lastScrapeDuration: 0 };

  test('shows no files, and a target that it never scraped has no last scrape', async () => {
    const { view } = await viewed({
      '/metrics': METRICS_OF_VMAGENT,
      '/api/v1/targets?state=active': targets([active('a', 'a:1', never)]),
      '/api/v1/targets?state=dropped': targets([]),
    });
    expect(view).toMatchObject({ showsFiles: false, fileReadErrors: undefined, startedAt: 7, listsAllDropped: true });
    expect(view.activeOf(group('a'))).toMatchObject([
      { health: 'down', lastScrape: undefined, lastScrapeSeconds: undefined },
    ]);
    expect(view.syncFailures('one')).toBeUndefined();
  });

  test('hides labels before relabelling: a target is found by its address, and it is not known what was dropped', async () => {
    const { view } = await viewed({
      '/metrics': METRICS_OF_VMAGENT,
      '/api/v1/targets?state=active': targets([{ ...active('a', 'a:1'), discoveredLabels: {} }]),
      '/api/v1/targets?state=dropped': targets([]),
    });
    expect(view.activeAt('a:1')).toMatchObject([
      { source: {}, address: 'a:1', discoveredLabels: undefined, pool: 'one' },
    ]);
    expect([view.activeOf(group('a')), view.listsAllDropped]).toEqual([[], false]);
  });

  test('lists the first dropped targets only, without saying so', async () => {
    const list = Array.from({ length: 1000 }, (_, index) => ({
      discoveredLabels: discovered('d', `d:${String(index)}`),
    }));
    const routes = { '/metrics': METRICS_OF_VMAGENT, '/api/v1/targets?state=active': targets([active('a', 'a:1')]) };
    const of = async (dropped: readonly object[]) =>
      (await viewed({ ...routes, '/api/v1/targets?state=dropped': targets([], dropped) })).view;
    expect((await of(list)).listsAllDropped).toBe(false);
    expect((await of(list)).droppedOf(group('d'))).toHaveLength(1000);
    expect((await of(list.slice(1))).listsAllDropped).toBe(true);
  });
});

test('an error that holds what a target sent is cut', async () => {
  const { view } = await viewed({
    '/api/v1/targets?state=active': targets([active('a', 'a:1', { lastError: 'x'.repeat(5000), health: 'down' })]),
    '/api/v1/targets?state=dropped': targets([]),
  });
  expect(view.activeOf(group('a'))[0]?.lastError).toHaveLength(1000);
});
