import { type ChangeOutcome, outcomeOf } from '../changes/outcome.js';
import type { Plan, PlannedChange } from '../changes/plan.js';
import type { Precondition } from '../changes/precondition.js';
import { fault, TargetGroupError } from '../faults/target-group-error.js';
import { describeKey, type GroupKey } from '../groups/target-group.js';
import type { TargetGroupErrorCode } from '../faults/codes.js';
import type { Revision, StoredGroup } from '../groups/revision.js';
import type { ChangeOptions, TargetGroupStore, Transition } from '../ports/target-group-store.js';
import type { Turns } from '../turns.js';

/** A change of one group out of many that was made. */
export interface BulkChange extends Transition {
  readonly key: GroupKey;
}

/** What became of one group. */
export interface GroupResult {
  readonly key: GroupKey;
  readonly outcome: ChangeOutcome | 'failed';
  /** Why it failed; a TargetGroupError, unless there is a defect. */
  readonly error?: unknown;
}

/** What became of many groups: how many had which outcome, and each of them in the order of the plan. */
export interface BulkResult extends Readonly<Record<ChangeOutcome | 'failed', number>> {
  readonly groups: readonly GroupResult[];
}

export interface CarryOutOptions extends Omit<ChangeOptions, 'onlyIf'> {
  readonly onlyIf?: readonly Revision[] | undefined;
  readonly made?: (change: BulkChange) => void;
  /** How many groups are stored at the same time. */
  readonly inFlight?: number;
}

/** How many groups are stored at the same time by default. Whoever changes a single group waits for about as many. */
export const MAX_IN_FLIGHT = 8;

/** After so many failures one after another the rest is not tried: a store that is ill may take long over each. */
export const MAX_FAILURES = 20;

/**
 * Makes the changes of a plan, each on its own: first those of the groups that are given, then, if all of these were
 * stored, the others, so that no target goes before it is where it moves to. Where the groups have to be those of a
 * revision, a group that has changed since the plan was made is left as it is. It never rejects: the result says what failed.
 */
export async function carryOut(
  { changes, given }: Pick<Plan, 'changes' | 'given'>,
  store: TargetGroupStore,
  turns: Turns,
  { inFlight = MAX_IN_FLIGHT, ...options }: CarryOutOptions,
): Promise<BulkResult> {
  const storeAll = (some: readonly PlannedChange[]): Promise<readonly GroupResult[]> =>
    eachInTurn(some, (change) => storeOne(change, store, options), { inFlight, turns });
  const replaced = await storeAll(changes.slice(0, given));
  const failure = replaced.find(({ outcome }) => outcome === 'failed');
  const rest = changes.slice(given);
  const others = failure === undefined ? await storeAll(rest) : rest.map(({ key }) => notTried(key, failure));
  return resultOf([...replaced, ...others]);
}

async function eachInTurn(
  changes: readonly PlannedChange[],
  store: (change: PlannedChange) => Promise<GroupResult>,
  { inFlight, turns }: { readonly inFlight: number; readonly turns: Turns },
): Promise<readonly GroupResult[]> {
  const results: GroupResult[] = [];
  const waiting = changes.entries();
  let ill = 0;
  let last: GroupResult | undefined;
  const work = async (): Promise<void> => {
    for (const [place, change] of waiting) {
      const result = last !== undefined && ill >= MAX_FAILURES ? notTried(change.key, last) : await store(change);
      results[place] = result;
      if (isIll(result)) {
        ill += 1;
        last ??= result;
      } else {
        ill = 0;
        last = undefined;
      }
      if (turns.isOver()) await turns.next();
    }
  };
  await Promise.all(Array.from({ length: inFlight }, work));
  return results;
}

/** Whether a group failed for a reason that may be that of others, too. */
function isIll({ outcome, error }: GroupResult): boolean {
  return outcome === 'failed' && (!(error instanceof TargetGroupError) || ILL.includes(error.code));
}

const ILL: readonly TargetGroupErrorCode[] = ['storage_full', 'storage_unavailable', 'stopping'];

async function storeOne(
  { key, before, after, apply, error, isUnreadable }: PlannedChange,
  store: TargetGroupStore,
  { onlyIf: revisions, made, ...options }: Omit<CarryOutOptions, 'inFlight'>,
): Promise<GroupResult> {
  if (error !== undefined) return { key, outcome: 'failed', error };
  const onlyIf = revisions && stateOf(before, isUnreadable);
  const changeOptions = { ...options, onlyIf };
  try {
    const transition =
      apply === undefined && after !== undefined
        ? await store.replace(key, after, changeOptions)
        : await store.update(key, apply ?? (() => undefined), changeOptions);
    made?.({ key, ...transition });
    return { key, outcome: outcomeOf(transition.before, transition.after) };
  } catch (thrown) {
    return { key, outcome: 'failed', error: thrown };
  }
}

function stateOf(before: StoredGroup | undefined, isUnreadable = false): Precondition {
  if (before !== undefined) return { anyOf: [before.revision] };
  return isUnreadable ? 'present' : 'absent';
}

/** For a group that nothing was done for after others had failed. */
function notTried(key: GroupKey, { key: failed, error }: GroupResult): GroupResult {
  const code: TargetGroupErrorCode = error instanceof TargetGroupError ? error.code : 'storage_unavailable';
  const message = `the target group ${describeKey(key)} is as it was: it was not tried any more after ${describeKey(failed)} failed`;
  return { key, outcome: 'failed', error: fault('', code, message) };
}

function resultOf(groups: readonly GroupResult[]): BulkResult {
  const counts = { created: 0, changed: 0, unchanged: 0, removed: 0, failed: 0 };
  for (const { outcome } of groups) counts[outcome] += 1;
  return { ...counts, groups };
}
