import type { CallOptions, Send } from '../transport/send.js';
import type { TargetGroup } from '@target-eye/http-api';
import { isOneGroup } from './bodies.js';
import { type GroupKey, groupPath } from './group-path.js';

/** A group as it is now. */
export interface Shown {
  /** `undefined` if there is none. */
  readonly group: TargetGroup | undefined;
  /** To be given back as `ifMatch`; `undefined` if there is no group. */
  readonly revision: string | undefined;
}

/** Shows a group and its revision. */
export async function show(send: Send, key: GroupKey, { signal }: CallOptions = {}): Promise<Shown> {
  const request = { method: 'GET', path: groupPath(key), signal, isExpected: isOneGroup } as const;
  const { body, revision } = await send(request);
  const [group] = body as readonly TargetGroup[];
  return { group, revision };
}
