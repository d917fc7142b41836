import type { Snapshot } from '../ports/target-group-store.js';
import { inTurns, type Turns } from '../turns.js';
import type { PrometheusFacts } from './facts.js';
import { judgeAll, type JudgedGroups } from './judged-groups.js';
import type { Published } from './judgement.js';

interface Latest {
  readonly snapshot: Snapshot;
  readonly facts: readonly PrometheusFacts[];
  readonly judged: Promise<JudgedGroups>;
}

/** Judges all groups once for all who ask by the same facts, and of newer groups by these facts only what is new. */
export class LatestJudged {
  private latest: Latest | undefined;

  constructor(private readonly turns: Turns) {}

  of(snapshot: Snapshot, facts: readonly PrometheusFacts[], published: Published): Promise<JudgedGroups> {
    const before = this.latest?.facts.every((each, index) => each === facts[index]) === true ? this.latest : undefined;
    if (before?.snapshot === snapshot) return before.judged;
    const judge = (known?: JudgedGroups): Promise<JudgedGroups> =>
      inTurns(judgeAll(snapshot, facts, published, known), this.turns);
    this.latest = { snapshot, facts, judged: before === undefined ? judge() : before.judged.then(judge) };
    return this.latest.judged;
  }
}
