import { prepareAdd } from '../changes/add.js';
import { prepareEnsure } from '../changes/ensure.js';
import { fault } from '../faults/target-group-error.js';
import { prepareRemove } from '../changes/remove.js';
import type { PreparedChange } from '../changes/prepared-change.js';
import { prepareReplace } from '../changes/replace.js';
import { prepareWithdraw } from '../changes/withdraw.js';
import type { StoredGroup } from '../groups/revision.js';
import {
  type Change,
  describeKey,
  type GroupKey,
  type TargetGroup,
  type TargetGroupInput,
} from '../groups/target-group.js';
import type { ChangeOptions, TargetGroupStore, Transition } from '../ports/target-group-store.js';
import { checkPolicies, isWithin, type Reach, reachOf, type TargetPolicy } from '../policy/target-policy.js';
import { whyTooManyTargets } from '../groups/group-size.js';
import { inTurns, ONE_TURN, type Turns, type Work } from '../turns.js';

/** What else is known of a request. */
export interface RequestOptions extends ChangeOptions {
  /** Names who asks, in any text. Requests of different sources do not wait for each other's policies. */
  readonly source?: string;
  /** Whether what is so already counts as done; see `ensure` and `withdraw`. It is always so for `replace`. */
  readonly idempotent?: boolean;
}

/** What a change found and left behind, and what its request gave. */
export interface MadeChange extends Transition {
  /** The targets, as they stand in the group. */
  readonly given: readonly { readonly target: string }[];
}

/** What bounds the use cases. */
export interface ServiceLimits {
  /** How many targets a group may have. A larger one is still shown, and may change as long as it does not grow. */
  readonly maxTargets: number;
  /** How requests with many targets share the thread with others. */
  readonly turns: Turns;
}

const NO_LIMITS: ServiceLimits = { maxTargets: Infinity, turns: ONE_TURN };

/**
 * The use cases: show, replace, add to and remove target groups. The input of a change is checked before the store is
 * asked for anything: first by the rules (see `replace`, `add`, `remove`, `ensure` and `withdraw`), then by the policies.
 * These judge what the change makes Prometheus connect to: the targets that a request gives, and those already there that
 * it moves to another port. `TargetGroupStore` says what is guaranteed. A change that rejects, with `TargetGroupError`,
 * has changed nothing; its code is `too_many_targets` where a group would have more than it may.
 */
export class TargetGroupService {
  constructor(
    private readonly store: TargetGroupStore,
    private readonly policies: readonly TargetPolicy[] = [],
    private readonly limits: ServiceLimits = NO_LIMITS,
  ) {}

  show(key: GroupKey): Promise<StoredGroup | undefined> {
    return this.store.find(key);
  }

  replace(key: GroupKey, input: TargetGroupInput, options?: RequestOptions): Promise<MadeChange> {
    return this.change(key, prepareReplace(key, input), options);
  }

  add(key: GroupKey, input: TargetGroupInput, options?: RequestOptions): Promise<MadeChange> {
    const prepare = options?.idempotent === true ? prepareEnsure : prepareAdd;
    return this.change(key, prepare(key, input), options);
  }

  /** Removes the whole group when there is no input. */
  remove(key: GroupKey, input: TargetGroupInput | undefined, options?: RequestOptions): Promise<MadeChange> {
    const prepare = options?.idempotent === true ? prepareWithdraw : prepareRemove;
    return this.change(key, prepare(key, input), options);
  }

  private async change(key: GroupKey, work: Work<PreparedChange>, options?: RequestOptions): Promise<MadeChange> {
    const prepared = await inTurns(work, this.limits.turns);
    return { ...(await this.make(key, prepared, options)), given: prepared.given };
  }

  private async make(key: GroupKey, prepared: PreparedChange, options: RequestOptions = {}): Promise<Transition> {
    if (prepared.dependsOnCurrent) return this.update(key, prepared, options);
    const group = prepared.apply(undefined);
    // Whether the group grows shows only beside the one that is there.
    if (group === undefined || group.targets.length > this.limits.maxTargets)
      return this.update(key, prepared, options);
    await this.review(prepared, undefined, options);
    return this.store.replace(key, group, options);
  }

  /** Asks the policies before the store, and again when the group has changed meanwhile. */
  private async update(key: GroupKey, prepared: PreparedChange, options: RequestOptions): Promise<Transition> {
    const change: Change = (current) => this.bounded(key, current, prepared.apply(current));
    if (this.policies.length === 0) return this.store.update(key, change, options);
    let seen = (await this.store.find(key))?.group;
    for (let review = 1; review <= MAX_REVIEWS; review++) {
      const reviewed = await this.review(prepared, seen, options);
      try {
        const checked: Change = (current) => {
          if (!isWithin(reachOf(prepared, current), reviewed)) throw new Unreviewed(current);
          return change(current);
        };
        return await this.store.update(key, checked, options);
      } catch (error) {
        if (!(error instanceof Unreviewed)) throw error;
        seen = error.current;
      }
    }
    throw fault(
      '',
      'storage_unavailable',
      `the target group ${describeKey(key)} changes faster than it can be checked what may be registered; nothing was changed`,
    );
  }

  private async review(
    prepared: PreparedChange,
    current: TargetGroup | undefined,
    { source = '' }: RequestOptions,
  ): Promise<Reach> {
    const reach = reachOf(prepared, current);
    await checkPolicies([reach], this.policies, source, this.limits.turns);
    return reach;
  }

  private bounded(
    key: GroupKey,
    before: TargetGroup | undefined,
    after: TargetGroup | undefined,
  ): TargetGroup | undefined {
    const [has, wouldHave] = [before?.targets.length ?? 0, after?.targets.length ?? 0];
    const reason = whyTooManyTargets(key, has, wouldHave, this.limits.maxTargets);
    if (reason !== undefined) throw fault('targets', 'too_many_targets', reason);
    return after;
  }
}

/** How often the policies review a change whose group others keep moving. */
const MAX_REVIEWS = 20;

/** Ends an attempt to store a change that reaches more than the policies were asked about. */
class Unreviewed extends Error {
  constructor(readonly current: TargetGroup | undefined) {
    super('the group has changed since the policies were asked');
  }
}
