import type { ClusterEvents, ClusterOperation, ClusterOutcome } from '../cluster-events.js';
import { EtcdError } from './etcd-error.js';
import { NodeFailure } from './node-failure.js';

/** Tells how an operation ended, and after how long. */
export async function measured<Result>(
  events: ClusterEvents,
  operation: ClusterOperation,
  work: () => Promise<Result>,
  outcomeOf: (result: Result) => ClusterOutcome,
): Promise<Result> {
  const begin = performance.now();
  const ended = (outcome: ClusterOutcome): void => {
    events.operated(operation, outcome, (performance.now() - begin) / 1000);
  };
  try {
    const result = await work();
    ended(outcomeOf(result));
    return result;
  } catch (error) {
    ended(outcomeOfError(error));
    throw error;
  }
}

function outcomeOfError(error: unknown): ClusterOutcome {
  if (error instanceof EtcdError) return error.isUnconfirmed ? 'unconfirmed' : error.failure;
  return error instanceof NodeFailure ? error.failure : 'unreachable';
}
