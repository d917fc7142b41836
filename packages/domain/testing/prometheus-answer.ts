import {
  type ActiveTarget,
  type DiscoveredTarget,
  type FileRead,
  type GroupKey,
  groupKey,
  type PoolSource,
  type PrometheusFacts,
  type PrometheusView,
  type Published,
  revisionOf,
  type StoredGroup,
  type TargetSource,
} from '../src/index.js';
import { sha256 } from './hash.js';

/** What a Prometheus shows, as lists. */
export interface Shown extends Pick<
  PrometheusView,
  'clockAhead' | 'startedAt' | 'sources' | 'showsFiles' | 'fileReadErrors' | 'listsAllDropped'
> {
  /** By their paths as Prometheus sees them. */
  readonly files: Readonly<Record<string, number | Omit<FileRead, 'directory'>>>;
  /** By pool. */
  readonly syncFailures: Readonly<Record<string, number>> | undefined;
  readonly active: readonly ActiveTarget[];
  readonly dropped: readonly DiscoveredTarget[];
}

/** The view of a Prometheus that shows this. */
export function viewOf({ files, syncFailures, active, dropped, ...plain }: Shown): PrometheusView {
  const read = Object.entries(files).map(([path, file]) => ({
    name: path.slice(path.lastIndexOf('/') + 1),
    directory: path.slice(0, path.lastIndexOf('/')),
    ...(typeof file === 'number' ? { mtime: file } : file),
  }));
  return {
    ...plain,
    filesNamed: (baseName) => read.filter(({ name }) => name === baseName),
    baseNamesRead: new Set(read.map(({ name }) => name)),
    syncFailures: (pool) => syncFailures?.[pool],
    activeOf: (group) => active.filter((entry) => isFrom(entry, group)),
    droppedOf: (group) => dropped.filter((entry) => isFrom(entry, group)),
    activeAt: (address) => active.filter((entry) => entry.address === address),
  };
}

function isFrom({ source: { file, key } }: DiscoveredTarget, group: Required<TargetSource>): boolean {
  if (key === undefined) return file === group.file;
  return key.application === group.key?.application && key.environment === group.key.environment;
}

/** What a Prometheus said that shows this. */
export function answerOf(shown: Shown, askedAt: number, url = 'http://localhost:9090'): PrometheusFacts {
  return { url, askedAt, state: 'ok', reason: undefined, view: viewOf(shown) };
}

/** The pool `target-eye` that reads all files of `/sd`. */
export const READS_FILES: PoolSource = {
  pool: 'target-eye',
  kind: 'file_sd',
  reads: '/sd/*.json',
  refreshSeconds: 300,
  intervalSeconds: 15,
  timeoutSeconds: 10,
};

/** A publication of plain names into `/sd`, where every group is there. */
export const PUBLISHED: Published = {
  directory: '/sd',
  oldestChange: undefined,
  nameOf: ({ application, environment }) => `${application}@${environment}.json`,
  keyOf,
};

function keyOf(baseName: string): GroupKey | undefined {
  const [, application, environment] = /^([^@]+)@([^@]+)\.json$/.exec(baseName) ?? [];
  return application === undefined || environment === undefined ? undefined : groupKey(application, environment);
}

/** A stored group with one target, the labels `job` and `env` by its key, and more labels. */
export function storedGroup(
  name: string,
  { labels = {}, targets = ['10.3.3.1:9100'], changedAt = 0 }: Partial<StoredGroup['group']> & { changedAt?: number },
): StoredGroup {
  const [application = '', environment = ''] = name.split('/');
  const group = { targets, labels: { job: application, env: environment, ...labels } };
  return { key: groupKey(application, environment), group, revision: revisionOf(group, sha256), changedAt };
}

/** What a Prometheus shows that runs since long ago, has read these files and has none of their targets. */
export function shown(files: Shown['files'], others: Partial<Shown> = {}): Shown {
  return {
    clockAhead: { atLeast: 0, atMost: 0 },
    startedAt: 0,
    sources: [READS_FILES],
    showsFiles: true,
    fileReadErrors: 0,
    listsAllDropped: true,
    files,
    syncFailures: { [READS_FILES.pool]: 0 },
    active: [],
    dropped: [],
    ...others,
  };
}

/** A target of a group as Prometheus 2.42 discovers it from a file. */
export function discovered({ key, group }: StoredGroup, address = group.targets[0] ?? ''): DiscoveredTarget {
  const added = { __address__: address, __scheme__: 'http', __metrics_path__: '/metrics' };
  const times = { __scrape_interval__: '15s', __scrape_timeout__: '10s' };
  return {
    source: { file: PUBLISHED.nameOf(key), key: undefined },
    address,
    discoveredLabels: { ...added, ...times, ...group.labels },
    pool: READS_FILES.pool,
  };
}

/** The same when it scraped it a moment before `askedAt`, and all was well. */
export function scraped(stored: StoredGroup, askedAt: number, others: Partial<ActiveTarget> = {}): ActiveTarget {
  const found = discovered(stored, others.address);
  const plain = Object.entries(stored.group.labels).filter(([name]) => !name.startsWith('__'));
  return {
    ...found,
    pool: READS_FILES.pool,
    labels: { instance: found.address, ...Object.fromEntries(plain) },
    scrapeUrl: `http://${found.address}/metrics`,
    health: 'up',
    lastError: '',
    lastScrape: askedAt - 5,
    lastScrapeSeconds: 0.003,
    intervalSeconds: 15,
    ...others,
  };
}
