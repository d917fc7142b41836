import type { Etcd } from '../client/etcd.js';
import { EtcdError } from '../client/etcd-error.js';
import type { Position } from './position.js';
import type { Waits } from './waits.js';

/** What a look at the cluster says of what has been told. */
export type Verdict =
  /** It is all there is. */
  | 'fresh'
  /** There is more, and it is not told. */
  | 'behind'
  /** The cluster has gone back in time. */
  | 'restored'
  | 'other_cluster';

/** What is looked at. */
export interface Told {
  readonly etcd: Etcd;
  readonly prefix: string;
  readonly position: Position;
  readonly waits: Waits;
}

/** How it is looked, in seconds. */
export interface Look {
  /** How long what there is may take to be told before it is looked at closely. */
  readonly grace: number;
  /** How long it may take afterwards that anything is told. */
  readonly silence: number;
  /** Whether it is also looked whether the history is still what was told. */
  readonly isOfHistory: boolean;
}

/**
 * Asks the majority whether what has been told is all there is. The cluster may hold other keys, so a revision that is
 * ahead says little; a census tells whether any of these keys has changed, and if none has, everything up to its revision
 * has been told.
 * @throws EtcdError when the majority cannot be asked
 */
export async function check(told: Told, { grace, silence, isOfHistory }: Look): Promise<Verdict> {
  const { etcd, prefix, position, waits } = told;
  const known = position.revision;
  const { clusterId, revision, raftTerm } = await etcd.state(prefix);
  if (clusterId !== position.clusterId) return 'other_cluster';
  if (revision < known || !position.isContinuedBy(raftTerm)) return 'restored';
  if (isOfHistory && !(await isSameHistory(told))) return 'restored';
  if (position.revision < revision && grace > 0) await waits.within(revision, grace);
  while (position.revision < revision) {
    const at = position.revision;
    if (await isUnchanged(told)) return 'fresh';
    if (position.revision === at && !(await waits.within(at + 1, silence))) return 'behind';
  }
  return 'fresh';
}

async function isUnchanged({ etcd, prefix, position, waits }: Told): Promise<boolean> {
  const { count } = position;
  const census = await etcd.census(prefix, position.revision);
  if (census.isAnyWritten || census.count !== count) return false;
  position.reached(census.revision);
  waits.reached(position.revision);
  return true;
}

/**
 * Whether what was put last has been put at that revision, as far as can be told. A cluster that was restored from a
 * backup without a token of its own has the same id as before, and may have come as far again.
 */
async function isSameHistory({ etcd, position }: Told): Promise<boolean> {
  const { lastPut } = position;
  if (lastPut === undefined) return true;
  try {
    const { entries } = await etcd.page(lastPut.key, 1, undefined, lastPut.modRevision);
    const [found] = entries;
    return found?.key === lastPut.key && found.modRevision === lastPut.modRevision && found.value === lastPut.value;
  } catch (error) {
    if (error instanceof EtcdError && error.failure === 'compacted') return true;
    throw error;
  }
}
