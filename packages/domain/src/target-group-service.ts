import { add } from './add.js';
import { remove } from './remove.js';
import { replace } from './replace.js';
import type { GroupKey, TargetGroup, TargetGroupInput } from './target-group.js';
import type { TargetGroupStore, Transition } from './target-group-store.js';
import { checkPolicies, type TargetPolicy } from './target-policy.js';

/**
 * The use cases: show, replace, add to and remove target groups. The input of a change is checked before the store is
 * asked for anything, first by the rules (see `replace`, `add` and `remove`), then by the policies, which concern only
 * targets that a request gives to be stored; see `TargetGroupStore` for the guarantees. All reject with
 * `TargetGroupError` and have then changed nothing.
 */
export class TargetGroupService {
  constructor(
    private readonly store: TargetGroupStore,
    private readonly policies: readonly TargetPolicy[] = [],
  ) {}

  show(key: GroupKey): Promise<TargetGroup | undefined> {
    return this.store.find(key);
  }

  async replace(key: GroupKey, input: TargetGroupInput): Promise<Transition> {
    const change = replace(key, input);
    await this.checkPolicies(input);
    const isWhole = input.targets !== undefined && input.labels !== undefined;
    return isWhole ? this.store.replace(key, change(undefined)) : this.store.update(key, change);
  }

  async add(key: GroupKey, input: TargetGroupInput): Promise<Transition> {
    const change = add(key, input);
    await this.checkPolicies(input);
    return this.store.update(key, change);
  }

  /** Without an input the whole group goes. */
  async remove(key: GroupKey, input: TargetGroupInput | undefined): Promise<Transition> {
    return this.store.update(key, remove(key, input));
  }

  private async checkPolicies({ targets }: TargetGroupInput): Promise<void> {
    if (targets !== undefined && this.policies.length > 0) await checkPolicies(targets, this.policies);
  }
}
