import type { GroupPage, ListFilter, StatusFilter } from '@target-eye/client';
import { count } from '../output/group-text.js';
import type { Session } from '../session/session.js';

/** The groups of a page at most; the most that the service takes. */
const PAGE = 10_000;

/** The groups of all pages, and what the first page says of all. */
export type WholeList = Omit<GroupPage, 'next'>;

/**
 * Lists the groups of all pages.
 * @param limit the most that are wanted
 */
export async function readList(
  session: Session,
  filter: ListFilter & StatusFilter,
  limit = Infinity,
): Promise<WholeList> {
  const client = await session.client();
  const groups: GroupPage['groups'][number][] = [];
  let first: WholeList | undefined;
  let after: string | undefined;
  do {
    const { next, ...page } = await client.list({ ...filter, limit: Math.min(PAGE, limit - groups.length), after });
    first ??= page;
    groups.push(...page.groups);
    after = next;
    session.screen.progress(`${String(groups.length)} of ${count(page.matched, 'group')} read`);
  } while (after !== undefined && groups.length < limit);
  session.screen.progress('');
  return { ...first, groups };
}
