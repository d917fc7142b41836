import type { CallOptions, Send } from '../transport/send.js';
import { hasTargets } from './bodies.js';
import { type GroupKey, groupPath } from './group-path.js';
import { ifKnown } from './if-known.js';
import type { GroupStatus } from '@target-eye/http-api';

/** Tells what became of each target of a group; `undefined` if there is no such group. */
export async function status(
  send: Send,
  key: GroupKey,
  { signal }: CallOptions = {},
): Promise<GroupStatus | undefined> {
  const answer = await ifKnown(send({ method: 'GET', path: statusPath(key), signal, isExpected: hasTargets }));
  return answer?.body as GroupStatus | undefined;
}

/** The path of the status of a group. */
export function statusPath(key: GroupKey): string {
  return `/api/v1/groups${groupPath(key)}/status`;
}
