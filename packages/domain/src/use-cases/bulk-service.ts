import { checkFuse, type Fuse } from '../changes/fuse.js';
import { type GivenGroup, nameOf, noGroups, parseGivenGroups, type WholeGroup } from '../changes/given-groups.js';
import { type Plan, planRemoval, planReplacement, planRetirement, presentAmong } from '../changes/plan.js';
import { RevisionPassed } from '../changes/precondition.js';
import { Faults } from '../faults/faults.js';
import type { TargetGroupErrorCode } from '../faults/codes.js';
import { TargetGroupError } from '../faults/target-group-error.js';
import { whyTooManyTargets } from '../groups/group-size.js';
import type { GroupKey } from '../groups/target-group.js';
import type { Revision, StoredGroup } from '../groups/revision.js';
import { filterFor, type Selector } from '../listing/filter.js';
import { anyTargetPattern } from '../listing/target-pattern.js';
import { checkPolicies, type TargetPolicy } from '../policy/target-policy.js';
import type { ChangeOptions, Snapshot, TargetGroupStore } from '../ports/target-group-store.js';
import { forEach, inTurns, type Work } from '../turns.js';
import { type BulkChange, type BulkResult, carryOut } from './carry-out.js';
import type { ServiceLimits } from './target-group-service.js';

/** What else is known of a request that changes many groups. */
export interface BulkOptions extends Omit<ChangeOptions, 'onlyIf'> {
  /** Names who asks, in any text, as for changes of one group. */
  readonly source?: string;
  /** Throws when whoever asks may not change a group. */
  readonly authorize?: (key: GroupKey) => void;
  /** The change is only made if the revision of all groups is one of these. */
  readonly onlyIf?: readonly Revision[] | undefined;
  /** Lets the fuse pass exactly so many targets that are taken away. */
  readonly force?: number | undefined;
  /** Is told of every change of a group, as soon as it is durable, and of one that is only tried. */
  readonly made?: (change: BulkChange) => void;
}

/** What is to become of the groups that are not given. */
export interface ReplaceOptions extends BulkOptions {
  /** The groups that the request is about: every group that is given has to match, as it will be. */
  readonly selector?: Selector;
  /** Whether the groups that match and are not given are removed. */
  readonly isPruning?: boolean;
}

export interface BulkLimits extends ServiceLimits {
  readonly fuse: Fuse;
}

/** Everything that a change of many groups would do, and what may be in its way, before anything is stored. */
type Planner = (snapshot: Snapshot) => Promise<Plan>;

/**
 * Changes of many groups at once: replace, remove, retire a target everywhere. All is checked before anything is stored,
 * and a request that rejects, with `TargetGroupError` or what `authorize` throws, has changed nothing. Then each group is
 * stored on its own, and the result says what became of it. These changes happen one after another, so that each is
 * judged by what the one before it left behind; changes of single groups are made meanwhile.
 */
