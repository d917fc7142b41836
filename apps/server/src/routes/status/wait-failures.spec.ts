import {
  groupKey,
  type JudgedTarget,
  type Observation,
  type ScrapeJudgement,
  type TargetStatus,
} from '@target-eye/domain';
import { encodeGroupStatus } from './encoded-status.js';
import { notUp } from './wait-failures.js';

const KEY = groupKey('shop', 'prod');
const STORED = { key: KEY, group: { targets: ['a:1', 'b:1'], labels: {} }, revision: 'r', changedAt: 0 };

function on(status: TargetStatus, url = 'http://a:9090', scrapeUrl = 'http://a:1/metrics'): ScrapeJudgement {
  return {
    ...{ url, status, scrapeUrl, fact: `it is ${status}`, pool: undefined, lastScrape: undefined },
    ...{ lastScrapeSeconds: undefined, scrapedNotBefore: undefined, readAt: undefined },
  };
}

function judged(target: string, status: TargetStatus, each = [on(status)]): JudgedTarget {
  return { target, status, on: each };
}

function messageOf(end: 'certain' | 'timeout', ...targets: JudgedTarget[]): string {
  const last: Observation = {
    ...{ stored: STORED, facts: [] },
    targets: targets.map((each, index) => ({ index, judged: each })),
  };
  return notUp({ end, last }, { key: KEY }, 5000, () => undefined).message;
}

test('what makes it certain is told first', () => {
  const targets = [judged('a:1', 'down'), judged('b:1', 'dropped')];
  expect(messageOf('certain', ...targets)).toMatch(/are: the target "b:1" is dropped: it is dropped \(and 1 more/);
  expect(messageOf('timeout', ...targets)).toMatch(/after 5 s: the target "a:1" is down: it is down \(and 1 more/);
});

test('of several Prometheus the one is named that says it, and none where none answers', () => {
  const pair = (status: TargetStatus): ScrapeJudgement[] => [on(status), on(status, 'http://b:9090')];
  expect(messageOf('timeout', judged('a:1', 'down', pair('down')))).toContain('is down on http://a:9090: ');
  expect(messageOf('timeout', judged('a:1', 'unknown', pair('unknown')))).toContain('is unknown: ');
});

test('the URL of a scrape is told where a browser may follow it', () => {
  const urls = ['https://a/metrics', 'javascript:alert(1)'].map((scrapeUrl) => {
    const targets = [judged('a:1', 'up', [on('up', 'http://a:9090', scrapeUrl)])];
    const text = [...encodeGroupStatus({ judged: { stored: STORED, targets }, facts: [] }, () => undefined)].join('');
    return (JSON.parse(text) as { targets: { prometheus: { scrape_url?: string }[] }[] }).targets[0]?.prometheus[0];
  });
  expect(urls.map((each) => each?.scrape_url)).toEqual(['https://a/metrics', undefined]);
});
