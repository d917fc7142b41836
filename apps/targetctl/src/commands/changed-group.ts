import type { Changed } from '@target-eye/client';
import type { GroupKey } from '@target-eye/domain';
import { formatKey } from '../documents/key-text.js';
import { count, labelTexts } from '../output/group-text.js';
import { safeText } from '../output/safe-text.js';
import type { Session } from '../session/session.js';

/** What is known of a change besides its answer. */
interface Known {
  readonly hasGone?: boolean;
  readonly isUp?: boolean;
}

/** Prints what a change of one group came to. */
export async function printChanged(
  session: Session,
  key: GroupKey,
  changed: Changed,
  { hasGone = false, isUp = false }: Known = {},
): Promise<void> {
  const { group, dryRun } = changed;
  await session.print({ ...key, ...group, revision: changed.revision }, () => {
    const name = safeText(formatKey(key));
    const tried = dryRun ? ' (dry run: nothing was changed)' : '';
    if (group === undefined) return `${name}: there is no such group${tried}\n`;
    if (hasGone) return `${name}: removed, with ${count(group.targets.length, 'target')}${tried}\n`;
    return `${name}: ${count(group.targets.length, 'target')}, ${labelTexts(group.labels).join(', ')}${isUp ? ', all up' : ''}${tried}\n`;
  });
}
