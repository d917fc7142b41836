import {
  answerOf,
  discovered,
  PUBLISHED,
  READS_FILES,
  scraped,
  type Shown,
  shown,
  storedGroup,
} from '../../testing/index.js';
import type { StoredGroup } from '../groups/revision.js';
import type { ActiveTarget, PoolSource, PrometheusFacts } from './facts.js';
import { judgeGroup } from './judge.js';
import type { ScrapeJudgement } from './judgement.js';

const CHANGED = 1_795_689_067.12;
const NOW = CHANGED + 60;
const FILE = '/sd/shop@prod.json';
const READ = { [FILE]: Math.floor(CHANGED) };

const shop = storedGroup('shop/prod', { changedAt: CHANGED });
const up = scraped(shop, NOW);

function judge(seen: Shown, stored = shop, askedAt = NOW): ScrapeJudgement {
  const [target] = judgeGroup(stored, [answerOf(seen, askedAt)], PUBLISHED).targets;
  const [judgement] = target?.on ?? [];
  if (judgement === undefined) throw new Error('there is no judgement');
  expect(target?.status).toBe(judgement.status);
  return judgement;
}

function wordOf(seen: Shown, stored = shop, askedAt = NOW): readonly [string, string | undefined] {
  const { status, fact } = judge(seen, stored, askedAt);
  return [status, fact];
}

function changed(labels: Record<string, string>): StoredGroup {
  return storedGroup('shop/prod', { labels, changedAt: CHANGED });
}

