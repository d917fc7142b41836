import type { BulkResult } from '@target-eye/client';
import type { PlacedGroup } from '../documents/placed-group.js';
import { EXIT } from '../failure.js';
import { count } from '../output/group-text.js';
import type { Session } from '../session/session.js';
import { printBulk } from './bulk-result.js';
import {
  checkGiven,
  checkPrune,
  type FileOptions,
  FILES_TEXT,
  namingOf,
  parseForce,
  withFiles,
} from './file-options.js';
import { filterOf, isFilterGiven } from './shared-options.js';
import { Subcommand } from './subcommand.js';
import { waitOf, type WaitOptions, withWait } from './wait-options.js';

interface ApplyOptions extends FileOptions, WaitOptions {
  readonly force?: string;
}

export function applyCommand(): Subcommand {
  const command = new Subcommand(
    'apply',
    'make the groups what files say',
    'Every group of the files is replaced as a whole. All are checked before the first is stored. What differs is shown, then it is changed. If too many targets would go at once, you are asked on a terminal; elsewhere nothing is changed, unless --force says exactly how many may go.',
    ...FILES_TEXT,
  );
  return withWait(withFiles(command))
    .option('--dry-run', 'have the service check everything, but change nothing')
    .option('--force <number>', 'let so many targets go, if that is how many there are')
    .example('the groups of an application, in CI', 'apply groups.yaml --application payments --prune')
    .example('and wait until all groups of the file are up', 'apply groups.yaml --wait --timeout 5m')
    .example('files that were written for file_sd by hand', 'apply /etc/prometheus/file_sd/node.yml --as node/prod')
    .example('from another service', 'export --server old | targetctl apply - --server new')
    .does<ApplyOptions>(async (session, [files], options) => {
      checkPrune(options);
      const force = parseForce(options.force);
      const timeout = waitOf(options);
      const { readGroupFiles } = await import('../documents/group-files.js');
      const placed = await readGroupFiles(files as readonly string[], namingOf(options));
      checkGiven(placed, options);
      if (session.settings.output === 'table') await showDifferences(session, placed, options);
      const { throughFuse } = await import('../session/fuse.js');
      const change = () => throughFuse(session, force, (number) => send(session, placed, options, number));
      if (timeout !== undefined) {
        const { changeManyAndWait } = await import('./wait-for-groups.js');
        return changeManyAndWait(session, timeout, change);
      }
      await printBulk(session, await change(), options.dryRun);
      return undefined;
    });
}

async function showDifferences(session: Session, placed: readonly PlacedGroup[], options: ApplyOptions): Promise<void> {
  const { compare, comparisonText } = await import('./comparison.js');
  await session.screen.write(comparisonText(await compare(session, placed, options), session.screen));
}

async function send(
  session: Session,
  placed: readonly PlacedGroup[],
  options: ApplyOptions,
  force: number | undefined,
): Promise<BulkResult> {
  const client = await session.client();
  const groups = placed.map(({ group }) => group);
  const { prune, dryRun } = options;
  const filter = isFilterGiven(options) ? filterOf(options) : undefined;
  session.screen.progress(`waiting until ${count(groups.length, 'group')} are stored`);
  try {
    return await client.replaceAll(groups, { prune, dryRun, filter, force });
  } catch (error) {
    const { placedFailure } = await import('./comparison.js');
    throw placedFailure(error, placed, EXIT.refused) ?? error;
  } finally {
    session.screen.progress('');
  }
}
