import type { Send } from '../transport/send.js';
import type { TargetGroupInput } from '@target-eye/http-api';
import { type Changed, changedIn, type CreateOptions, idempotentChangeOf, type RepeatableOptions } from './changed.js';
import { type GroupKey, groupPath } from './group-path.js';

/** Adds targets and labels to a group, and creates it if there are targets. */
export async function add(
  send: Send,
  key: GroupKey,
  input: TargetGroupInput,
  options: CreateOptions & RepeatableOptions = {},
): Promise<Changed> {
  return changedIn(await send({ ...idempotentChangeOf(options), method: 'POST', path: groupPath(key), body: input }));
}
