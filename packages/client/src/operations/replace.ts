import type { Send } from '../transport/send.js';
import type { TargetGroupInput } from '@target-eye/http-api';
import { type Changed, changedIn, changeOf, type CreateOptions } from './changed.js';
import { type GroupKey, groupPath } from './group-path.js';

/** Replaces the targets, the labels or both of a group, and creates it if there are targets. What is not given is kept. */
export async function replace(
  send: Send,
  key: GroupKey,
  input: TargetGroupInput,
  options: CreateOptions = {},
): Promise<Changed> {
  return changedIn(await send({ method: 'PUT', path: groupPath(key), body: input, ...changeOf(options) }));
}
