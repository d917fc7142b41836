import type { ActiveTarget, PrometheusView } from './facts.js';
import type { ScrapeJudgement } from './judgement.js';

/** A last scrape older than so many intervals has stopped. */
const STALE_INTERVALS = 3;

/** What one Prometheus makes of a target that it scrapes in its newest version. */
export function judgeActive(
  entry: ActiveTarget,
  { clockAhead }: PrometheusView,
  askedAt: number,
): Pick<ScrapeJudgement, 'status' | 'fact'> {
  const { lastScrape, health, intervalSeconds } = entry;
  if (lastScrape === undefined || health === 'unknown')
    return { status: 'waiting', fact: `the scrape pool "${entry.pool}" has it and has not scraped it yet` };
  if (health === 'down') return { status: 'down', fact: entry.lastError };
  const age = askedAt + clockAhead.atLeast - lastScrape;
  if (intervalSeconds !== undefined && age > STALE_INTERVALS * intervalSeconds)
    return {
      status: 'stale',
      fact: `the last scrape was ${String(Math.floor(age))} s ago, and the interval is ${String(intervalSeconds)} s`,
    };
  return { status: 'up', fact: undefined };
}
