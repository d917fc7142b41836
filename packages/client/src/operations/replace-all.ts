import type { Send } from '../transport/send.js';
import type { BulkGroup, BulkResult } from '@target-eye/http-api';
import { type BulkOptions, bulkOf } from './bulk.js';
import { boundingQuery, type GroupFilter } from './filter.js';

/** How many groups are replaced at once. */
export interface ReplaceAllOptions extends BulkOptions {
  /** Also removes the groups that are not given. */
  readonly prune?: boolean | undefined;
  /** Every group given has to fit it, and only groups that do are removed; all of them where there is none. */
  readonly filter?: GroupFilter | undefined;
}

/**
 * Replaces many groups. All are checked before the first is stored; then each is stored on its own.
 * @throws TypeError for a filter that is given and says nothing
 */
export async function replaceAll(
  send: Send,
  groups: readonly BulkGroup[],
  options: ReplaceAllOptions = {},
): Promise<BulkResult> {
  const { filter, prune = false } = options;
  const bulk = bulkOf(options);
  const query = { ...bulk.query, ...(filter === undefined ? {} : boundingQuery(filter)), prune };
  const { body } = await send({ ...bulk, method: 'PUT', path: '/api/v1/groups', query, body: { groups } });
  return body as BulkResult;
}
