import type { Send } from '../transport/send.js';
import type { BulkResult } from '../wire.js';
import { type BulkOptions, bulkOf } from './bulk.js';
import { withGroups } from './shown.js';

/** Takes a target out of every group that has it, and removes the groups whose last one it is. */
export async function retire(send: Send, target: string, options: BulkOptions = {}): Promise<BulkResult> {
  const bulk = bulkOf(options);
  const query = { ...bulk.query, target };
  const answer = await send({ ...bulk, method: 'DELETE', path: '/api/v1/targets', query });
  return withGroups(answer) as BulkResult;
}
