import { durationText } from '../groups/duration.js';
import { quote, shorten } from '../faults/text.js';
import { type Labels, labelValue } from '../groups/labels.js';
import type { ActiveTarget, DiscoveredTarget } from './facts.js';
import { differs, isPlain, isShown } from './label-sets.js';
import { notRead, type Word } from './not-read.js';
import type { SeenGroup } from './seen-group.js';

/** A last scrape older than so many intervals has stopped. */
const STALE_INTERVALS = 3;

/** The longest error of Prometheus that is passed on, in UTF-16 units: enough for a name in it of the greatest length. */
const MAX_ERROR = 500;

/** What one Prometheus makes of a target that it scrapes. */
export function judgeActive(entry: ActiveTarget, seen: SeenGroup): Word {
  if (!isOfNewest(entry, seen)) return older(seen);
  const { lastScrape, health, intervalSeconds } = entry;
  if (lastScrape === undefined || health === 'unknown') return { status: 'waiting', fact: notScraped(entry) };
  if (health === 'down') return { status: 'down', fact: errorOf(entry) };
  const age = seen.answer.askedAt + seen.answer.view.clockAhead.atLeast - lastScrape;
  if (intervalSeconds !== undefined && age > STALE_INTERVALS * intervalSeconds)
    return {
      status: 'stale',
      fact: `it was last scraped ${durationText(Math.floor(age))} ago, and its interval is ${durationText(intervalSeconds)}`,
    };
  return { status: 'up', fact: undefined };
}

function notScraped({ pool, intervalSeconds }: ActiveTarget): string {
  const interval = intervalSeconds === undefined ? '' : `; its scrape interval is ${durationText(intervalSeconds)}`;
  return `the scrape pool ${quote(pool)} has it and has not scraped it yet${interval}`;
}

/** The word for a target that a Prometheus still has in an older version. */
export function older(seen: SeenGroup): Word {
  const fact = 'Prometheus still has it with the labels of an older version of the group';
  return notRead(seen) ?? { status: 'waiting', fact };
}

/**
 * Whether an entry is of the newest version of the group: its labels before relabelling are those of the group and what
 * Prometheus adds, which is `job` or begins with `__`. Others may add more. Where they are not shown it counts as such, and
 * also where none of an older version can be left. Up to 2.42 Prometheus shows these labels as relabelling changed them:
 * then labels that relabelling sets may be among them, and those of the group may be among the labels of the series only.
 */
export function isOfNewest(
  { discoveredLabels, labels: series = {} }: DiscoveredTarget & { readonly labels?: Labels },
  seen: SeenGroup,
): boolean {
  if (discoveredLabels === undefined || isReplaced(seen)) return true;
  const { labels } = seen.stored.group;
  const isMissing = (name: string): boolean => isShown(name) && labelValue(series, name) !== labels[name];
  if (differs(labels, discoveredLabels, isMissing)) return false;
  const isNotAdded = (name: string): boolean =>
    isPlain(name) && (name !== 'job' || Object.hasOwn(labels, name)) && !isSetByRelabelling(name, seen);
  return !seen.answer.view.showsFiles || !differs(discoveredLabels, labels, isNotAdded);
}

function isSetByRelabelling(name: string, { readers = [] }: SeenGroup): boolean {
  return readers.some(({ setsLabels = [] }) => setsLabels.includes(name));
}

/** Whether the newest version was read for so long that it has replaced the older ones. */
function isReplaced({ isInFile, fileRead, isPollDue, isSettled }: SeenGroup): boolean {
  return isSettled && (isInFile ? fileRead === 'newest' : isPollDue);
}

/** What Prometheus says without what is told beside it: the URL that it asks, and the address where that is in the URL. */
function errorOf({ lastError, scrapeUrl }: ActiveTarget): string {
  const address = /^[a-z]+:\/\/([^/?#]+)/.exec(scrapeUrl)?.[1];
  const said = withoutPrefix(lastError, `Get ${JSON.stringify(scrapeUrl)}: `);
  if (said === '') return 'the last scrape failed';
  return shorten(withoutPrefix(said, `dial tcp ${address ?? ''}: connect: `), MAX_ERROR).toWellFormed();
}

function withoutPrefix(text: string, prefix: string): string {
  return text.startsWith(prefix) ? text.slice(prefix.length) : text;
}