describe('an active target', () => {
  test('is up when the last scrape was good', () => {
    expect(judge(shown(READ, { active: [up] }))).toEqual({
      url: 'http://localhost:9090',
      status: 'up',
      fact: undefined,
      pool: 'target-eye',
      scrapeUrl: 'http://10.3.3.1:9100/metrics',
      lastScrape: NOW - 5,
      scrapedNotBefore: NOW - 5,
      lastScrapeSeconds: 0.003,
      readAt: Math.floor(CHANGED),
    });
  });

  test('is down when it failed, and says why without what stands beside it', () => {
    const of = (lastError: string, scrapeUrl = up.scrapeUrl): readonly [string, string | undefined] =>
      wordOf(shown(READ, { active: [{ ...up, health: 'down', lastError, scrapeUrl }] }));
    const refused = 'dial tcp 10.3.3.1:9100: connect: connection refused';
    expect(of(`Get "http://10.3.3.1:9100/metrics": ${refused}`)).toEqual(['down', 'connection refused']);
    expect(of(`Get "http://node:9100/metrics": ${refused}`, 'http://node:9100/metrics')).toEqual(['down', refused]);
    expect(of('server returned HTTP status 404 Not Found')[1]).toBe('server returned HTTP status 404 Not Found');
    expect(of('target_limit exceeded (number of targets: 2, limit: 1)')[0]).toBe('down');
    expect(of('')).toEqual(['down', 'the last scrape failed']);
    expect(of('x'.repeat(1_000_000))[1]).toBe(`${'x'.repeat(500)}…`);
  });

  test('is waiting before its first scrape, also where that counts as down', () => {
    const waiting = [
      'waiting',
      'the scrape pool "target-eye" has it and has not scraped it yet; its scrape interval is 15s',
    ];
    const never = { ...up, lastScrape: undefined };
    expect(wordOf(shown(READ, { active: [{ ...never, health: 'unknown' }] }))).toEqual(waiting);
    expect(wordOf(shown(READ, { active: [{ ...never, health: 'down' }] }))).toEqual(waiting);
  });

  test('is stale when the last scrape is older than three intervals by the clock of Prometheus', () => {
    const last = (ago: number, atLeast = 0): string =>
      judge(
        shown(READ, {
          clockAhead: { atLeast, atMost: atLeast + 2 },
          active: [{ ...up, lastScrape: NOW + atLeast - ago }],
        }),
      ).status;
    expect([last(45), last(46), last(45, 3600), last(46, 3600), last(46, -3600)]).toEqual([
      'up',
      'stale',
      'up',
      'stale',
      'stale',
    ]);
    expect(wordOf(shown(READ, { active: [{ ...up, lastScrape: NOW - 100 }] }))[1]).toBe(
      'it was last scraped 1m40s ago, and its interval is 15s',
    );
    expect(judge(shown(READ, { active: [{ ...up, lastScrape: 1, intervalSeconds: undefined }] })).status).toBe('up');
  });

  test('was scraped at the earliest as the clocks can differ at most', () => {
    const clockAhead = { atLeast: 10, atMost: 12 };
    expect(judge(shown(READ, { active: [{ ...up, lastScrape: NOW }], clockAhead }))).toMatchObject({
      lastScrape: NOW - 11,
      scrapedNotBefore: NOW - 12,
    });
  });

  test('is up although a version was not read in which only other targets changed', () => {
    expect(judge(shown({ [FILE]: CHANGED - 100 }, { active: [up] })).status).toBe('up');
  });

  test('with other labels is of an older version, as long as one can be left', () => {
    const old = scraped(storedGroup('shop/prod', { labels: { team: 'a' } }), NOW);
    const still = 'Prometheus still has it with the labels of an older version of the group';
    for (const newest of [shop, changed({ team: 'b' }), changed({ team: 'a', dc: 'fra' })]) {
      expect(wordOf(shown(READ, { active: [old] }), newest, CHANGED + 5)).toEqual(['waiting', still]);
      expect(wordOf(shown(READ, { active: [old] }), newest, CHANGED + 13)).toEqual(['up', undefined]);
      expect(wordOf(shown({ [FILE]: CHANGED - 8 }, { active: [old] }), newest)).toEqual([
        'not_read',
        'Prometheus has read the version of 2026-11-26T10:30:59.120Z and not the newest',
      ]);
    }
  });

  test('is of the newest version without labels that are never passed on', () => {
    const odd = changed({ __meta_x: '1', __address__: 'a', empty: '', __scheme__: '', __param_q: '1' });
    const entry = scraped(odd, NOW, {
      discoveredLabels: { job: 'shop', env: 'prod', __scheme__: 'http', __param_q: '1' },
    });
    expect(judge(shown(READ, { active: [entry] }), odd).status).toBe('up');
  });

  test('is of the newest version when whoever scrapes it adds labels of its own', () => {
    const discoveredLabels = { ...up.discoveredLabels, job: 'target-eye', cluster: 'a' };
    const active = [{ ...up, discoveredLabels }];
    const labels = { env: 'prod' };
    const withoutJob = { ...shop, group: { ...shop.group, labels } };
    expect(judge(shown({}, { active, showsFiles: false }), withoutJob).status).toBe('up');
    expect(judge(shown(READ, { active }), withoutJob, CHANGED + 5).status).toBe('waiting');
    const added = [{ ...up, discoveredLabels: { ...labels, job: 'target-eye' } }];
    expect(judge(shown(READ, { active: added }), withoutJob, CHANGED + 5).status).toBe('up');
  });

  test('is of the newest version where relabelling set a label, and moved others to the labels of the series', () => {
    const sources = [{ ...READS_FILES, setsLabels: ['dc'] }];
    const newest = changed({ team: 'b' });
    const { team, ...others } = newest.group.labels;
    const entry = scraped(newest, NOW, { discoveredLabels: { ...others, dc: 'fra' } });
    const of = (active: ActiveTarget): string =>
      judge(shown(READ, { active: [active], sources }), newest, CHANGED + 5).status;
    expect(team).toBe('b');
    expect(of(entry)).toBe('up');
    expect(of({ ...entry, labels: { ...entry.labels, team: 'a' } })).toBe('waiting');
    expect(of({ ...entry, discoveredLabels: { ...newest.group.labels, zone: 'a' } })).toBe('waiting');
  });

  test('is found where relabelling has it probed by an exporter, and Prometheus shows the address of that', () => {
    const probed = storedGroup('shop/prod', { targets: ['a:1', 'b:2', 'c:3'], changedAt: CHANGED });
    const of = (labels: Record<string, string>, discoveredLabels: Record<string, string>): readonly string[] => {
      const entry = { ...scraped(probed, NOW, { address: 'prober:9115', labels }), discoveredLabels };
      const answer = answerOf(shown(READ, { active: [entry], syncFailures: { 'target-eye': 2 } }), NOW);
      return judgeGroup(probed, [answer], PUBLISHED).targets.map(({ status }) => status);
    };
    expect(of({ instance: 'b:2' }, {})).toEqual(['rejected', 'up', 'rejected']);
    expect(of({ instance: 'B' }, { __param_target: 'c:3' })).toEqual(['rejected', 'rejected', 'up']);
    expect(of({ instance: 'B' }, { __param_target: 'http://b:2/' })).toEqual(['waiting', 'waiting', 'waiting']);
    const two = ['a:1', 'b:2'].map((instance) =>
      scraped(probed, NOW, { address: 'a:1', labels: { instance }, health: instance === 'b:2' ? 'up' : 'down' }),
    );
    const [first, second] = judgeGroup(probed, [answerOf(shown(READ, { active: two }), NOW)], PUBLISHED).targets;
    expect([first?.status, second?.status, first?.on.length]).toEqual(['down', 'up', 1]);
  });

  test('says when its file was read, but not when a list was polled', () => {
    const polled = { ...up, pool: 'polls', source: { key: shop.key } };
    const [target] = judgeGroup(shop, [answerOf(shown(READ, { active: [up, polled] }), NOW)], PUBLISHED).targets;
    expect(target?.on.map(({ readAt }) => readAt)).toEqual([Math.floor(CHANGED), undefined]);
  });

  test('has an entry for each pool, and the worst counts', () => {
    const down = { ...up, pool: 'other', health: 'down', lastError: 'EOF' } as const;
    const [target] = judgeGroup(shop, [answerOf(shown(READ, { active: [up, down] }), NOW)], PUBLISHED).targets;
    expect(target?.status).toBe('down');
    expect(target?.on.map(({ pool, status }) => [pool, status])).toEqual([
      ['target-eye', 'up'],
      ['other', 'down'],
    ]);
  });

  test('without a port is found with that which Prometheus adds, but for another target', () => {
    const bare = storedGroup('shop/prod', { targets: ['node', 'node:80'], changedAt: CHANGED });
    const one = storedGroup('shop/prod', { targets: ['[::1]'], changedAt: CHANGED });
    const of = (stored: StoredGroup, address: string): readonly string[] =>
      judgeGroup(
        stored,
        [answerOf(shown(READ, { active: [scraped(stored, NOW, { address })] }), NOW)],
        PUBLISHED,
      ).targets.map(({ status }) => status);
    expect([of(one, '[::1]'), of(one, '[::1]:80'), of(one, '[::1]:443'), of(one, '[::1]:81')].flat()).toEqual([
      'up',
      'up',
      'up',
      'waiting',
    ]);
    expect(of(bare, 'node:80')).toEqual(['merged', 'up']);
    expect(of(bare, 'node')).toEqual(['up', 'merged']);
  });
});

