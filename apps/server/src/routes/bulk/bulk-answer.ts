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
import { joinedText } from '../../http/answer/joined-text.js';

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

/**
 * The answer to a request that changed many groups: the counts, and what became of each group, in the order of the
 * result; where some failed, besides what every failure has. The first failure of the service decides, or else the first
 * one of all.
 */
export function* bulkAnswer(result: BulkResult, method: string): Work<BulkAnswer> {
  const failed = new Map<GroupResult, FailedGroup>();
  for (const [index, group] of result.groups.entries()) {
    if (group.outcome === 'failed') failed.set(group, failedGroup(group, index, method));
    yield;
  }
  const all = [...failed.values()];
  const lead = all.find(({ failure }) => failure.status >= 500) ?? all[0];
  return { lead, body: yield* joinedText(textsOf(result, lead && reportOf(lead, all, result.groups.length), failed)) };
}

function* textsOf(
  { groups, ...counts }: BulkResult,
  report: object | undefined,
  failed: ReadonlyMap<GroupResult, FailedGroup>,
): Iterable<string> {
  yield `${JSON.stringify({ ...report, ...counts }).slice(0, -1)},"groups":[`;
  for (const [index, group] of groups.entries()) {
    const shown = { ...group.key, outcome: group.outcome, error: failed.get(group)?.fault };
    yield `${index === 0 ? '' : ','}${JSON.stringify(shown)}`;
  }
  yield ']}\n';
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