export class BulkService {
  private last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly store: TargetGroupStore,
    private readonly policies: readonly TargetPolicy[],
    private readonly limits: BulkLimits,
  ) {}

  /**
   * Replaces each group as a whole, as a change of that group alone would, and removes others if it is told to: only
   * those that are still as they were when the fuse counted them, and only when all that are given were stored.
   * @throws TargetGroupError as `parseGivenGroups`, the policies and `checkFuse`; `too_many_targets`; `name_too_long`;
   * `take_over_not_permitted`; `groups_empty` for a list without a group, unless others are removed; RevisionPassed
   */
  async replace(list: readonly WholeGroup[], options: ReplaceOptions = {}): Promise<BulkResult> {
    const { turns } = this.limits;
    const { selector, isPruning = false, authorize = permit, source = '' } = options;
    if (list.length === 0 && !isPruning) throw noGroups();
    const filter = selector && filterFor(selector);
    const { groups, reaches } = await inTurns(parseGivenGroups(list, { authorize, filter }), turns);
    await checkPolicies(reaches, this.policies, source, turns);
    return this.change(options, async (snapshot) => {
      const present = await this.present(snapshot, groups, options);
      await inTurns(this.checkSizes(groups, present), turns);
      return inTurns(planReplacement(snapshot, groups, present, isPruning ? (selector ?? {}) : undefined), turns);
    });
  }

  /**
   * Removes the groups that match, if they are still as they were when the fuse counted them.
   * @throws TargetGroupError as `checkFuse`; RevisionPassed
   */
  remove(selector: Selector, options: BulkOptions = {}): Promise<BulkResult> {
    return this.change(options, (snapshot) => inTurns(planRemoval(snapshot, selector), this.limits.turns));
  }

  /**
   * Takes the targets that match one of the patterns (see `Selector.targets`) out of every group that has them; a group
   * that has no others is removed.
   * @throws TargetGroupError as `checkFuse`; RevisionPassed
   */
  retire(patterns: readonly string[], options: BulkOptions = {}): Promise<BulkResult> {
    const isRetired = anyTargetPattern(patterns);
    return this.change(options, (snapshot) => inTurns(planRetirement(snapshot, isRetired), this.limits.turns));
  }

  private change(options: BulkOptions, planFor: Planner): Promise<BulkResult> {
    const run = this.last.then(async () => {
      const { onlyIf, authorize = permit } = options;
      const snapshot = await this.store.snapshot();
      if (onlyIf?.includes(snapshot.revision) === false) throw new RevisionPassed(snapshot.revision);
      const plan = await planFor(snapshot);
      await inTurns(
        forEach(plan.changes, ({ key }) => {
          authorize(key);
        }),
        this.limits.turns,
      );
      checkFuse(plan, this.limits.fuse, options.force);
      return carryOut(plan, this.store, this.limits.turns, options);
    });
    this.last = run.catch(() => undefined);
    return run;
  }

  /** What there is under the names of the groups, also where a snapshot does not show it. */
  private async present(
    snapshot: Snapshot,
    groups: readonly GivenGroup[],
    options: BulkOptions,
  ): Promise<ReadonlyMap<string, StoredGroup>> {
    const { turns } = this.limits;
    const present = await inTurns(presentAmong(snapshot, groups), turns);
    const faults = new Faults();
    for (const { key, place } of groups) {
      if (turns.isOver()) await turns.next();
      if (present.has(nameOf(key))) continue;
      const stored = await this.look(key, options, faults.within(place));
      if (stored !== undefined) present.set(nameOf(key), stored);
    }
    faults.throwIfAny();
    return present;
  }

  /** Asks for a group that a snapshot does not show, and whether it could be changed. */
  private async look(key: GroupKey, { mayTakeOver }: BulkOptions, faults: Faults): Promise<StoredGroup | undefined> {
    try {
      const { found } = await this.store.update(key, (current) => current, {
        ...(mayTakeOver && { mayTakeOver }),
        dryRun: true,
      });
      return found;
    } catch (error) {
      if (!(error instanceof TargetGroupError)) throw error;
      if (REFUSALS.includes(error.code))
        for (const { path, code, message } of error.faults) faults.add(path, code, message);
      return undefined;
    }
  }

  private *checkSizes(groups: readonly GivenGroup[], present: ReadonlyMap<string, StoredGroup>): Work<void> {
    const { maxTargets } = this.limits;
    const faults = new Faults();
    yield* forEach(groups, ({ key, group, place }) => {
      const has = present.get(nameOf(key))?.group.targets.length ?? 0;
      const reason = whyTooManyTargets(key, has, group.targets.length, maxTargets);
      if (reason !== undefined) faults.within(place).add('targets', 'too_many_targets', reason);
    });
    faults.throwIfAny();
  }
}

function permit(): void {
  return;
}

/** Why a group could never be stored; what else is in the way of it shows when it is stored. */
const REFUSALS: readonly TargetGroupErrorCode[] = ['invalid_name', 'name_too_long', 'take_over_not_permitted'];
