import type { GroupStatus } from '@target-eye/client';

/** How far a change has come: how many targets of the group have come so far, on every Prometheus that answers. */
export interface Progress {
  readonly read: number;
  readonly scraped: number;
  readonly up: number;
  readonly total: number;
  /** When the last of them was read and scraped, in milliseconds since the epoch; 0 where that is not known. */
  readonly readAt: number;
  readonly scrapedAt: number;
}

/** Words for a target of a version that Prometheus does not have. */
const UNREAD = ['unknown', 'not_configured', 'not_read'];

/**
 * How far the change has come that made this revision.
 * @param since when it was stored
 */
export function progressOf(
  status: GroupStatus | undefined,
  { revision, since }: { readonly revision: string | undefined; readonly since: string },
): Progress {
  const targets = status?.revision === revision ? (status?.targets ?? []) : [];
  const isScraped = (time: string | undefined): boolean => time !== undefined && Date.parse(time) >= Date.parse(since);
  const read = targets.filter(({ prometheus }) => prometheus.every((on) => !UNREAD.includes(on.status)));
  const scraped = read.filter(({ prometheus }) => prometheus.every((on) => isScraped(on.last_scrape)));
  const all = scraped.flatMap(({ prometheus }) => prometheus);
  return {
    read: read.length,
    scraped: scraped.length,
    up: scraped.filter((target) => target.status === 'up').length,
    total: targets.length,
    readAt: latest(read.flatMap(({ prometheus }) => prometheus.map((on) => on.read_at))),
    scrapedAt: latest(all.map((on) => on.last_scrape)),
  };
}

function latest(times: readonly (string | undefined)[]): number {
  return times.reduce((last, time) => Math.max(last, time === undefined ? 0 : Date.parse(time)), 0);
}
