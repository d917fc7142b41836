import type { CallOptions, Send } from '../transport/send.js';
import { hasTargets } from './bodies.js';
import type { ListFilter, PageFilter } from './list.js';
import { listQuery } from './list.js';
import type { TargetNotUp, Status } from '@target-eye/http-api';

/**
 * Counts what became of the targets of the groups that match, and lists those that are not up: one page. On every page
 * the counts are those of all targets.
 */
export async function statusOfAll(send: Send, filter: PageFilter = {}, { signal }: CallOptions = {}): Promise<Status> {
  const query = listQuery(filter);
  const { body } = await send({ method: 'GET', path: '/api/v1/status', query, signal, isExpected: hasTargets });
  return body as Status;
}

/** Lists the targets that are not up, of all pages; each is asked for when its first target is. */
export async function* notUp(
  send: Send,
  filter: ListFilter = {},
  options: CallOptions = {},
): AsyncGenerator<TargetNotUp> {
  let after: string | undefined;
  do {
    const page = await statusOfAll(send, { ...filter, after }, options);
    yield* page.not_up;
    after = page.next;
  } while (after !== undefined);
}
