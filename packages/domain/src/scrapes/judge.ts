import type { StoredGroup } from '../groups/revision.js';
import { judgeActive } from './active.js';
import type { ActiveTarget, PrometheusFacts, PrometheusView } from './facts.js';
import type { JudgedGroup, JudgedTarget, Published, ScrapeJudgement } from './judgement.js';
import { worstStatus } from './status.js';

/**
 * What became of the targets of a group, by what each Prometheus said. It takes a time in proportion to the number of
 * targets and of what is found of them.
 */
export function judgeGroup(stored: StoredGroup, facts: readonly PrometheusFacts[], published: Published): JudgedGroup {
  const answering = facts.filter(isAnswered);
  const judges =
    answering.length > 0
      ? answering.map((each) => judgeOn(stored, each, published))
      : facts.map((each) => () => [silent(each)]);
  return { stored, targets: stored.group.targets.map((target) => judgeTarget(target, judges)) };
}

/** What one Prometheus makes of a target: one judgement for each pool that scrapes it, or else a single one. */
type Judge = (target: string) => readonly ScrapeJudgement[];

type Answered = PrometheusFacts & { readonly view: PrometheusView };

function isAnswered(facts: PrometheusFacts): facts is Answered {
  return facts.view !== undefined;
}

function judgeTarget(target: string, judges: readonly Judge[]): JudgedTarget {
  const on = judges.flatMap((judge) => judge(target));
  return { target, status: worstStatus(on.map(({ status }) => status)), on };
}

const NOTHING_KNOWN = {
  pool: undefined,
  scrapeUrl: undefined,
  lastScrape: undefined,
  lastScrapeSeconds: undefined,
  readAt: undefined,
  scrapedNotBefore: undefined,
};

function silent({ url, reason }: PrometheusFacts): ScrapeJudgement {
  return { ...NOTHING_KNOWN, url, status: 'unknown', fact: reason };
}

function judgeOn({ key }: StoredGroup, { url, askedAt, view }: Answered, published: Published): Judge {
  const file = published.nameOf(key);
  const active = view.activeOf({ file, key });
  const times = view.filesNamed(file).map(({ mtime }) => mtime);
  const readAt = times.length === 0 ? undefined : Math.max(...times);
  const common = { ...NOTHING_KNOWN, url, readAt };
  return (target) => {
    const entries = active.filter(({ address }) => address === target);
    if (entries.length > 0)
      return entries.map((entry) => ({
        ...common,
        ...judgeActive(entry, view, askedAt),
        ...shown(entry, view),
      }));
    return [{ ...common, status: 'waiting', fact: 'it does not scrape it yet' }];
  };
}

function shown(
  { pool, scrapeUrl, lastScrape, lastScrapeSeconds }: ActiveTarget,
  { clockAhead: { atLeast, atMost } }: PrometheusView,
): Partial<ScrapeJudgement> {
  const began = lastScrape !== undefined && {
    lastScrape: lastScrape - (atLeast + atMost) / 2,
    scrapedNotBefore: lastScrape - atMost,
  };
  return { pool, scrapeUrl, lastScrapeSeconds, ...began };
}
