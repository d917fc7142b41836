import type { Etcd, KeyValue } from '../client/etcd.js';

/** How many keys are read at once: at first, and between which bounds later. */
const FIRST_SIZE = 100;
const [MIN_SIZE, MAX_SIZE] = [10, 2000];

/** How much the values of a page should hold at least and at most, in characters. */
const [SMALL_PAGE, LARGE_PAGE] = [2 ** 20, 2 ** 22];

/** All keys with a prefix, as they were at one revision of a cluster. */
export interface Whole {
  readonly entries: readonly KeyValue[];
  readonly revision: number;
  /** What the cluster had under the key of its name then, if anything. */
  readonly name: string | undefined;
  /** The cluster, and its term, as they were before anything was read: if they are not so any more, this is of no use. */
  readonly clusterId: string;
  readonly raftTerm: number;
}

/**
 * Reads all keys with the prefix, page by page, and the name, as they were at the revision of the first page. Pages are
 * as large as can be had in a moment, also where values are large.
 * @throws EtcdError `compacted` when that revision is compacted meanwhile
 */
export async function readWhole(etcd: Etcd, prefix: string, nameKey: string): Promise<Whole> {
  let size = FIRST_SIZE;
  const { clusterId, raftTerm } = await etcd.state(prefix);
  const first = await etcd.page(prefix, size);
  const { revision } = first;
  const named = await etcd.page(nameKey, 1, undefined, revision);
  const name = named.entries.find(({ key }) => key === nameKey)?.value;
  const entries = [...first.entries];
  for (let page = first; page.next !== undefined;) {
    size = nextSize(size, page.entries);
    page = await etcd.page(prefix, size, page.next, revision);
    entries.push(...page.entries);
  }
  return { entries, revision, name, clusterId, raftTerm };
}

function nextSize(size: number, entries: readonly KeyValue[]): number {
  const held = entries.reduce((sum, { value }) => sum + value.length, 0);
  if (held < SMALL_PAGE) return Math.min(MAX_SIZE, size * 2);
  return held > LARGE_PAGE ? Math.max(MIN_SIZE, Math.floor(size / 2)) : size;
}
