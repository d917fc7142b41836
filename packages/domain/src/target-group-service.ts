import { add } from './add.js';
import { remove } from './remove.js';
import { replace } from './replace.js';
import type { GroupKey, TargetGroup, TargetGroupInput } from './target-group.js';
import type { TargetGroupStore, Transition } from './target-group-store.js';

/**
 * The use cases: show, replace, add to and remove target groups. The input of a change is checked before the store is
 * asked for anything; see `replace`, `add` and `remove` for the rules and `TargetGroupStore` for the guarantees. All
 * reject with `TargetGroupError` and have then changed nothing.
 */
export class TargetGroupService {
  constructor(private readonly store: TargetGroupStore) {}

  async show(key: GroupKey): Promise<TargetGroup | undefined> {
    return this.store.find(key);
  }

  async replace(key: GroupKey, input: TargetGroupInput): Promise<Transition> {
    const change = replace(key, input);
    const isWhole = input.targets !== undefined && input.labels !== undefined;
    return isWhole ? this.store.replace(key, change(undefined)) : this.store.update(key, change);
  }

  async add(key: GroupKey, input: TargetGroupInput): Promise<Transition> {
    return this.store.update(key, add(key, input));
  }

  /** Without an input the whole group goes. */
  async remove(key: GroupKey, input: TargetGroupInput | undefined): Promise<Transition> {
    return this.store.update(key, remove(key, input));
  }
}
