import {
  type BulkResult,
  describeKey,
  type Fault,
  type GroupKey,
  type GroupResult,
  MAX_FAULTS,
  type Work,
} from '@target-eye/domain';
import type { ErrorCode } from '@target-eye/http-api';
import { type Failure, failureOf } from '../../http/answer/failure.js';

/** What became of many groups, ready to be sent. */
export interface BulkAnswer {
  readonly body: Buffer;
  /** What decides about the status; `undefined` when nothing failed. */
  readonly lead: FailedGroup | undefined;
}

/** A group that nothing became of. */
interface FailedGroup {
  readonly key: GroupKey;
  readonly error: unknown;
  readonly failure: Failure;
  readonly fault: Fault<ErrorCode>;
}

/** How many groups are written down at a time. */
const GROUPS_PER_PIECE = 500;

/**
 * The answer to a request that changed many groups: the counts, and what became of each group, in the order of the
 * result; where some failed, besides what every failure has. The first failure of the service decides, or else the first
 * one of all.
 */
export function* bulkAnswer({ groups, ...counts }: BulkResult, method: string): Work<BulkAnswer> {
  const failed: FailedGroup[] = [];
  const pieces: Buffer[] = [];
  for (let begin = 0; begin < groups.length; begin += GROUPS_PER_PIECE) {
    const shown = groups.slice(begin, begin + GROUPS_PER_PIECE).map((group, index) => {
      const failure = group.outcome === 'failed' ? failedGroup(group, begin + index, method) : undefined;
      if (failure !== undefined) failed.push(failure);
      return JSON.stringify({ ...group.key, outcome: group.outcome, error: failure?.fault });
    });
    pieces.push(Buffer.from(`${begin === 0 ? '' : ','}${shown.join(',')}`));
    yield;
  }
  const lead = failed.find(({ failure }) => failure.status >= 500) ?? failed[0];
  const head = JSON.stringify({ ...(lead && reportOf(lead, failed, groups.length)), ...counts }).slice(0, -1);
  return { lead, body: Buffer.concat([Buffer.from(`${head},"groups":[`), ...pieces, Buffer.from(']}\n')]) };
}

function failedGroup({ key, error }: GroupResult, index: number, method: string): FailedGroup {
  const failure = failureOf(error, method);
  return { key, error, failure, fault: { ...failure.errors[0], path: `groups[${String(index)}]` } };
}

/** The message of a fault speaks of its group alone, so the report says which one that is, and how many there are. */
function reportOf(lead: FailedGroup, failed: readonly FailedGroup[], total: number): object {
  const others = failed.filter((group) => group !== lead).slice(0, MAX_FAULTS - 1);
  const { code, message } = lead.fault;
  return {
    message: `${String(failed.length)} of ${String(total)} groups failed, and "groups" says what became of each; ${describeKey(lead.key)} failed because of this: ${message}`,
    code,
    errors: [lead.fault, ...others.map(({ fault }) => fault)],
  };
}
