import type { CallOptions, Send } from '../transport/send.js';
import { hasTargets } from './bodies.js';
import type { GroupKey } from './group-path.js';
import { statusPath } from './status.js';
import type { GroupStatus } from '@target-eye/http-api';
import { waitOf, type WaitOptions } from './wait.js';

/**
 * Waits until every target of a group is up on every Prometheus that answers, seen by a scrape after the last change.
 * Where the connection breaks meanwhile, the wait goes on for what is left of its time.
 */
export async function waitUntilUp(
  send: Send,
  key: GroupKey,
  { signal, ...options }: CallOptions & WaitOptions = {},
): Promise<GroupStatus> {
  const wait = waitOf(options);
  const { body } = await send({ method: 'GET', path: statusPath(key), signal, isExpected: hasTargets, wait });
  return body as GroupStatus;
}
