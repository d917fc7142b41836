import type { Send } from '../transport/send.js';
import type { BulkResult } from '@target-eye/http-api';
import { type BulkOptions, bulkOf } from './bulk.js';
import { boundingQuery, type GroupFilter } from './filter.js';

/**
 * Removes the groups that fit a filter.
 * @throws TypeError for a filter that says nothing
 */
export async function removeMatching(send: Send, filter: GroupFilter, options: BulkOptions = {}): Promise<BulkResult> {
  const bulk = bulkOf(options);
  const query = { ...bulk.query, ...boundingQuery(filter) };
  const { body } = await send({ ...bulk, method: 'DELETE', path: '/api/v1/groups', query });
  return body as BulkResult;
}
