import { TargetEyeError } from '../transport/error.js';
import type { CallOptions, Send } from '../transport/send.js';
import type { DescribedGroup, GroupKey } from '../wire.js';
import { groupPath } from './group-path.js';
import { foreign } from './shown.js';

/** Finds a group with everything that is known of it; `undefined` if there is none. */
export async function find(
  send: Send,
  key: GroupKey,
  { signal }: CallOptions = {},
): Promise<DescribedGroup | undefined> {
  const path = `/api/v1/groups${groupPath(key)}`;
  try {
    const { body } = await send({ method: 'GET', path, signal, isRepeatable: true, isChange: false });
    if (typeof body !== 'object' || body === null || !('revision' in body)) throw foreign('a group with its revision');
    return body as DescribedGroup;
  } catch (error) {
    if (error instanceof TargetEyeError && error.code === 'group_unknown') return undefined;
    throw error;
  }
}
