import fc from 'fast-check';
import { answerOf, discovered, PUBLISHED, READS_FILES, scraped, type Shown, storedGroup } from '../../testing/index.js';
import type { StoredGroup } from '../groups/revision.js';
import type { ActiveTarget, DiscoveredTarget, FileRead, PoolSource } from './facts.js';
import { judgeGroup } from './judge.js';
import { TARGET_STATUSES, type TargetStatus } from './status.js';

const CHANGED = 1000.5;
const TARGET = '10.3.3.1:9100';
const FILE = 'shop@prod.json';

interface Case {
  readonly shown: Shown;
  readonly stored: StoredGroup;
  readonly askedAt: number;
}

const anyLabels = fc.record(
  {
    zone: fc.constantFrom('a', 'b'),
    env: fc.constant('prod'),
    __scrape_timeout__: fc.constantFrom('5s', '20s'),
    __param_q: fc.constant('1'),
  },
  { requiredKeys: [] },
);

const anyStored = anyLabels.map((labels) => storedGroup('shop/prod', { labels, changedAt: CHANGED }));

const anyAskedAt = fc.constantFrom(CHANGED + 1, CHANGED + 13, CHANGED + 80, CHANGED + 1000);

const anySource: fc.Arbitrary<PoolSource> = fc.oneof(
  fc
    .tuple(
      fc.constantFrom('/sd/*.json', '/sd/shop@*.json', '/mnt/*.json', '/sd/other@*.json'),
      fc.constantFrom(undefined, false, true),
    )
    .map(([reads, leavesScrapingAlone]) => ({ ...READS_FILES, reads, leavesScrapingAlone })),
  fc.constantFrom('http://t/http_sd', 'http://t/http_sd?application=a', 'http://t/list').map((reads) => ({
    ...READS_FILES,
    kind: 'http_sd' as const,
    reads,
    refreshSeconds: 60,
    pool: 'polls',
  })),
);

const anyRead: fc.Arbitrary<Omit<FileRead, 'directory'>> = fc.record({
  mtime: fc.constantFrom(900, 1000),
  firstSeenAt: fc.constantFrom(undefined, CHANGED + 75),
});

const anyFiles = fc.dictionary(
  fc.constantFrom(`/sd/${FILE}`, `/mnt/${FILE}`, '/mnt/other@prod.json', '/mnt/foreign.json'),
  anyRead,
  { maxKeys: 3 },
);

/** The entries that a group may have: of this version of it, of an older one, and of others at its address. */
function anyEntry(stored: StoredGroup): fc.Arbitrary<ActiveTarget> {
  const groups = [
    stored,
    storedGroup('shop/prod', { labels: { team: 'old' } }),
    storedGroup('shop/test', { labels: { ...stored.group.labels } }),
    storedGroup('shop/test', { labels: { ...stored.group.labels, zone: 'c' } }),
  ];
  return fc
    .record({
      group: fc.constantFrom(...groups),
      health: fc.constantFrom('up' as const, 'down' as const, 'unknown' as const),
      lastScrape: fc.constantFrom(undefined, 0, CHANGED),
      pool: fc.constantFrom(READS_FILES.pool, 'polls'),
      isRelabeled: fc.boolean(),
      isHidden: fc.boolean(),
      shownAsRelabeled: fc.constantFrom({}, { env: 'other' }, { address: 'prober:9115' }),
    })
    .map(({ group, isRelabeled, isHidden, shownAsRelabeled: { env, address }, ...others }) => {
      const entry = scraped(group, 0, others);
      const { job, instance } = entry.labels;
      return {
        ...entry,
        ...(address !== undefined && { address }),
        ...(env !== undefined && { discoveredLabels: { ...entry.discoveredLabels, env } }),
        ...(isRelabeled && { labels: { job: job ?? '', instance: instance ?? '' } }),
        ...(isHidden && { discoveredLabels: undefined }),
      };
    });
}

function anyShown(stored: StoredGroup): fc.Arbitrary<Shown> {
  const anyFailures = fc.constantFrom(0, 2);
  return fc.record({
    clockAhead: fc.constantFrom({ atLeast: 0, atMost: 0 }, { atLeast: 100, atMost: 101 }),
    startedAt: fc.constantFrom(undefined, 0, CHANGED + 70),
    sources: fc.option(fc.array(anySource, { maxLength: 2 }), { nil: undefined, freq: 8 }),
    showsFiles: fc.oneof({ weight: 8, arbitrary: fc.constant(true) }, fc.constant(false)),
    fileReadErrors: fc.constantFrom(undefined, 0, 1),
    listsAllDropped: fc.oneof({ weight: 8, arbitrary: fc.constant(true) }, fc.constant(false)),
    files: anyFiles,
    syncFailures: fc.option(fc.record({ [READS_FILES.pool]: anyFailures, polls: anyFailures }), { nil: undefined }),
    active: fc.array(anyEntry(stored), { maxLength: 2 }),
    dropped: fc.array(
      fc.constantFrom<DiscoveredTarget>(
        { ...discovered(stored), pool: undefined },
        discovered(storedGroup('shop/prod', { labels: { team: 'old' } })),
      ),
      { maxLength: 1 },
    ),
  });
}

const anyCase: fc.Arbitrary<Case> = anyStored.chain((stored) =>
  fc.record({ shown: anyShown(stored), stored: fc.constant(stored), askedAt: anyAskedAt }),
);

