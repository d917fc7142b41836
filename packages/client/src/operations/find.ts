import type { CallOptions, Send } from '../transport/send.js';
import type { GroupDetails } from '@target-eye/http-api';
import { hasTargets } from './bodies.js';
import { type GroupKey, groupPath } from './group-path.js';
import { ifKnown } from './if-known.js';

/** Finds a group with everything that is known of it; `undefined` if there is none. */
export async function find(send: Send, key: GroupKey, { signal }: CallOptions = {}): Promise<GroupDetails | undefined> {
  const path = `/api/v1/groups${groupPath(key)}`;
  const answer = await ifKnown(send({ method: 'GET', path, signal, isExpected: hasTargets }));
  return answer?.body as GroupDetails | undefined;
}
