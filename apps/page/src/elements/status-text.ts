import type { AskedPrometheus, ScrapeStatus, TargetInGroup } from '@target-eye/client';
import { byPrometheus, TARGET_STATUSES, type TargetStatus } from '@target-eye/domain';

/** A status as people know it: `not_read` is "not read". */
export function wordOf(status: TargetStatus): string {
  return status.replaceAll('_', ' ');
}

/** A Prometheus as people know it: its host, port and path. */
export function prometheusName(url: string): string {
  return url.replace(/^https?:\/\/|\/$/g, '');
}

/** Orders by status, the worst first. */
export function byBadness(one: { readonly status: TargetStatus }, other: { readonly status: TargetStatus }): number {
  return TARGET_STATUSES.indexOf(one.status) - TARGET_STATUSES.indexOf(other.status);
}

/**
 * What became of a target, without its name: `is down on both Prometheus: connection refused — nothing listens on port
 * 9100 of 10.3.3.4`. Those that say the same are named together.
 */
export function predicateOf(target: TargetInGroup, asked: readonly AskedPrometheus[]): string {
  if (target.status === 'unknown') return 'may be up or not: no Prometheus answers';
  const urls = new Map<string, readonly string[]>();
  const on = byPrometheus(target.prometheus);
  for (const each of on) urls.set(saidOf(each), [...(urls.get(saidOf(each)) ?? []), each.url]);
  const parts = [...urls].map(([said, named]) => {
    const [word = '', ...reason] = said.split('\n');
    return `is ${word}${where(named, asked.length)}${reason.join('')}`;
  });
  return [...parts, ...silentAmong(asked, on).map(({ url }) => `${prometheusName(url)} does not tell`)].join('; ');
}

/** Those that do not answer, and of which nothing is known. */
export function silentAmong(
  asked: readonly AskedPrometheus[],
  on: readonly ScrapeStatus[],
): readonly AskedPrometheus[] {
  return asked.filter(({ url, state }) => state !== 'ok' && !on.some((each) => each.url === url));
}

/** The word, and on the next line the reason. */
function saidOf({ status, error, advice }: ScrapeStatus): string {
  if (status === 'up') return status;
  const reason = error === undefined ? '' : `: ${error}`;
  return `${wordOf(status)}\n${reason}${advice === undefined ? '' : ` — ${advice}`}`;
}

function where(urls: readonly string[], number: number): string {
  if (number < 2) return '';
  if (urls.length < number) return ` on ${urls.map(prometheusName).join(' and ')}`;
  return number === 2 ? ' on both Prometheus' : ` on all ${String(number)} Prometheus`;
}
