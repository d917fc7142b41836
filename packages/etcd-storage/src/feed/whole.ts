import type { Etcd, KeyValue } from '../client/etcd.js';

/** How many keys are read at once. */
const PAGE_SIZE = 1000;

/** All keys with a prefix, as they were at one revision of a cluster. */
export interface Whole {
  readonly entries: readonly KeyValue[];
  readonly revision: number;
  readonly clusterId: string;
}

/**
 * Reads all keys with the prefix, page by page, as they were at the revision of the first page.
 * @throws EtcdError `compacted` when that revision is compacted meanwhile
 */
export async function readWhole(etcd: Etcd, prefix: string): Promise<Whole> {
  const { entries: first, next: second, revision, clusterId } = await etcd.page(prefix, PAGE_SIZE);
  const entries = [...first];
  for (let from = second; from !== undefined;) {
    const page = await etcd.page(prefix, PAGE_SIZE, from, revision);
    entries.push(...page.entries);
    from = page.next;
  }
  return { entries, revision, clusterId };
}
