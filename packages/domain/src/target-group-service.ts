import { add } from './add.js';
import { Faults } from './target-group-error.js';
import { remove } from './remove.js';
import { replace } from './replace.js';
import type { GroupKey, TargetGroup, TargetGroupInput } from './target-group.js';
import type { ChangeOptions, TargetGroupStore, Transition } from './target-group-store.js';
import { checkPolicies, type Effect, isWithin, reachOf, type TargetPolicy } from './target-policy.js';
import { type GivenTarget, splitTargets } from './target.js';

type Change = (current: TargetGroup | undefined) => TargetGroup | undefined;

/**
 * The use cases: show, replace, add to and remove target groups. The input of a change is checked before the store is
 * asked for anything, first by the rules (see `replace`, `add` and `remove`), then by the policies, which concern what
 * the change makes Prometheus connect to: targets that a request gives to be stored, and those already there that it
 * moves to another port; see `TargetGroupStore` for the guarantees. All reject with `TargetGroupError` and have then
 * changed nothing.
 */
export class TargetGroupService {
  constructor(
    private readonly store: TargetGroupStore,
    private readonly policies: readonly TargetPolicy[] = [],
  ) {}

  show(key: GroupKey): Promise<TargetGroup | undefined> {
    return this.store.find(key);
  }

  async replace(key: GroupKey, input: TargetGroupInput, options?: ChangeOptions): Promise<Transition> {
    const change = replace(key, input);
    const { targets, labels } = input;
    const effect: Effect = {
      given: givenIn(input),
      keeps: () => targets === undefined,
      labelsAfter: (there) => labels ?? there,
    };
    if (targets === undefined || labels === undefined) return this.update(key, change, effect, options);
    await checkPolicies(reachOf(effect, undefined), this.policies);
    return this.store.replace(key, change(undefined), options);
  }

  async add(key: GroupKey, input: TargetGroupInput, options?: ChangeOptions): Promise<Transition> {
    const effect: Effect = {
      given: givenIn(input),
      keeps: () => true,
      labelsAfter: (there) => ({ ...there, ...input.labels }),
    };
    return this.update(key, add(key, input), effect, options);
  }

  /** Without an input the whole group goes. */
  async remove(key: GroupKey, input: TargetGroupInput | undefined, options?: ChangeOptions): Promise<Transition> {
    const change = remove(key, input);
    if (input?.labels === undefined) return this.store.update(key, change, options);
    const gone = new Set(givenIn(input).map(({ target }) => target));
    const { labels } = input;
    const effect: Effect = {
      given: [],
      keeps: (target) => !gone.has(target),
      labelsAfter: (there) =>
        Object.fromEntries(Object.entries(there).filter(([name]) => !Object.hasOwn(labels, name))),
    };
    return this.update(key, change, effect, options);
  }

  /** Asks the policies before the store, and again where the group has become another one meanwhile. */
  private async update(
    key: GroupKey,
    change: Change,
    effect: Effect,
    options: ChangeOptions | undefined,
  ): Promise<Transition> {
    if (this.policies.length === 0) return this.store.update(key, change, options);
    for (let seen = await this.store.find(key); ;) {
      const reviewed = reachOf(effect, seen);
      await checkPolicies(reviewed, this.policies);
      try {
        const checked: Change = (current) => {
          if (!isWithin(reachOf(effect, current), reviewed)) throw new Unreviewed(current);
          return change(current);
        };
        return await this.store.update(key, checked, options);
      } catch (error) {
        if (!(error instanceof Unreviewed)) throw error;
        seen = error.current;
      }
    }
  }
}

/** Ends an attempt to store a change that reaches more than the policies were asked about. */
class Unreviewed extends Error {
  constructor(readonly current: TargetGroup | undefined) {
    super('the group has changed since the policies were asked');
  }
}

function givenIn({ targets }: TargetGroupInput): readonly GivenTarget[] {
  return splitTargets(targets, new Faults());
}