describe('a target that Prometheus does not scrape', () => {
  const zone = { labels: { zone: 'a' }, changedAt: CHANGED };

  test('is not read while Prometheus has read no version, or an older one', () => {
    expect(wordOf(shown({}))).toEqual(['not_read', 'Prometheus has read no version of its file']);
    expect(wordOf(shown({ [FILE]: CHANGED - 8.12 }, { fileReadErrors: 3 }))).toEqual([
      'not_read',
      'Prometheus has read the version of 2026-11-26T10:30:59Z and not the newest; it failed to read files 3 times since it started',
    ]);
    expect(wordOf(shown({}, { fileReadErrors: 1 }))[1]).toContain('it failed to read files once since it started');
    expect(wordOf(shown({ [FILE]: -1e300 }))[1]).toContain('the version of -1e+300');
    expect(judge(shown({ [FILE]: 1 })).readAt).toBe(1);
  });

  test('is rejected when it was read, some were refused, and it is nowhere', () => {
    const failing = { syncFailures: { 'target-eye': 2 } };
    expect(wordOf(shown(READ, failing))).toEqual([
      'rejected',
      'Prometheus has read it and has it neither among the active nor the dropped targets, and the scrape pool "target-eye" refused targets 2 times since it started',
    ]);
    for (const [labels, reason] of [
      [{ __scrape_timeout__: '20s' }, 'its scrape timeout of 20s is above its scrape interval of 15s'],
      [{ __scrape_interval__: '5s' }, 'its scrape timeout of 10s is above its scrape interval of 5s'],
      [
        { __scrape_interval__: '5' },
        'the label "__scrape_interval__" is "5", and it must be a Prometheus duration above zero, such as 30s or 1m30s',
      ],
      [
        { __scrape_native_histograms__: 'x' },
        'the label "__scrape_native_histograms__" is "x", and it must be true or false',
      ],
    ] as const)
      expect(wordOf(shown(READ, failing), changed(labels))).toEqual([
        'rejected',
        `the scrape pool "target-eye" refuses it: ${reason}`,
      ]);
    const slash = storedGroup('shop/prod', { targets: ['a/b:1'], changedAt: CHANGED });
    expect(wordOf(shown(READ, failing), slash)[1]).toBe(
      'the scrape pool "target-eye" refuses it: "a/b:1" is not an address',
    );
  });

  test('is only rejected beside another group at its address when the group shows why', () => {
    const active = [scraped(storedGroup('shop/test', {}), NOW)];
    const failing = { syncFailures: { 'target-eye': 2 }, active };
    expect(judge(shown(READ, failing)).status).toBe('waiting');
    expect(judge(shown(READ, failing), changed({ __scrape_timeout__: '20s' })).status).toBe('rejected');
  });

  test('is not rejected while anything is missing that shows it', () => {
    const failing = { syncFailures: { 'target-eye': 2 } };
    expect(judge(shown(READ, { ...failing, listsAllDropped: false })).status).toBe('waiting');
    expect(judge(shown(READ, { ...failing, showsFiles: false })).status).toBe('waiting');
    expect(judge(shown(READ, { ...failing, sources: undefined })).status).toBe('waiting');
    expect(judge(shown(READ)).status).toBe('waiting');
    expect(judge(shown(READ, { syncFailures: undefined })).status).toBe('waiting');
    expect(judge(shown(READ, failing), shop, CHANGED + 11).status).toBe('waiting');
    expect(judge(shown(READ, { ...failing, startedAt: NOW - 11 })).status).toBe('waiting');
    expect(judge(shown(READ, { ...failing, startedAt: undefined })).status).toBe('waiting');
    const clockAhead = { atLeast: 50, atMost: 52 };
    expect(judge(shown(READ, { ...failing, startedAt: NOW + 38, clockAhead })).status).toBe('rejected');
    expect(judge(shown(READ, { ...failing, startedAt: NOW + 39, clockAhead })).status).toBe('waiting');
    expect(judge(shown({ ...READ, '/old/shop@prod.json': 1 }, failing)).status).toBe('rejected');
    expect(judge(shown({ '/a/shop@prod.json': NOW, '/b/shop@prod.json': 1 }, failing)).status).toBe('waiting');
    const late = { [FILE]: { mtime: CHANGED, firstSeenAt: NOW - 11 } };
    expect(judge(shown(late, failing)).status).toBe('waiting');
    expect(judge(shown(late, failing), shop, NOW + 1).status).toBe('rejected');
  });

  test('is dropped when it is among the dropped targets, unless another pool has it', () => {
    const dropped = [discovered(shop)];
    expect(wordOf(shown(READ, { dropped }))).toEqual([
      'dropped',
      'relabelling in the scrape pool "target-eye" drops it',
    ]);
    expect(wordOf(shown(READ, { dropped: [{ ...discovered(shop), pool: undefined }] }))[1]).toBe(
      'relabelling drops it',
    );
    expect(judge(shown(READ, { dropped, active: [up] })).status).toBe('up');
    const old = discovered(storedGroup('shop/prod', { labels: { team: 'a' } }));
    expect(judge(shown(READ, { dropped: [old] }), shop, CHANGED + 5).status).toBe('waiting');
    expect(judge(shown(READ, { dropped: [old, discovered(shop)] })).status).toBe('dropped');
    expect(judge(shown({}, { dropped: [old] })).status).toBe('not_read');
  });

  test('is merged when another group at its address has the same labels', () => {
    const twin = storedGroup('shop/test', { labels: { env: 'prod' } });
    const active = [scraped(twin, NOW)];
    const merged = 'Prometheus scrapes it as one with the group "shop/test", which has the same labels';
    expect(wordOf(shown(READ, { active }))).toEqual(['merged', merged]);
    expect(wordOf(shown(READ, { active, syncFailures: { 'target-eye': 9 } }))).toEqual(['merged', merged]);
    const hidden = active.map((entry) => ({ ...entry, discoveredLabels: undefined }));
    expect(wordOf(shown(READ, { active: hidden }))).toEqual(['merged', merged]);
    expect(judge(shown(READ, { active: hidden }), changed({ __param_q: '1' })).status).toBe('waiting');
    expect(judge(shown(READ, { active }), changed({ __param_q: '1' })).status).toBe('waiting');
    expect(judge(shown(READ, { active: active.map((entry) => ({ ...entry, pool: 'other' })) })).status).toBe('waiting');
    const strange = active.map((entry) => ({ ...entry, source: { file: 'strange.json' } }));
    expect(wordOf(shown(READ, { active: strange }))[1]).toContain('with the file "strange.json"');
  });

  test('is merged when relabelling left none of the labels in which it differs, and nothing was refused', () => {
    const shopA = storedGroup('shop/prod', zone);
    const shopB = storedGroup('shop/b', { labels: { env: 'prod', zone: 'b' } });
    const entry = scraped(shopB, NOW, { labels: { job: 'shop', env: 'prod', instance: '10.3.3.1:9100' } });
    expect(wordOf(shown(READ, { active: [entry] }), shopA)).toEqual([
      'merged',
      'Prometheus scrapes it as one with the group "shop/b", which has the same labels once relabelling has removed "zone"',
    ]);
    expect(wordOf(shown(READ, { active: [entry], syncFailures: { 'target-eye': 1 } }), shopA)).toEqual([
      'waiting',
      'Prometheus has refused it, or scrapes it as one with the group "shop/b", which has the same labels once relabelling has removed "zone"',
    ]);
    expect(judge(shown(READ, { active: [entry], syncFailures: {} }), shopA).status).toBe('waiting');
    const sources = [{ ...READS_FILES, leavesScrapingAlone: true }];
    const failing = { active: [entry], syncFailures: { 'target-eye': 1 }, sources };
    expect(judge(shown(READ, failing), shopA).status).toBe('merged');
    const ownTimes = storedGroup('shop/prod', { labels: { zone: 'a', __scrape_timeout__: '10s' }, changedAt: CHANGED });
    const discoveredLabels = { ...entry.discoveredLabels, __scrape_timeout__: '10s' };
    expect(judge(shown(READ, { ...failing, active: [{ ...entry, discoveredLabels }] }), ownTimes).status).toBe(
      'waiting',
    );
    expect(judge(shown(READ, { active: [scraped(shopB, NOW)] }), shopA).status).toBe('waiting');
  });

  test('is merged when the one has by its label what the other has by default as instance', () => {
    const [named, plain] = [{ instance: '10.3.3.1:9100' }, {}].map((labels) =>
      storedGroup('shop/prod', { labels, changedAt: CHANGED }),
    );
    if (named === undefined || plain === undefined) throw new Error('there are two groups');
    const other = storedGroup('shop/test', { labels: { env: 'prod' } });
    const otherNamed = storedGroup('shop/test', { labels: { env: 'prod', instance: '10.3.3.1:9100' } });
    const elsewhere = storedGroup('shop/test', { labels: { env: 'prod', instance: 'x' } });
    const of = (stored: StoredGroup, active: StoredGroup): string =>
      judge(shown(READ, { active: [scraped(active, NOW)] }), stored).status;
    expect([of(named, other), of(plain, otherNamed), of(named, otherNamed)]).toEqual(['merged', 'merged', 'merged']);
    expect([of(plain, elsewhere), of(named, elsewhere)]).toEqual(['waiting', 'waiting']);
  });

  test('is merged with a target of its own group', () => {
    const both = storedGroup('shop/prod', { targets: ['node', 'node:80'], changedAt: CHANGED });
    const active = [scraped(both, NOW, { address: 'node:80' })];
    expect(wordOf(shown(READ, { active }), both)[1]).toBe(
      'Prometheus scrapes it as one with the target "node:80" of the same group, which has the same labels',
    );
  });
});

