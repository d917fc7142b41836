import type { Send } from '../transport/send.js';
import type { GroupKey, TargetGroupInput } from '../wire.js';
import { type Changed, changedIn, changeOf, type CreateOptions, type RepeatableOptions } from './changed.js';
import { groupPath } from './group-path.js';

/** Adds targets and labels to a group, and creates it if there are targets. */
export async function add(
  send: Send,
  key: GroupKey,
  input: TargetGroupInput,
  options: CreateOptions & RepeatableOptions = {},
): Promise<Changed> {
  const { idempotent = true } = options;
  const change = changeOf(options);
  const query = { ...change.query, idempotent };
  return changedIn(
    await send({ ...change, method: 'POST', path: groupPath(key), body: input, query, isRepeatable: idempotent }),
  );
}
