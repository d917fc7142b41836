import {
  byPrometheus,
  type GroupStatus,
  type JudgedTarget,
  type PlacedTarget,
  type PrometheusFacts,
  type ScrapeJudgement,
  type Summary,
} from '@target-eye/domain';
import type * as Wire from '@target-eye/http-api';
import { isoDate } from '../../http/answer/dates.js';
import type { Advisor } from './advice.js';
import { placeToken } from './place-token.js';

/** What became of the targets of a group as JSON, in pieces. */
export function* encodeGroupStatus(
  { judged: { stored, targets }, facts }: GroupStatus,
  advise: Advisor,
): Iterable<string> {
  const { application, environment } = stored.key;
  const status: Omit<Wire.GroupStatus, 'targets'> = {
    application,
    environment,
    revision: stored.revision,
    up: targets.every(({ status: word }) => word === 'up'),
    prometheus: facts.map(describePrometheus),
  };
  yield `${JSON.stringify(status).slice(0, -1)},"targets":[`;
  yield* joined(targets, ({ target, status: word, on }) => ({
    target,
    status: word,
    prometheus: on.map((each) => describeScrape(target, each, advise)),
  }));
  yield ']}\n';
}

/** What became of all targets as JSON, in pieces. */
export function* encodeSummary(summary: Summary, advise: Advisor): Iterable<string> {
  const { counts, facts, notUp, disagreeing, disagreements, next } = summary;
  yield `{"targets":${JSON.stringify(counts)},"prometheus":${JSON.stringify(facts.map(describePrometheus))},"not_up":[`;
  yield* joined(notUp, (each) => describeNotUp(each, advise));
  yield '],"disagreeing":[';
  yield* joined(disagreeing, describeDisagreement);
  yield `],${JSON.stringify({ disagreements, ...(next && { next: placeToken(next) }) }).slice(1)}\n`;
}

function* joined<Element>(list: readonly Element[], describe: (element: Element) => object): Iterable<string> {
  for (const [index, element] of list.entries()) yield `${index === 0 ? '' : ','}${JSON.stringify(describe(element))}`;
}

function describePrometheus({ url, state, reason, askedAt }: PrometheusFacts): Wire.AskedPrometheus {
  return { url, state, ...(reason !== undefined && { reason }), asked_at: isoDate(askedAt) };
}

function describeScrape(target: string, judgement: ScrapeJudgement, advise: Advisor): Wire.ScrapeStatus {
  const { url, status, pool, scrapeUrl, lastScrape, lastScrapeSeconds, readAt } = judgement;
  return {
    url,
    status,
    ...(pool !== undefined && { pool }),
    // A page makes a link of it, which must not become anything else.
    ...(scrapeUrl !== undefined && /^https?:\/\//.test(scrapeUrl) && { scrape_url: scrapeUrl }),
    ...(lastScrape !== undefined && { last_scrape: isoDate(lastScrape) }),
    ...(lastScrapeSeconds !== undefined && { duration_seconds: lastScrapeSeconds }),
    ...(readAt !== undefined && { read_at: isoDate(readAt) }),
    ...why(target, judgement, advise),
  };
}

/** What is the matter with a target, and what can be done about it. */
function why(
  target: string,
  judgement: ScrapeJudgement,
  advise: Advisor,
): { readonly error?: string; readonly advice?: string } {
  const { status, fact } = judgement;
  const advice = status === 'up' ? undefined : advise(target, judgement);
  return {
    ...(status !== 'up' && fact !== undefined && { error: fact }),
    ...(advice !== undefined && { advice }),
  };
}

function describeNotUp({ key, judged }: PlacedTarget, advise: Advisor): Wire.Status['not_up'][number] {
  const worst = judged.on.find(({ status }) => status === judged.status);
  return { ...describePlace(key, judged), status: judged.status, ...(worst && why(judged.target, worst, advise)) };
}

function describeDisagreement({ key, judged }: PlacedTarget): Wire.Status['disagreeing'][number] {
  return {
    ...describePlace(key, judged),
    prometheus: byPrometheus(judged.on).map(({ url, status, readAt }) => ({
      url,
      status,
      ...(readAt !== undefined && { read_at: isoDate(readAt) }),
    })),
  };
}

function describePlace({ application, environment }: PlacedTarget['key'], { target }: JudgedTarget) {
  return { application, environment, target };
}
