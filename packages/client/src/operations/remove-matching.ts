import type { Send } from '../transport/send.js';
import type { BulkResult } from '../wire.js';
import { type BulkOptions, bulkOf } from './bulk.js';
import { filterQuery, type GroupFilter } from './filter.js';
import { withGroups } from './shown.js';

/** Removes the groups that fit a filter, which may not be empty. */
export async function removeMatching(send: Send, filter: GroupFilter, options: BulkOptions = {}): Promise<BulkResult> {
  const bulk = bulkOf(options);
  const query = { ...bulk.query, ...filterQuery(filter) };
  const answer = await send({ ...bulk, method: 'DELETE', path: '/api/v1/groups', query });
  return withGroups(answer) as BulkResult;
}
