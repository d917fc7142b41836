import type { AskedPrometheus, Status, TargetInGroup, TargetStatus } from '@target-eye/client';
import { TARGET_STATUSES } from '@target-eye/domain';
import { count } from './group-text.js';

/** What became of a target, as it is said where all say the same. */
const HEADLINES: Readonly<Record<TargetStatus, string>> = {
  unknown: 'may be up or not: no Prometheus answers',
  not_configured: 'is not scraped: no Prometheus is told to read it',
  not_read: 'waits for Prometheus, which has not read the newest version of its group',
  rejected: 'is not scraped: Prometheus refuses it',
  dropped: 'is not scraped: relabelling drops it',
  merged: 'is not scraped on its own: Prometheus takes it for another target',
  waiting: 'was not scraped yet',
  down: 'is down: the last scrape failed',
  stale: 'was not scraped for a while',
  up: 'is up',
};

/** What became of a target, as what is said of it in one sentence. */
export function headline({ status, prometheus }: TargetInGroup): string {
  const words = new Set(prometheus.map((on) => on.status));
  if (words.size <= 1) return HEADLINES[status];
  if (!words.has('up')) return 'is not up';
  return new Set(prometheus.map(({ url }) => url)).size > 1
    ? 'is up on one Prometheus and not on another'
    : 'is up in one scrape pool and not in another';
}

/** A word of the API as people write it. */
export function wordOf(status: TargetStatus): string {
  return status.replaceAll('_', ' ');
}

/** `3 targets: 2 up, 1 down`, the worst last. */
export function countsText(counts: Partial<Status['targets']>): string {
  const sum = Object.values(counts).reduce((total, number) => total + number, 0);
  return sum === 0 ? count(0, 'target') : `${count(sum, 'target')}: ${wordsText(counts)}`;
}

/** `2 up, 1 down`, the worst last. */
export function wordsText(counts: Partial<Status['targets']>): string {
  const found = TARGET_STATUSES.flatMap((status) => {
    const number = counts[status] ?? 0;
    return number > 0 ? [`${number.toLocaleString('en-US')} ${wordOf(status)}`] : [];
  });
  return found.reverse().join(', ');
}

const STATES: Readonly<Record<Exclude<AskedPrometheus['state'], 'ok'>, string>> = {
  unreachable: 'does not answer',
  unauthorized: 'wants another login',
  not_prometheus: 'does not answer as Prometheus does',
  failed: 'answers with an error',
  too_large: 'answers more than is read of it',
};

/** What is said of a Prometheus that tells nothing of targets; `undefined` for one that does. */
export function silenceText({ url, state, reason }: AskedPrometheus): string | undefined {
  if (state === 'ok') return undefined;
  return `${url} ${STATES[state]}${reason === undefined ? '' : `: ${reason}`}`;
}

/**
 * How long ago a time of ISO 8601 is, `4 s ago`; nothing where it is not known.
 * @param now in milliseconds since the epoch
 */
export function agoText(time: string | undefined, now: number): string {
  if (time === undefined) return '';
  const seconds = Math.max(0, Math.round((now - Date.parse(time)) / 1000));
  for (const [unit, length] of UNITS)
    if (seconds >= 2 * length) return `${String(Math.floor(seconds / length))} ${unit} ago`;
  return `${String(seconds)} s ago`;
}

const UNITS = [
  ['days', 86_400],
  ['h', 3600],
  ['min', 60],
] as const;
