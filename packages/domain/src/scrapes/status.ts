/**
 * What became of a target, worst first. Each word is only said when facts show it:
 *
 * - `unknown`: no Prometheus answers.
 * - `not_configured`: no scrape pool reads our groups.
 * - `not_read`: Prometheus has not read the newest version of the group, or cannot.
 * - `rejected`: Prometheus has read it and refused it; it is neither active nor dropped.
 * - `dropped`: relabelling dropped it.
 * - `merged`: another group ends with the same labels, and Prometheus scrapes the two as one.
 * - `waiting`: it was not scraped yet.
 * - `down`: the last scrape failed.
 * - `stale`: the last scrape is older than three intervals.
 * - `up`: the last scrape was good.
 */
export const TARGET_STATUSES = [
  'unknown',
  'not_configured',
  'not_read',
  'rejected',
  'dropped',
  'merged',
  'waiting',
  'down',
  'stale',
  'up',
] as const;

export type TargetStatus = (typeof TARGET_STATUSES)[number];

/** The worst of several; `unknown` when there is none. */
export function worstStatus(statuses: Iterable<TargetStatus>): TargetStatus {
  const found = new Set(statuses);
  return TARGET_STATUSES.find((status) => found.has(status)) ?? 'unknown';
}

/** What each Prometheus makes of a target: the worst of its pools counts. */
export function byPrometheus<Pool extends { readonly url: string; readonly status: TargetStatus }>(
  pools: readonly Pool[],
): readonly Pool[] {
  const urls = [...new Set(pools.map(({ url }) => url))];
  return urls.flatMap((url) => {
    const own = pools.filter((each) => each.url === url);
    const worst = worstStatus(own.map(({ status }) => status));
    return own.find(({ status }) => status === worst) ?? [];
  });
}
