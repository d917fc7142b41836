import { TargetEyeError } from '../transport/error.js';
import type { CallOptions, Send } from '../transport/send.js';
import type { GroupDetails } from '@target-eye/http-api';
import { isGroup } from './bodies.js';
import { type GroupKey, groupPath } from './group-path.js';

/** Finds a group with everything that is known of it; `undefined` if there is none. */
export async function find(send: Send, key: GroupKey, { signal }: CallOptions = {}): Promise<GroupDetails | undefined> {
  const path = `/api/v1/groups${groupPath(key)}`;
  try {
    const { body } = await send({ method: 'GET', path, signal, isExpected: isGroup });
    return body as GroupDetails;
  } catch (error) {
    if (error instanceof TargetEyeError && error.code === 'group_unknown') return undefined;
    throw error;
  }
}
