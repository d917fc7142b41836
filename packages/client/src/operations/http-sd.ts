import type { CallOptions, Send } from '../transport/send.js';
import type { TargetGroup } from '@target-eye/http-api';
import { isGroupList } from './bodies.js';
import { filterQuery, type GroupFilter } from './filter.js';

/** Shows the groups as a Prometheus with `http_sd_configs` sees them. */
export async function httpSd(
  send: Send,
  filter: GroupFilter = {},
  { signal }: CallOptions = {},
): Promise<readonly TargetGroup[]> {
  const query = filterQuery(filter);
  const { body } = await send({ method: 'GET', path: '/http_sd', query, signal, isExpected: isGroupList });
  return body as readonly TargetGroup[];
}
