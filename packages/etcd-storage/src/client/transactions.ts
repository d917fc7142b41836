import type { Cluster } from './cluster.js';
import type { Outcome, Write } from './etcd.js';
import { EtcdError } from './etcd-error.js';
import { encoded, keyValue, type TransactionAnswer } from './gateway.js';
import { historyOf } from './history.js';
import { NodeFailure } from './node-failure.js';
import { Operation } from './operation.js';

/**
 * Makes the change if the key is as it was seen. Where an answer does not come, the same is sent to the next node: it is
 * made there, or the key shows what became of it.
 * @throws EtcdError
 */
export function write(cluster: Cluster, change: Write): Promise<Outcome> {
  const { key, seenAt, value } = change;
  const request =
    value === undefined
      ? { request_delete_range: { key: encoded(key) } }
      : { request_put: { key: encoded(key), value: encoded(value) } };
  return Operation.run(cluster, { key, isChange: true }, async (operation) => {
    const outcome = await transaction(operation, key, seenAt, [request]);
    if (outcome.isMade || !operation.mayBeMade) return outcome;
    return settled(cluster, operation, change, outcome).catch((cause: unknown) => {
      if (!(cause instanceof NodeFailure)) throw cause;
      throw new EtcdError('unreachable', 'the cluster does not show whether it was made', true, { cause });
    });
  });
}

/**
 * Whether the key is as it was seen, asked of the majority.
 * @throws EtcdError
 */
export function compare(cluster: Cluster, key: string, seenAt: number): Promise<Outcome> {
  return Operation.run(cluster, { key }, (operation) => transaction(operation, key, seenAt, []));
}

async function transaction(
  operation: Operation,
  key: string,
  seenAt: number,
  success: readonly object[],
): Promise<Outcome> {
  const { answer, node } = await operation.transact({
    compare: [{ key: encoded(key), target: 'MOD', result: 'EQUAL', mod_revision: String(seenAt) }],
    success,
    // It is this range that makes a node ask the majority where nothing is written.
    failure: [{ request_range: { key: encoded(key) } }],
  });
  const { succeeded, responses } = answer as TransactionAnswer;
  if (succeeded === true) return { isMade: true, revision: node.revision };
  const [found] = responses?.[0]?.response_range.kvs ?? [];
  return { isMade: false, revision: node.revision, current: found && keyValue(found) };
}

/**
 * What became of a change that may have been made by an attempt whose answer did not come.
 * @param outcome of a later attempt, which found the key not as it was seen
 * @throws NodeFailure where it cannot be told
 */
async function settled(
  cluster: Cluster,
  operation: Operation,
  { key, seenAt, value }: Write,
  outcome: Outcome & { readonly isMade: false },
): Promise<Outcome> {
  const { current, revision } = outcome;
  if (current === undefined && value === undefined) return { isMade: true, revision };
  if (current !== undefined && current.value === value) return { isMade: true, revision: current.modRevision };
  const from = Math.max(seenAt, operation.revisionBefore) + 1;
  const until = current?.modRevision ?? revision;
  if (until < from) return outcome;
  // When a key was removed is written nowhere, so that it is not known until when its history is to be read.
  if (current === undefined) throw new NodeFailure('has the key no more');
  const history = await operation.attempt((endpoint, end) => historyOf(cluster, endpoint, key, { from, until, end }));
  const [first] = history;
  const own =
    value === undefined
      ? first?.current === undefined && first
      : history.find((event) => event.current?.value === value);
  return own ? { isMade: true, revision: own.revision } : outcome;
}
