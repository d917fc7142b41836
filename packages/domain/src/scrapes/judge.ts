import type { StoredGroup } from '../groups/revision.js';
import { judgeAbsent, judgeDropped } from './absent.js';
import { isOfNewest, judgeActive } from './active.js';
import type { ActiveTarget, DiscoveredTarget, PrometheusFacts } from './facts.js';
import type { JudgedGroup, JudgedTarget, Published, ScrapeJudgement } from './judgement.js';
import type { Word } from './not-read.js';
import type { Answer } from './readers.js';
import { type SeenGroup, seenGroup } from './seen-group.js';
import { worstStatus } from './status.js';
import { atOnce, forEach, type Work } from '../turns.js';

/** What became of the targets of a group, at once. */
export function judgeGroup(stored: StoredGroup, facts: readonly PrometheusFacts[], published: Published): JudgedGroup {
  return atOnce(judging(stored, facts, published));
}

/**
 * What became of the targets of a group, by what each Prometheus said. It takes a time in proportion to the number of
 * targets and of what is found of them; the first group that is judged by an answer also takes that for all files in it.
 */
export function* judging(
  stored: StoredGroup,
  facts: readonly PrometheusFacts[],
  published: Published,
): Work<JudgedGroup> {
  const answers = facts.filter(isAnswer);
  const judges: readonly Judge[] =
    answers.length > 0
      ? answers.map((answer) => judgeOf(seenGroup(stored, answer, published)))
      : facts.map((silent) => () => [judgement(silent, { status: 'unknown', fact: whyNobodyAnswers(facts) })]);
  const targets: JudgedTarget[] = [];
  yield* forEach(stored.group.targets, (target) => {
    targets.push(judgeTarget(target, judges));
  });
  return { stored, targets };
}

function whyNobodyAnswers(facts: readonly PrometheusFacts[]): string | undefined {
  if (facts.length < 2) return facts[0]?.reason;
  return `no Prometheus answers (${facts.map(({ url, reason = 'nothing is known' }) => `${url}: ${reason}`).join('; ')})`;
}

/** What one Prometheus makes of a target: one judgement for each pool that scrapes it, or else a single one. */
type Judge = (target: string) => readonly ScrapeJudgement[];

function isAnswer(facts: PrometheusFacts): facts is Answer {
  return facts.view !== undefined;
}

function judgeTarget(target: string, judges: readonly Judge[]): JudgedTarget {
  const on = judges.flatMap((judge) => judge(target));
  return { target, status: worstStatus(on.map(({ status }) => status)), on };
}

function judgeOf(seen: SeenGroup): Judge {
  const { answer, readers = [] } = seen;
  const readAt = seen.isInFile ? seen.readAt : undefined;
  const [reader, another] = readers;
  const onlyPool = another === undefined ? reader?.pool : undefined;
  return (target) => {
    const active = seen.activeAt(target);
    if (active.length > 0)
      return active.map((entry) => judgement(answer, judgeActive(entry, seen), scrapeOf(entry, seen)));
    const [first, ...others] = seen.droppedAt(target);
    const dropped = first && ([first, ...others].find((entry) => isOfNewest(entry, seen)) ?? first);
    if (dropped === undefined) return [judgement(answer, judgeAbsent(target, seen), { readAt, pool: onlyPool })];
    return [judgement(answer, judgeDropped(dropped, seen), { readAt: readAtOf(dropped, seen), pool: dropped.pool })];
  };
}

type Circumstances = Partial<Omit<ScrapeJudgement, 'url' | 'status' | 'fact'>>;

function judgement({ url }: PrometheusFacts, { status, fact }: Word, known: Circumstances = {}): ScrapeJudgement {
  const { pool, scrapeUrl, lastScrape, lastScrapeSeconds, scrapedNotBefore, readAt } = known;
  return { url, status, fact, pool, scrapeUrl, lastScrape, lastScrapeSeconds, scrapedNotBefore, readAt };
}

/** Of what is polled nothing shows when it was read. */
function readAtOf({ source }: DiscoveredTarget, { readAt }: SeenGroup): number | undefined {
  return source.file === undefined ? undefined : readAt;
}

function scrapeOf(entry: ActiveTarget, seen: SeenGroup): Circumstances {
  const { pool, scrapeUrl, lastScrape, lastScrapeSeconds } = entry;
  const { atLeast, atMost } = seen.answer.view.clockAhead;
  return {
    readAt: readAtOf(entry, seen),
    pool,
    scrapeUrl,
    lastScrape: lastScrape && lastScrape - (atLeast + atMost) / 2,
    lastScrapeSeconds,
    scrapedNotBefore: lastScrape && lastScrape - atMost,
  };
}