describe('who reads a group', () => {
  const long = NOW + 1000;
  const of = (sources: readonly PoolSource[], others: Partial<Shown> = {}, askedAt = long): string =>
    judge(shown({}, { sources, ...others }), shop, askedAt).status;
  const file = (reads: string): PoolSource => ({ ...READS_FILES, reads });
  const url = (reads: string): PoolSource => ({ ...READS_FILES, kind: 'http_sd', reads, refreshSeconds: 60 });

  test('is nobody when no source can be ours', () => {
    expect(wordOf(shown({}, { sources: [] }))).toEqual([
      'not_configured',
      'no scrape pool has file_sd_configs or http_sd_configs',
    ]);
    const others = ['/sd/a@*.json', '/sd/*.yml', '/sd/b@c.json', '/sd/d@e.json'].map(file);
    expect(wordOf(shown({}, { sources: others }))).toEqual([
      'not_configured',
      'no scrape pool reads "shop@prod.json" of Target-eye; what they read is file_sd "/sd/a@*.json", file_sd "/sd/*.yml", file_sd "/sd/b@c.json" and 1 more',
    ]);
    expect(wordOf(shown(READ, { sources: undefined }))).toEqual([
      'waiting',
      'Prometheus does not scrape it, and does not show what it reads',
    ]);
  });

  test('is whoever reads our directory, however it is spelled', () => {
    for (const reads of ['/sd/*.json', '/sd//*.json', '/sd/./shop@*.json', '/sd/shop@pro?.json', '/s[a-e]/*.json'])
      expect([reads, of([file(reads)])]).toEqual([reads, 'not_read']);
  });

  test('is whoever reads a file of ours in another directory', () => {
    const sources = [file('/mnt/*.json')];
    expect(judge(shown({ '/mnt/other@prod.json': 1 }, { sources }), shop, long).status).toBe('not_read');
    expect(judge(shown({ '/mnt/foreign.json': 1 }, { sources }), shop, long).status).toBe('not_configured');
    expect(judge(shown({ '/mnt/foreign.json': 1 }, { sources, fileReadErrors: 1 }), shop, long).status).toBe(
      'not_configured',
    );
  });

  test('may be whoever reads an unknown directory, until it would have read a group of ours', () => {
    const sources = [file('/mnt/*.json')];
    expect(of(sources)).toBe('not_configured');
    expect(of(sources, {}, NOW)).toBe('not_read');
    expect(of(sources, { startedAt: long - 310 })).toBe('not_read');
    expect(of(sources, { startedAt: long - 311 })).toBe('not_configured');
    expect(of(sources, { startedAt: undefined })).toBe('not_read');
    expect(of(sources, { showsFiles: false })).toBe('waiting');
    expect(of(sources, { fileReadErrors: 1 })).toBe('not_read');
    expect(of(sources, { fileReadErrors: undefined })).toBe('not_read');
    const published = { ...PUBLISHED, oldestChange: CHANGED - 1000 };
    const soon = (reads: string): string | undefined =>
      judgeGroup(shop, [answerOf(shown({}, { sources: [file(reads)] }), NOW)], published).targets[0]?.status;
    expect(soon('/mnt/*.json')).toBe('not_configured');
    expect(soon('/mnt/shop@*.json')).toBe('not_read');
  });

  test('is whoever polls a list of ours that does not exclude it', () => {
    const excludes = [
      'http://t/http_sd?environment=test',
      'https://t/x/http_sd?application=a&application=b*',
      'http://t/http_sd?label=env!=prod',
      'http://t/http_sd?target=10.3.3.2',
      'http://t/other',
    ];
    for (const reads of excludes) expect([reads, of([url(reads)])]).toEqual([reads, 'not_configured']);
    const holds = [
      'http://t/http_sd',
      'http://t:8000/eye/http_sd?environment=prod&label=job=sh%6Fp',
      'http://t/http_sd?application=a&application=shop',
      'http://t/http_sd?label=env',
      'http://t/http_sd?%',
    ];
    for (const reads of holds) expect([reads, of([url(reads)], {}, CHANGED + 70)]).toEqual([reads, 'waiting']);
    expect(wordOf(shown({}, { sources: [url('http://t/http_sd')] }), shop, CHANGED + 69)).toEqual([
      'not_read',
      'the scrape pool "target-eye" asks for the groups every 60 s, and may not have done so since the change',
    ]);
  });

  test('by polls is never shown to have read a version, so a target is lost only where the labels show why', () => {
    const failing = { sources: [url('http://t/http_sd')], syncFailures: { 'target-eye': 2 } };
    expect(judge(shown({}, failing), shop, long).status).toBe('waiting');
    expect(judge(shown({}, failing), changed({ __scrape_timeout__: '20s' }), long).status).toBe('rejected');
    expect(judge(shown({}, failing), changed({ __scrape_timeout__: '20s' }), CHANGED + 71).status).toBe('waiting');
    const both = { sources: [READS_FILES, { ...url('http://t/http_sd'), pool: 'polls' }], syncFailures: { polls: 2 } };
    expect(judge(shown(READ, both), shop, long).status).toBe('waiting');
    const relabeled = { labels: { job: 'shop', instance: '10.3.3.1:9100' } };
    const active = [scraped(storedGroup('shop/test', { labels: { env: 'test' } }), long, relabeled)];
    expect(judge(shown({}, { sources: [url('http://t/http_sd')], active }), shop, long).status).toBe('waiting');
    expect(judge(shown(READ, { active }), shop, long).status).toBe('merged');
  });
});

