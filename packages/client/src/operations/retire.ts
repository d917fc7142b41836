import type { Send } from '../transport/send.js';
import type { BulkResult } from '@target-eye/http-api';
import { type BulkOptions, bulkOf } from './bulk.js';

/** Takes a target out of every group that has it, and removes the groups whose last one it is. */
export async function retire(send: Send, target: string, options: BulkOptions = {}): Promise<BulkResult> {
  const bulk = bulkOf(options);
  const query = { ...bulk.query, target };
  const { body } = await send({ ...bulk, method: 'DELETE', path: '/api/v1/targets', query });
  return body as BulkResult;
}
