import { parse } from 'yaml';
import { parseSeconds, type PoolSource } from '@target-eye/domain';
import { AskFailure } from './ask-failure.js';
import { leavesScrapingAlone, setsLabels } from './relabelling.js';

/** What Prometheus takes where its configuration does not say how often to read again. */
const REFRESH = { file_sd: 300, http_sd: 60 } as const;

/**
 * What in a configuration of Prometheus reads files, or a URL that may be ours. `undefined` where a part of the
 * configuration is in other files, which Prometheus does not show.
 * @throws AskFailure for what is not a configuration
 */
export function poolSourcesIn(yaml: string): readonly PoolSource[] | undefined {
  const configuration = mapping(parseYaml(yaml));
  if (configuration === undefined) throw notUnderstood();
  if (listIn(configuration['scrape_config_files']).length > 0) return undefined;
  const global = mapping(configuration['global']) ?? {};
  return listIn(configuration['scrape_configs']).flatMap((job) => sourcesOfJob({ ...global, ...mapping(job) }));
}

function sourcesOfJob({
  job_name: pool,
  scrape_interval,
  scrape_timeout,
  relabel_configs,
  ...discovery
}: Mapping): readonly PoolSource[] {
  if (typeof pool !== 'string') return [];
  const rules = listIn(relabel_configs).map((rule) => mapping(rule) ?? {});
  const ofPool = {
    pool,
    intervalSeconds: secondsOf(scrape_interval),
    timeoutSeconds: secondsOf(scrape_timeout),
    leavesScrapingAlone: leavesScrapingAlone(rules),
    setsLabels: setsLabels(rules),
  };
  return [
    ...listIn(discovery['file_sd_configs']).flatMap((config) => fileSources(mapping(config) ?? {})),
    ...listIn(discovery['http_sd_configs']).flatMap((config) => httpSources(mapping(config) ?? {})),
  ].map((source) => ({ ...ofPool, ...source }));
}

/** The scrape pools that may read our groups. */
export function poolsOfOurs(sources: readonly PoolSource[]): readonly string[] {
  return [...new Set(sources.filter(mayBeOurs).map(({ pool }) => pool))];
}

/** Whether a group of ours may come from it; all our files are called `<application>@<environment>.json`. */
export function mayBeOurs({ kind, reads }: PoolSource): boolean {
  return kind === 'http_sd' || /[*@][^/]*\.json$/.test(reads);
}

type Discovery = Pick<PoolSource, 'kind' | 'reads' | 'refreshSeconds'>;

function fileSources({ files, refresh_interval }: Mapping): readonly Discovery[] {
  const refreshSeconds = secondsOf(refresh_interval) ?? REFRESH.file_sd;
  return listIn(files).flatMap((reads) =>
    typeof reads === 'string' ? { kind: 'file_sd', reads, refreshSeconds } : [],
  );
}

function httpSources({ url, refresh_interval }: Mapping): readonly Discovery[] {
  if (typeof url !== 'string' || !URL.canParse(url)) return [];
  const reads = new URL(url);
  if (!reads.pathname.endsWith('/http_sd')) return [];
  reads.username = reads.password = '';
  return [{ kind: 'http_sd', reads: reads.href, refreshSeconds: secondsOf(refresh_interval) ?? REFRESH.http_sd }];
}

type Mapping = Readonly<Record<string, unknown>>;

function mapping(value: unknown): Mapping | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Mapping) : undefined;
}

function listIn(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}

function secondsOf(duration: unknown): number | undefined {
  return typeof duration === 'string' ? parseSeconds(duration) : undefined;
}

function parseYaml(text: string): unknown {
  try {
    return parse(text, { maxAliasCount: 0, logLevel: 'error' });
  } catch {
    throw notUnderstood();
  }
}

function notUnderstood(): AskFailure {
  return new AskFailure('not_prometheus', 'its configuration is not that of Prometheus');
}
