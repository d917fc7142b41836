import type { AskedPrometheus, GroupStatus, ScrapeStatus, Status, TargetInGroup } from '@target-eye/client';
import { count, timeText } from './group-text.js';
import { safeText } from './safe-text.js';
import { agoText, countsText, silenceText, wordOf } from './status-text.js';
import { formatTable } from './table.js';

/** When and where a table is shown. */
interface Shown {
  /** In milliseconds since the epoch. */
  readonly now: number;
  /** Of the terminal; `undefined` for none. */
  readonly width: number | undefined;
}

/**
 * The targets of a group as a table, a row for each Prometheus and scrape pool that says something of one, and how many
 * there are.
 * @param shown the group with the targets to show
 */
export async function groupStatusText(shown: GroupStatus, all: GroupStatus, { now, width }: Shown): Promise<string> {
  const isPair = all.prometheus.length > 1;
  const hasPools = shown.targets.some(isInSeveralPools);
  const rows = shown.targets.flatMap((target) =>
    entriesOf(target).map((on) => [
      target.target,
      ...(isPair ? [on.url ?? ''] : []),
      ...(hasPools ? [on.pool ?? ''] : []),
      wordOf(on.status),
      agoText(on.last_scrape, now),
      on.error ?? '',
    ]),
  );
  const head = [
    'TARGET',
    ...(isPair ? ['PROMETHEUS'] : []),
    ...(hasPools ? ['POOL'] : []),
    'STATUS',
    'LAST SCRAPE',
    'REASON',
  ];
  const table = rows.length === 0 ? '' : await formatTable(head, rows, width);
  return `${table}${countsText(countsOf(all.targets))}\n`;
}

/** Whether one Prometheus has it in several. */
function isInSeveralPools({ prometheus }: TargetInGroup): boolean {
  return new Set(prometheus.map(({ url }) => url)).size < prometheus.length;
}

/** What is said of a target; where nobody says anything, its status alone. */
function entriesOf({
  status,
  prometheus,
}: TargetInGroup): readonly (Partial<ScrapeStatus> & Pick<ScrapeStatus, 'status'>)[] {
  return prometheus.length === 0 ? [{ status }] : prometheus;
}

function countsOf(targets: readonly TargetInGroup[]): Partial<Status['targets']> {
  const counts: Partial<Record<TargetInGroup['status'], number>> = {};
  for (const { status } of targets) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

/** The targets of all groups: those that are not up as a table, where the Prometheus disagree, and how many there are. */
export async function statusText(status: Omit<Status, 'next'>, width?: number): Promise<string> {
  const { targets, not_up: notUp, disagreeing, disagreements } = status;
  const rows = notUp.map((each) => [
    each.application,
    each.environment,
    each.target,
    wordOf(each.status),
    each.error ?? '',
  ]);
  const table = rows.length === 0 ? '' : await formatTable(HEAD, rows, width);
  const missing = sumOf(targets) - targets.up - notUp.length;
  const more = missing > 0 ? `and ${count(missing, 'more target')}; --not-up shows all\n` : '';
  const lines = disagreeing.map((each) => `  ${disagreementText(each)}\n`);
  const hidden = disagreements - disagreeing.length;
  const disagreed =
    disagreements === 0
      ? ''
      : `${disagreements === 1 ? '1 target is' : `${count(disagreements, 'target')} are`} up on one Prometheus and not on another:\n${lines.join('')}${hidden > 0 ? `  and ${count(hidden, 'more target')}\n` : ''}`;
  return `${table}${more}${disagreed}${countsText(targets)}\n`;
}

const HEAD = ['APPLICATION', 'ENVIRONMENT', 'TARGET', 'STATUS', 'REASON'];

function sumOf(counts: Status['targets']): number {
  return Object.values(counts).reduce((sum, each) => sum + each, 0);
}

function disagreementText({ application, environment, target, prometheus }: Status['disagreeing'][number]): string {
  const says = prometheus.map(({ url, status, read_at: readAt }) => {
    const version =
      status === 'up' || readAt === undefined ? '' : `, which has read the version of ${timeText(readAt)}`;
    return `${wordOf(status)} on ${url}${version}`;
  });
  return safeText(`${application}/${environment} ${target}: ${says.join('; ')}`);
}

/** What is said of every Prometheus that tells nothing. */
export function silenceTexts(asked: readonly AskedPrometheus[]): readonly string[] {
  return asked.map(silenceText).filter((text) => text !== undefined);
}