function wordOf({ shown, stored, askedAt }: Case): TargetStatus {
  const [target] = judgeGroup(stored, [answerOf(shown, askedAt)], PUBLISHED).targets;
  return target?.status ?? 'unknown';
}

const isOurs = ({ source }: DiscoveredTarget): boolean => source.file === FILE;
const oursActive = ({ shown }: Case): readonly ActiveTarget[] => shown.active.filter(isOurs);
const isNowhere = ({ shown }: Case): boolean => ![...shown.active, ...shown.dropped].some(isOurs);
/** When the versions that it has read are of: ours where it shows our directory, or else all of that name. */
const timesRead = ({ shown }: Case): readonly number[] => {
  const ours = Object.entries(shown.files).filter(([path]) => shown.showsFiles && path.endsWith(`/${FILE}`));
  const surely = ours.filter(([path]) => path === `/sd/${FILE}`);
  return (surely.length > 0 ? surely : ours).map(([, read]) => (typeof read === 'number' ? read : read.mtime));
};
const isRead = (each: Case): boolean => timesRead(each).some((time) => time >= Math.floor(CHANGED));
const isPolling = ({ shown }: Case): boolean => shown.sources?.some(({ kind }) => kind === 'http_sd') === true;
const isPolled = (each: Case): boolean => isPolling(each) && each.askedAt > CHANGED + 70;
const isSettled = ({ shown, askedAt }: Case): boolean =>
  shown.startedAt !== undefined && askedAt - Math.max(CHANGED, shown.startedAt - shown.clockAhead.atLeast) >= 12;
const isKnownToBeLost = (each: Case): boolean =>
  isNowhere(each) && isSettled(each) && each.shown.listsAllDropped && (isRead(each) || isPolled(each));
const hasOther = ({ shown }: Case): boolean =>
  shown.active.some((entry) => entry.address === TARGET && entry.source.file !== FILE);

const isOld = (lastScrape: number, { shown, askedAt }: Case): boolean =>
  askedAt + shown.clockAhead.atLeast - lastScrape > 3 * 15;

/** What must be so for each word to be said, whatever else is. */
const NECESSARY: Readonly<Record<TargetStatus, (each: Case) => boolean>> = {
  unknown: () => false,
  not_configured: (each) => isNowhere(each) && each.shown.sources !== undefined,
  not_read: (each) => !isRead(each) || (isPolling(each) && !isPolled(each)),
  rejected: (each) =>
    isKnownToBeLost(each) && Object.values(each.shown.syncFailures ?? {}).some((failures) => failures > 0),
  dropped: (each) => oursActive(each).length === 0 && each.shown.dropped.length > 0,
  merged: (each) => isKnownToBeLost(each) && hasOther(each),
  waiting: () => true,
  down: (each) => oursActive(each).some(({ health, lastScrape }) => health === 'down' && lastScrape !== undefined),
  stale: (each) => oursActive(each).some(({ lastScrape }) => isOld(lastScrape ?? Infinity, each)),
  up: (each) =>
    oursActive(each).every(
      ({ health, lastScrape = 0 }) => health === 'up' && lastScrape > 0 && !isOld(lastScrape, each),
    ),
};

const UNCERTAIN: readonly TargetStatus[] = ['unknown', 'not_read', 'waiting'];
const CERTAIN = TARGET_STATUSES.filter((status) => !UNCERTAIN.includes(status));

const hidden = <Entry extends DiscoveredTarget>(entry: Entry): Entry => ({ ...entry, discoveredLabels: undefined });

/** What may not be shown. */
const WITHOUT: Readonly<Record<string, (shown: Shown) => Shown>> = {
  sources: (shown) => ({ ...shown, sources: undefined }),
  relabelling: (shown) => ({
    ...shown,
    sources: shown.sources?.map((source) => ({ ...source, leavesScrapingAlone: undefined })),
  }),
  files: (shown) => ({ ...shown, showsFiles: false, files: {} }),
  dropped: (shown) => ({ ...shown, listsAllDropped: false }),
  failures: (shown) => ({ ...shown, syncFailures: undefined }),
  errors: (shown) => ({ ...shown, fileReadErrors: undefined }),
  start: (shown) => ({ ...shown, startedAt: undefined }),
  labels: (shown) => ({ ...shown, active: shown.active.map(hidden), dropped: shown.dropped.map(hidden) }),
};

test('a word is only said when its facts are there', () => {
  fc.assert(
    fc.property(anyCase, (each) => {
      expect(NECESSARY[wordOf(each)](each)).toBe(true);
    }),
    { numRuns: 500 },
  );
});

test('more facts never make of a certain word another one', () => {
  fc.assert(
    fc.property(anyCase, fc.subarray(Object.keys(WITHOUT), { minLength: 1 }), (each, names) => {
      const shown = names.reduce((left, name) => WITHOUT[name]?.(left) ?? left, each.shown);
      const [more, less] = [wordOf(each), wordOf({ ...each, shown })];
      if (CERTAIN.includes(more) && CERTAIN.includes(less)) expect(less).toBe(more);
    }),
    { numRuns: 500 },
  );
});

test('every word but that for silence is among those that are tried', () => {
  const seen = new Set(fc.sample(anyCase, { numRuns: 1000, seed: 1 }).map(wordOf));
  expect([...seen].sort()).toEqual(TARGET_STATUSES.filter((status) => status !== 'unknown').sort());
});
