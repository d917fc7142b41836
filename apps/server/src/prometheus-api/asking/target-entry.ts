import { APPLICATION_LABEL, ENVIRONMENT_LABEL, type Labels, parseSeconds, type TargetSource } from '@target-eye/domain';
import type { Entry } from '../entry-blocks.js';
import { parseAnswer } from './api-answer.js';
import { AskFailure } from './ask-failure.js';

/** A target that may be ours, and where it is from; nothing where that is not shown. */
export interface FoundTarget {
  readonly source: TargetSource;
  readonly entry: Entry;
}

/** An object of `activeTargets` or `droppedTargets` in the API of Prometheus, or of vmagent. */
export interface ShownTarget {
  readonly discoveredLabels?: Labels;
  readonly labels?: Labels;
  readonly scrapePool?: string;
  readonly scrapeUrl?: string;
  readonly health?: string;
  readonly lastError?: string;
  readonly lastScrape?: string;
  readonly lastScrapeDuration?: number;
  readonly scrapeInterval?: string;
}

/** An error of a scrape is a sentence; whatever is longer holds what the target sent. */
const MAX_ERROR_LENGTH = 1000;

/** vmagent says 1970 of a target that it never scraped, Prometheus the year 1. */
const NEVER_BEFORE = 31_536_000;

/**
 * One object in an answer that lists targets.
 * @throws AskFailure for what Prometheus never says of a target
 */
export function shownTarget(text: string): ShownTarget {
  const shown = parseAnswer(text);
  if (isShownTarget(shown)) return shown;
  throw new AskFailure('not_prometheus', 'it describes targets as no known version does');
}

/** What it says of a target of ours; `undefined` for what is certainly from elsewhere. */
export function targetIn(shown: ShownTarget): FoundTarget | undefined {
  const { discoveredLabels = {} } = shown;
  const isHidden = Object.keys(discoveredLabels).length === 0;
  const source = isHidden ? {} : sourceOf(discoveredLabels);
  if (source === undefined) return undefined;
  const address = discoveredLabels['__address__'] ?? hostIn(shown.scrapeUrl ?? '');
  return {
    source,
    entry: [address, shown.scrapePool ?? null, isHidden ? null : withoutMeta(discoveredLabels), ...ofActive(shown)],
  };
}

function ofActive(shown: ShownTarget): readonly [] | readonly [NonNullable<Entry[3]>] {
  const { labels = {}, scrapeUrl, health, lastError = '', lastScrape = '', lastScrapeDuration, scrapeInterval } = shown;
  if (scrapeUrl === undefined) return [];
  const scraped = Date.parse(lastScrape) / 1000;
  const interval = scrapeInterval === undefined ? undefined : parseSeconds(scrapeInterval);
  const isScraped = scraped >= NEVER_BEFORE;
  return [
    [
      labels,
      scrapeUrl,
      health === 'up' || health === 'down' ? health : 'unknown',
      lastError.slice(0, MAX_ERROR_LENGTH),
      isScraped ? scraped : null,
      isScraped && typeof lastScrapeDuration === 'number' ? lastScrapeDuration : null,
      interval ?? null,
    ],
  ];
}

function sourceOf(labels: Labels): TargetSource | undefined {
  const { [APPLICATION_LABEL]: application, [ENVIRONMENT_LABEL]: environment, __meta_filepath: path } = labels;
  if (application !== undefined && environment !== undefined) return { key: { application, environment } };
  const baseName = path?.slice(path.lastIndexOf('/') + 1);
  return baseName !== undefined && mayBeOurFile(baseName) ? { file: baseName } : undefined;
}

/** Our files are called `<application>@<environment>.json`. */
function mayBeOurFile(baseName: string): boolean {
  return baseName.endsWith('.json') && baseName.includes('@');
}

function withoutMeta(labels: Labels): Labels {
  return Object.fromEntries(Object.entries(labels).filter(([name]) => !name.startsWith('__meta_')));
}

/** Host and port in a URL, as they are written in it. */
function hostIn(url: string): string {
  return /^[a-z]+:\/\/([^/?#]*)/.exec(url)?.[1] ?? '';
}

const TEXTS = ['scrapePool', 'scrapeUrl', 'health', 'lastError', 'lastScrape', 'scrapeInterval'] as const;

function isShownTarget(value: unknown): value is ShownTarget {
  if (typeof value !== 'object' || value === null) return false;
  const shown = value as Readonly<Record<string, unknown>>;
  return (
    (isLabels(shown['discoveredLabels']) || isLabels(shown['labels'])) &&
    TEXTS.every((key) => shown[key] === undefined || typeof shown[key] === 'string') &&
    (shown['scrapeUrl'] === undefined || (isLabels(shown['labels']) && typeof shown['scrapePool'] === 'string'))
  );
}

function isLabels(value: unknown): value is Labels {
  return typeof value === 'object' && value !== null && Object.values(value).every((text) => typeof text === 'string');
}
