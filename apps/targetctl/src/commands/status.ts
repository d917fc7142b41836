import type { GroupKey } from '@target-eye/domain';
import { formatKey, parseKey } from '../documents/key-text.js';
import { EXIT, type ExitStatus, refusedFailure, usageFailure } from '../failure.js';
import type { Session } from '../session/session.js';
import { type FilterOptions, filterOf, isFilterGiven, withFilter } from './shared-options.js';
import { GROUP_ARGUMENT } from './show.js';
import { Subcommand } from './subcommand.js';

interface StatusOptions extends FilterOptions {
  readonly search?: string;
  readonly notUp?: true;
}

export function statusCommand(): Subcommand {
  const command = new Subcommand(
    'status',
    'show what became of the targets in Prometheus',
    'Of one group, every target on every Prometheus; otherwise how many targets are up, and the first of those that are not. The status is 0 if there are targets and all of them are up, and 1 if not.',
    GROUP_ARGUMENT,
  ).argument('[group]', '<application>/<environment>; without it, all groups that match the filter');
  return withFilter(command)
    .option('--search <text>', 'only groups with this text in a name, a target or a label, in any case')
    .option('--not-up', 'show all targets that are not up, and no others')
    .example('is everything up?', 'status')
    .example('every target of a group', 'status payments/prod')
    .example('all targets of an application that are not up', 'status --application payments --not-up')
    .does<StatusOptions>(async (session, [text], options) => {
      const key = typeof text === 'string' ? parseKey(text) : undefined;
      if (key !== undefined && (isFilterGiven(options) || options.search !== undefined))
        throw usageFailure('a group and a filter contradict each other; give one or the other');
      const { askingStatus } = await import('./asking.js');
      return askingStatus(session, () =>
        key === undefined ? showAll(session, options) : showGroup(session, key, options),
      );
    });
}

async function showGroup(session: Session, key: GroupKey, { notUp }: StatusOptions): Promise<ExitStatus> {
  const client = await session.client();
  const all = await client.status(key);
  if (all === undefined) throw refusedFailure(`there is no group ${formatKey(key)}`);
  const shown = notUp ? { ...all, targets: all.targets.filter(({ status }) => status !== 'up') } : all;
  const { groupStatusText, silenceTexts } = await import('../output/status-tables.js');
  await session.print(shown, () => groupStatusText(shown, all, { now: Date.now(), width: session.screen.width }));
  for (const line of silenceTexts(all.prometheus)) session.screen.tell(`targetctl: ${line}`);
  return all.up ? EXIT.done : EXIT.refused;
}

async function showAll(session: Session, { search, notUp, ...filter }: StatusOptions): Promise<ExitStatus> {
  const { readStatus } = await import('./read-status.js');
  const isWhole = notUp === true || session.settings.output !== 'table';
  const status = await readStatus(session, { ...filterOf(filter), search }, isWhole);
  const { silenceTexts, statusText } = await import('../output/status-tables.js');
  await session.print(status, () => statusText(status, session.screen.width));
  for (const line of silenceTexts(status.prometheus)) session.screen.tell(`targetctl: ${line}`);
  const others = Object.entries(status.targets).filter(([word, number]) => word !== 'up' && number > 0);
  return status.targets.up > 0 && others.length === 0 ? EXIT.done : EXIT.refused;
}
