import {
  type Circumstance,
  describeKey,
  fault,
  type GroupKey,
  type Problem,
  TargetGroupError,
} from '@target-eye/domain';
import { EtcdError, type EtcdFailure } from '../client/etcd-error.js';

/** What callers get to know when their change could not be stored. Nothing of the cluster's own messages, which may name URLs. */
export function storeFault(error: unknown, problem: Problem | undefined): TargetGroupError {
  if (error instanceof TargetGroupError) return error;
  if (!(error instanceof EtcdError)) return unavailable('an unexpected error', error);
  if (error.failure === 'full') return fullFault(error);
  if (error.isUnconfirmed) {
    const message = 'the cluster did not confirm the change, so it is not known whether it was made';
    return fault('', 'storage_unavailable', message, { cause: error, circumstance: 'unconfirmed' });
  }
  return unavailable(problem?.fact ?? REASONS[error.failure], error, 'nothing_storable');
}

const REASONS: Readonly<Record<EtcdFailure, string>> = {
  unreachable: 'the cluster does not answer, or has no majority',
  refused: 'the cluster does not let this service change groups: its login is wrong, or lacks the right',
  full: 'the cluster has no room for more',
  too_large: 'it is larger than the cluster takes',
  compacted: 'the history of the cluster does not go back so far',
};

/** Until all groups are known. */
export const NOT_HEARD_YET = 'the cluster has not told yet which groups there are';

/** For a change that somebody else was always faster than. */
export function busyFault(attempts: number): TargetGroupError {
  return unavailable(`the group was changed by somebody else each of ${String(attempts)} times`);
}

/** For a change that takes room where there is none. */
export function fullFault(cause?: unknown): TargetGroupError {
  return fault(
    '',
    'storage_full',
    'the cluster has no room for more, so the change could not be stored; nothing was changed',
    {
      cause,
    },
  );
}

/**
 * For a group that the cluster does not take.
 * @param size what would be stored, in bytes
 */
export function tooLargeFault(key: GroupKey, size: number, cause: EtcdError): TargetGroupError {
  const message = `the target group ${describeKey(key)} would take ${size.toLocaleString('en')} bytes, more than the cluster takes at once (etcd's --max-request-bytes); nothing was changed`;
  return fault('', 'group_too_large', message, { cause });
}

/** For whatever needs the groups before they were ever known. */
export function neverHeardFault(problem: Problem | undefined): TargetGroupError {
  const fact = problem?.fact ?? NOT_HEARD_YET;
  return fault('', 'storage_unavailable', `it is not known which target groups there are: ${fact}`, {
    circumstance: 'nothing_storable',
  });
}

/** For a change that was made, but is not seen here. */
export function untoldFault(cause?: unknown): TargetGroupError {
  const message = 'the cluster has stored the change, but this instance does not see it yet';
  return fault('', 'storage_unavailable', message, { cause, circumstance: 'unconfirmed' });
}

function unavailable(reason: string, cause?: unknown, circumstance?: Circumstance): TargetGroupError {
  const message = `the change could not be stored; nothing was changed: ${reason}`;
  return fault('', 'storage_unavailable', message, { cause, circumstance });
}