describe('several Prometheus', () => {
  const silent = (url: string): PrometheusFacts => ({
    url,
    askedAt: NOW,
    state: 'unreachable',
    reason: 'connection refused',
    view: undefined,
  });
  const statusOf = (...facts: readonly PrometheusFacts[]): unknown => {
    const [target] = judgeGroup(shop, facts, PUBLISHED).targets;
    return [target?.status, target?.on.map(({ url, status, fact }) => [url, status, fact])];
  };

  test('tell the worst, and those that are silent do not count', () => {
    const good = answerOf(shown(READ, { active: [up] }), NOW, 'a');
    const lacks = answerOf(shown({}), NOW, 'b');
    expect(statusOf(good, silent('c'), lacks)).toEqual([
      'not_read',
      [
        ['a', 'up', undefined],
        ['b', 'not_read', 'Prometheus has read no version of its file'],
      ],
    ]);
  });

  test('tell nothing when none answers', () => {
    expect(statusOf(silent('a'), silent('b'))).toEqual([
      'unknown',
      [
        ['a', 'unknown', 'no Prometheus answers (a: connection refused; b: connection refused)'],
        ['b', 'unknown', 'no Prometheus answers (a: connection refused; b: connection refused)'],
      ],
    ]);
    expect(statusOf(silent('a'))).toEqual(['unknown', [['a', 'unknown', 'connection refused']]]);
    expect(statusOf()).toEqual(['unknown', []]);
  });
});
