import type { ListedGroup, TargetStatus } from '@target-eye/client';
import { TARGET_STATUSES } from '@target-eye/domain';
import { count, labelTexts, timeText } from '../output/group-text.js';
import { wordsText } from '../output/status-text.js';
import { formatTable } from '../output/table.js';
import { usageFailure } from '../failure.js';
import { quoteName } from '../output/safe-text.js';
import { formatKey } from '../documents/key-text.js';
import { readList, type WholeList } from './read-list.js';
import { type FilterOptions, filterOf, withFilter } from './shared-options.js';
import { Subcommand } from './subcommand.js';

interface ListOptions extends FilterOptions {
  readonly search?: string;
  readonly status: readonly string[];
  readonly limit?: string;
}

export function listCommand(): Subcommand {
  const command = new Subcommand('list', 'list target groups', 'Without a filter, all of them.');
  return withFilter(command)
    .option('--search <text>', 'only with this text in a name, a target or a label, in any case')
    .repeatable('--status <word>', 'only with a target of this status, such as down; repeat it for one of several')
    .option('--limit <number>', 'at most so many groups')
    .example('all groups of an application', 'list --application payments')
    .example('which groups have a target that is down?', 'list --status down')
    .example('who scrapes this host?', 'list --target 10.3.3.1')
    .example('production, but for the team data, as JSON', "list --environment 'prod*' --label 'team!=data' -o json")
    .does<ListOptions>(async (session, _args, options) => {
      const status = options.status.map(statusOf);
      const filter = { ...filterOf(options), search: options.search, status, statuses: status.length > 0 || undefined };
      const list = await readList(session, filter, limitOf(options.limit));
      await session.print(list, () => listText(list, session.screen.width));
      if (list.groups.length === 0) session.screen.tell(emptyText(list));
      for (const group of list.unreadable)
        session.screen.tell(`targetctl: ${formatKey(group)} cannot be read: ${group.reason}`);
      return undefined;
    });
}

/** @throws Failure for what is no word of the status */
function statusOf(text: string): TargetStatus {
  const status = TARGET_STATUSES.find((each) => each === text);
  if (status !== undefined) return status;
  throw usageFailure(`--status ${quoteName(text)} is none of ${TARGET_STATUSES.join(', ')}`);
}

/** @throws Failure for what is not a number from 1 */
function limitOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^[1-9]\d{0,8}$/.test(text)) throw usageFailure(`--limit ${quoteName(text)} is not a number from 1`);
  return Number(text);
}

async function listText({ groups, matched }: WholeList, width: number | undefined): Promise<string> {
  if (groups.length === 0) return '';
  const isCounted = groups.some(({ statuses }) => statuses !== undefined);
  const head = ['APPLICATION', 'ENVIRONMENT', 'TARGETS', ...(isCounted ? ['STATUS'] : []), 'LABELS', 'CHANGED'];
  const table = await formatTable(head, groups.map(rowOf), width);
  return groups.length < matched ? `${table}${String(groups.length)} of ${count(matched, 'group')}\n` : table;
}

function emptyText({ total }: WholeList): string {
  return total === 0 ? 'there are no groups' : `none of ${count(total, 'group')} matches`;
}

function rowOf(group: ListedGroup): readonly string[] {
  const { application, environment, targets, statuses, labels, changed_at: changed } = group;
  const names = new Map([
    ['job', application],
    ['env', environment],
  ]);
  // These say what the first columns say, unless somebody gave them other values.
  const others = Object.entries(labels).filter(([name, value]) => names.get(name) !== value);
  const shown = labelTexts(Object.fromEntries(others)).join(', ');
  const status = statuses === undefined ? [] : [wordsText(statuses)];
  return [application, environment, targets.join(', '), ...status, shown, timeText(changed)];
}
