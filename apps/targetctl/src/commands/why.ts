import type { GroupStatus, TargetInGroup } from '@target-eye/client';
import { filterFor, type GroupKey } from '@target-eye/domain';
import { formatKey } from '../documents/key-text.js';
import { EXIT, type ExitStatus } from '../failure.js';
import { quoteName } from '../output/safe-text.js';
import type { Session } from '../session/session.js';
import { Subcommand } from './subcommand.js';

/** So many groups are asked about at once. */
const AT_ONCE = 8;

/** So many groups are named where nothing is known of the target in them. */
const MAX_NAMED = 10;

export function whyCommand(): Subcommand {
  return new Subcommand(
    'why',
    'say why a target is up, or why it is not',
    'In which groups it is, and for each Prometheus what became of it there, with the reason and with advice. A host without a port means all its ports. The status is 0 if the target is up in every group that has it, and 1 if not, or if no group has it; then it names those that are nearly called so.',
  )
    .argument('<target>', 'host or host:port')
    .example('why is there no data of this host?', 'why 10.3.3.1')
    .example('the same for one of its ports, as JSON', 'why 10.3.3.1:9100 -o json')
    .does(async (session, [text]) => {
      const { askingStatus } = await import('./asking.js');
      return askingStatus(session, () => explain(session, String(text)));
    });
}

async function explain(session: Session, target: string): Promise<ExitStatus> {
  const groups = await groupsWith(session, target);
  if (groups.length === 0) return explainAbsence(session, target);
  const { explanation } = await import('../output/explanation.js');
  await session.print({ target, groups }, () => explanation(groups, Date.now()));
  return groups.every(({ targets }) => targets.every(({ status }) => status === 'up')) ? EXIT.done : EXIT.refused;
}

/** The groups that have the target, with what became of it and of no other. */
async function groupsWith(session: Session, target: string): Promise<readonly GroupStatus[]> {
  const { readList } = await import('./read-list.js');
  const { groups } = await readList(session, { target });
  const matches = filterFor({ targets: [target] });
  const isMeant = (one: TargetInGroup): boolean =>
    matches({ application: '', environment: '' }, { targets: [one.target], labels: {} });
  const found = await statusesOf(session, target, groups);
  return found
    .filter((group) => group !== undefined)
    .map((group) => ({ ...group, targets: group.targets.filter(isMeant) }))
    .filter(({ targets }) => targets.length > 0);
}

/** Where the service cannot tell what became of a target, it is still known who has it. */
async function statusesOf(
  session: Session,
  target: string,
  groups: readonly GroupKey[],
): Promise<readonly (GroupStatus | undefined)[]> {
  const { inParallel } = await import('../session/in-parallel.js');
  const client = await session.client();
  try {
    return await inParallel(groups, AT_ONCE, (key) => client.status(key));
  } catch (error) {
    for (const key of groups.slice(0, MAX_NAMED)) session.screen.tell(`${target} is in ${formatKey(key)}`);
    throw error;
  }
}

async function explainAbsence(session: Session, target: string): Promise<ExitStatus> {
  const { similarTargets } = await import('./similar-targets.js');
  const similar = await similarTargets(session, target);
  await session.print({ target, groups: [], similar }, () => '');
  session.screen.tell(`targetctl: no group has the target ${quoteName(target)}, so nobody is told to scrape it`);
  for (const { target: other, ...key } of similar) session.screen.tell(`  ${formatKey(key)} has ${other}`);
  return EXIT.refused;
}
