import type { ListFilter, Status } from '@target-eye/client';
import { count } from '../output/group-text.js';
import type { Session } from '../session/session.js';

/** The targets of a page at most; the most that the service takes. */
const PAGE = 10_000;

/** So many targets that are not up are shown where not all of them are asked for. */
const SOME = 10;

/**
 * What became of the targets of all groups that match.
 * @param isWhole whether all targets that are not up are wanted, and not only the first
 */
export async function readStatus(
  session: Session,
  filter: ListFilter,
  isWhole: boolean,
): Promise<Omit<Status, 'next'>> {
  const client = await session.client();
  if (!isWhole) return client.statusOfAll({ ...filter, limit: SOME });
  const notUp: Status['not_up'][number][] = [];
  let first: Omit<Status, 'next'> | undefined;
  let after: string | undefined;
  do {
    const { next, ...page } = await client.statusOfAll({ ...filter, limit: PAGE, after });
    first ??= page;
    notUp.push(...page.not_up);
    after = next;
    session.screen.progress(`${count(notUp.length, 'target')} read that are not up`);
  } while (after !== undefined);
  session.screen.progress('');
  return { ...first, not_up: notUp };
}
