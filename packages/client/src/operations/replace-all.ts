import type { Send } from '../transport/send.js';
import type { BulkResult, WantedGroup } from '../wire.js';
import { type BulkOptions, bulkOf } from './bulk.js';
import { filterQuery, type GroupFilter } from './filter.js';
import { withGroups } from './shown.js';

/** How many groups are replaced at once. */
export interface ReplaceAllOptions extends BulkOptions {
  /** Also removes the groups that are not given. */
  readonly prune?: boolean | undefined;
  /** Every group given has to fit it, and only groups that do are removed. */
  readonly filter?: GroupFilter | undefined;
  /** The revision of the whole collection, as a list tells it; else the error has the code `precondition_failed`. */
  readonly ifMatch?: string | undefined;
}

/** Replaces many groups. All are checked before the first is stored; then each is stored on its own. */
export async function replaceAll(
  send: Send,
  groups: readonly WantedGroup[],
  options: ReplaceAllOptions = {},
): Promise<BulkResult> {
  const { filter = {}, prune = false, ifMatch } = options;
  const bulk = bulkOf(options);
  const query = { ...bulk.query, ...filterQuery(filter), prune };
  const headers = ifMatch === undefined ? {} : { 'If-Match': `"${ifMatch}"` };
  const answer = await send({ ...bulk, method: 'PUT', path: '/api/v1/groups', headers, query, body: { groups } });
  return withGroups(answer) as BulkResult;
}
