import type { CallOptions, Send } from '../transport/send.js';
import type { TargetGroup } from '../wire.js';
import { filterQuery, type GroupFilter } from './filter.js';
import { foreign } from './shown.js';

/** Shows the groups as a Prometheus with `http_sd_configs` sees them. */
export async function httpSd(
  send: Send,
  filter: GroupFilter = {},
  { signal }: CallOptions = {},
): Promise<readonly TargetGroup[]> {
  const request = { method: 'GET', path: '/http_sd', query: filterQuery(filter), signal } as const;
  const { body } = await send({ ...request, isRepeatable: true, isChange: false });
  if (!Array.isArray(body)) throw foreign('a list of groups');
  return body as readonly TargetGroup[];
}
