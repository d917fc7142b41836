import { EXIT } from '../failure.js';
import type { Session } from '../session/session.js';
import { checkGiven, checkPrune, type FileOptions, FILES_TEXT, namingOf, withFiles } from './file-options.js';
import { Subcommand } from './subcommand.js';

export function diffCommand(): Subcommand {
  const command = new Subcommand(
    'diff',
    'show what apply would change',
    'It only reads, so it needs no right to change anything. Its status is that of diff: 0 if nothing differs, 1 if something does, 2 for trouble, or 3 if the service cannot be reached.',
    ...FILES_TEXT,
  );
  return withFiles(command)
    .example('what a merge would change', 'diff groups.yaml --application payments --prune')
    .example('only the first lines that say what differs', 'diff groups.yaml | head')
    .does<FileOptions>(async (session, [files], options) => {
      const { asking } = await import('./asking.js');
      const differs = await asking(session, () => printDifferences(session, files as readonly string[], options));
      return differs ? DIFFERS : EXIT.done;
    });
}

/** As diff(1) has it. */
const DIFFERS = 1;

async function printDifferences(session: Session, files: readonly string[], options: FileOptions): Promise<boolean> {
  checkPrune(options);
  const { readGroupFiles } = await import('../documents/group-files.js');
  const placed = await readGroupFiles(files, namingOf(options));
  checkGiven(placed, options);
  const { compare, comparisonText, outcomeCounts } = await import('./comparison.js');
  const compared = await compare(session, placed, options);
  const different = compared.filter(({ outcome }) => outcome !== 'unchanged');
  const counts = outcomeCounts(compared);
  const groups = different.map(({ key, outcome, before, after }) => ({ ...key, outcome, before, after }));
  await session.print({ ...counts, groups }, () => comparisonText(compared, session.screen));
  const { created, changed, removed, unchanged } = counts;
  session.screen.tell(
    `${String(created)} to create, ${String(changed)} to change, ${String(removed)} to remove, ${String(unchanged)} unchanged`,
  );
  return different.length > 0;
}
