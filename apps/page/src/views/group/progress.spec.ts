import type { GroupStatus, ScrapeStatus } from '@target-eye/client';
import { progressOf } from './progress.js';

const BEFORE = '2026-11-26T10:31:06.000Z';
const SINCE = '2026-11-26T10:31:07.120Z';
const AFTER = '2026-11-26T10:31:14.000Z';
const CHANGE = { revision: 'new', since: SINCE };

/** The status of a group; each target is on as many Prometheus as are given. */
function statusOf(...targets: readonly (readonly Omit<ScrapeStatus, 'url'>[])[]): GroupStatus {
  return {
    application: 'a',
    environment: 'e',
    revision: 'new',
    up: false,
    prometheus: [],
    targets: targets.map((on, index) => ({
      target: `h:${String(index + 1)}`,
      status: on.find(({ status }) => status !== 'up')?.status ?? 'up',
      prometheus: on.map((each) => ({ url: 'http://p', ...each })),
    })),
  };
}

test('a target has come as far as on the Prometheus that is last', () => {
  const up = { status: 'up', last_scrape: AFTER, read_at: SINCE } as const;
  const status = statusOf(
    [up, up],
    [up, { ...up, status: 'down' }],
    [up, { ...up, last_scrape: BEFORE }],
    [up, { status: 'waiting', read_at: SINCE }],
    [up, { status: 'not_read' }],
  );
  expect(progressOf(status, CHANGE)).toEqual({
    total: 5,
    read: 4,
    scraped: 2,
    up: 1,
    readAt: Date.parse(SINCE),
    scrapedAt: Date.parse(AFTER),
  });
});

test('what is told of another version of the group does not count', () => {
  const none = { total: 0, read: 0, scraped: 0, up: 0, readAt: 0, scrapedAt: 0 };
  const status = statusOf([{ status: 'up', last_scrape: AFTER }]);
  expect(progressOf({ ...status, revision: 'old' }, CHANGE)).toEqual(none);
  expect(progressOf(undefined, CHANGE)).toEqual(none);
});
