import type { Client, ListedGroup, StatusesOfGroup, UnreadableGroup } from '@target-eye/client';
import { TARGET_STATUSES } from '@target-eye/domain';
import { keepSame, statusesOf } from './held-groups.js';
import { poll, type Poll } from './poll.js';

/** So many groups are held here and filtered in the browser; of more, the service is asked. */
export const MAX_HELD = 20_000;

/** As many as the service gives at once. */
const PAGE_LIMIT = 10_000;

const NOT_UP = TARGET_STATUSES.filter((status) => status !== 'up');

/** All groups, as the page knows them. */
export interface Collection {
  /** In the order of names; `undefined` where there are more than `MAX_HELD`. */
  readonly groups: readonly ListedGroup[] | undefined;
  /** How many there are. */
  readonly total: number;
  /** It changes exactly when a group does. */
  readonly revision: string;
  /** Groups whose files are not understood. */
  readonly unreadable: readonly UnreadableGroup[];
}

/** All groups. A group is the same object as long as it does not change. */
export const collection: Poll<Collection> = poll(3, look);

async function look(client: Client): Promise<Collection> {
  const before = collection.known.peek().value;
  const { total, revision, unreadable } = await client.list({ limit: 1 });
  if (before?.revision === revision) return { ...before, unreadable };
  // A change while they are loaded is after this revision, and so they are loaded again.
  const groups = total > MAX_HELD ? undefined : keepSame(before?.groups ?? [], await all(client.listAll(PAGES)));
  return { groups, total, revision, unreadable };
}

const PAGES = { limit: PAGE_LIMIT };

/**
 * How many targets of each group are of each status, for the groups that are held. A group that changed since is not in
 * it. It needs a Prometheus that the service asks.
 */
export const heldStatuses: Poll<ReadonlyMap<ListedGroup, StatusesOfGroup>> = poll(15, async (client) => {
  const groups = collection.known.peek().value?.groups ?? [];
  return statusesOf(groups, await all(client.listAll({ ...PAGES, status: NOT_UP, statuses: true })));
});

async function all<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}
