import type { StoredGroup } from '../groups/revision.js';
import { inTurns, type Turns } from '../turns.js';
import type { PrometheusFacts } from './facts.js';
import { judging } from './judge.js';
import type { JudgedGroup, Published } from './judgement.js';

/** What was judged last of a group. */
interface Known {
  readonly by: readonly PrometheusFacts[];
  readonly published: Published;
  readonly judged: JudgedGroup;
}

/** Judges a group once for all who ask by the same facts, one of them after another. */
export class JudgedOnce {
  private readonly known = new WeakMap<StoredGroup, Known>();

  constructor(private readonly turns: Turns) {}

  async of(stored: StoredGroup, facts: readonly PrometheusFacts[], published: Published): Promise<JudgedGroup> {
    const known = this.known.get(stored);
    if (known?.published === published && known.by.every((each, index) => saysTheSame(each, facts[index])))
      return known.judged;
    const judged = await inTurns(judging(stored, facts, published), this.turns);
    this.known.set(stored, { by: facts, published, judged });
    return judged;
  }
}

/** Of what is silent, only the reason is judged. */
function saysTheSame(one: PrometheusFacts, other: PrometheusFacts | undefined): boolean {
  return one === other || (other !== undefined && !one.view && !other.view && one.reason === other.reason);
}
