import type { CallOptions, Send } from '../transport/send.js';
import type { GroupKey } from '../wire.js';
import { groupPath } from './group-path.js';
import { groupIn, type Shown } from './shown.js';

/** Shows a group and its revision. */
export async function show(send: Send, key: GroupKey, { signal }: CallOptions = {}): Promise<Shown> {
  const answer = await send({ method: 'GET', path: groupPath(key), signal, isRepeatable: true, isChange: false });
  return { group: groupIn(answer), revision: answer.revision };
}
