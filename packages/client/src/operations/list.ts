import type { CallOptions, Query, Send } from '../transport/send.js';
import type { GroupPage, ListedGroup, TargetStatus } from '@target-eye/http-api';
import { filterQuery, type GroupFilter } from './filter.js';
import { hasGroups } from './bodies.js';

/** Which groups a list shows. */
export interface ListFilter extends GroupFilter {
  /** A piece of text, in any case, of names, targets or `name=value` of labels. */
  readonly search?: string | undefined;
  /** How many groups a page has at most, up to 10,000; 1,000 where nothing is said. */
  readonly limit?: number | undefined;
}

/** Which page of a list. */
export interface PageFilter extends ListFilter {
  /** The `next` of the page before. */
  readonly after?: string | undefined;
}

/** What a list of groups says of their targets. It needs a Prometheus that the service asks. */
export interface StatusFilter {
  /** Only groups that have a target of this status; of several, one is enough. */
  readonly status?: TargetStatus | readonly TargetStatus[] | undefined;
  /** Whether each group has `statuses`, how many of its targets there are of each status. */
  readonly statuses?: boolean | undefined;
}

/** Lists groups, ordered by application and environment: one page. */
export async function list(
  send: Send,
  filter: PageFilter & StatusFilter = {},
  { signal }: CallOptions = {},
): Promise<GroupPage> {
  const { status, statuses } = filter;
  const query = { ...listQuery(filter), status, statuses };
  const { body } = await send({ method: 'GET', path: '/api/v1/groups', query, signal, isExpected: hasGroups });
  return body as GroupPage;
}

/** The filter and the page as the parameters of a query. */
export function listQuery(filter: PageFilter): Query {
  const { search, limit, after } = filter;
  return { ...filterQuery(filter), search, limit, after };
}

/**
 * Lists the groups of all pages; each is asked for when its first group is. A group that is there all the time comes
 * once, whatever changes meanwhile.
 */
export async function* listAll(
  send: Send,
  filter: ListFilter & StatusFilter = {},
  options: CallOptions = {},
): AsyncGenerator<ListedGroup> {
  let after: string | undefined;
  do {
    const page = await list(send, { ...filter, after }, options);
    yield* page.groups;
    after = page.next;
  } while (after !== undefined);
}
