import type { Send } from '../transport/send.js';
import type { TargetGroupInput } from '@target-eye/http-api';
import { type Changed, changedIn, type ChangeOptions, idempotentChangeOf, type RepeatableOptions } from './changed.js';
import { type GroupKey, groupPath } from './group-path.js';

export type RemoveOptions = ChangeOptions & RepeatableOptions;

/**
 * Removes targets and labels from a group. All targets go only together with all labels, and then the group goes.
 * @throws TypeError if the input has neither a target nor a label: without any input, the whole group would go
 */
export async function remove(
  send: Send,
  key: GroupKey,
  input: TargetGroupInput,
  options?: RemoveOptions,
): Promise<Changed> {
  // JavaScript has no types, and this must never become the removal of the whole group.
  const { targets = [], labels = {} } = (input as TargetGroupInput | null | undefined) ?? {};
  if (targets.length === 0 && Object.keys(labels).length === 0)
    throw new TypeError('there is nothing to remove; removeGroup removes a whole group');
  return removal(send, key, input, options);
}

/** Removes a whole group. */
export async function removeGroup(send: Send, key: GroupKey, options?: RemoveOptions): Promise<Changed> {
  return removal(send, key, undefined, options);
}

async function removal(
  send: Send,
  key: GroupKey,
  body: TargetGroupInput | undefined,
  options: RemoveOptions = {},
): Promise<Changed> {
  return changedIn(await send({ ...idempotentChangeOf(options), method: 'DELETE', path: groupPath(key), body }));
}
