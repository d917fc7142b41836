import type { StoredGroup } from '../groups/revision.js';
import { filterFor, type Selector } from '../listing/filter.js';
import type { Clock } from '../ports/clock.js';
import type { ObservedPrometheus } from '../ports/observed-prometheus.js';
import type { TargetGroupStore } from '../ports/target-group-store.js';
import { askAll } from '../scrapes/ask.js';
import { type CountedGroup, countedPageOf } from '../scrapes/counted-groups.js';
import type { PrometheusFacts } from '../scrapes/facts.js';
import { judging } from '../scrapes/judge.js';
import type { JudgedGroups, TargetCounts } from '../scrapes/judged-groups.js';
import type { JudgedGroup } from '../scrapes/judgement.js';
import { LatestJudged } from '../scrapes/latest-judged.js';
import { type Publication, publishedBy } from '../scrapes/published-groups.js';
import { type Summary, summarize, type SummaryRequest } from '../scrapes/summary.js';
import type { TargetStatus } from '../scrapes/status.js';
import { type StatusSample, StatusSamples } from '../scrapes/status-samples.js';
import { inTurns, type Turns } from '../turns.js';
import { listed, type ListedGroups, type ListRequest } from './group-listing.js';
import { MAX_AGE_OF_POLL } from './prometheus-polls.js';

/** What the use cases of scrapes need. */
export interface ScrapeParts {
  /** All that read our groups, none where nobody can be asked. */
  readonly prometheus: readonly ObservedPrometheus[];
  readonly store: Pick<TargetGroupStore, 'find' | 'snapshot' | 'subscribe'>;
  readonly publication: Publication;
  readonly turns: Turns;
  readonly clock: Clock;
}

/** What became of the targets of a group, and what each Prometheus said. */
export interface GroupStatus {
  readonly judged: JudgedGroup;
  /** In the order in which the Prometheus are set. */
  readonly facts: readonly PrometheusFacts[];
}

/** Which part of what became of all targets is wanted. */
export interface StatusRequest extends Omit<SummaryRequest, 'filter'> {
  readonly selector: Selector;
}

/** Which part of all groups is wanted, by what became of their targets too. */
export interface CountedListRequest extends ListRequest {
  /** Only groups that have a target of one of these; without any, the status does not matter. */
  readonly statuses: readonly TargetStatus[];
}

/** How old facts may be, in seconds, where nobody waits. */
export const MAX_AGE_OF_FACTS = 15;

/** How old they may be for a group that has changed since. */
const MAX_AGE_AFTER_CHANGE = MAX_AGE_OF_POLL;

/** How many seconds counting waits for a Prometheus. */
const PATIENCE_OF_COUNTS = 1;

/** How old facts may be, in seconds, for a list that people see with every letter they type, while newer ones come. */
const MAX_AGE_MEANWHILE = 30;

/** How many seconds such a list waits for newer ones. */
const PATIENCE_OF_LISTS = 0.2;

/** What became of targets, for those who look. Each Prometheus is asked only when somebody does. */
export class ScrapeStatus {
  private readonly latest: LatestJudged;
  private readonly publishedIn: ReturnType<typeof publishedBy>;
  private readonly samples = new StatusSamples();

  constructor(private readonly parts: ScrapeParts) {
    this.publishedIn = publishedBy(parts.publication);
    this.latest = new LatestJudged(parts.turns);
  }

  async ofGroup(stored: StoredGroup): Promise<GroupStatus> {
    const { prometheus, store, clock, turns } = this.parts;
    const maxAge = (each: ObservedPrometheus): number =>
      (each.known()?.askedAt ?? 0) > stored.changedAt ? MAX_AGE_OF_FACTS : MAX_AGE_AFTER_CHANGE;
    const facts = await askAll(prometheus, (each) => ({ maxAge: maxAge(each) }), clock);
    const published = this.publishedIn(await store.snapshot());
    return { judged: await inTurns(judging(stored, facts, published), turns), facts };
  }

  /** The targets of the groups that match. */
  async ofAll({ selector, ...page }: StatusRequest): Promise<Summary> {
    const facts = await askAll(this.parts.prometheus, () => ({ maxAge: MAX_AGE_OF_FACTS }), this.parts.clock);
    const judged = await this.judged(facts);
    return inTurns(summarize(judged, { ...page, filter: filterFor(selector) }), this.parts.turns);
  }

  /** A page of the groups that match, each with how many of its targets there are of each status. */
  async list({ selector, ...request }: CountedListRequest): Promise<ListedGroups<CountedGroup>> {
    const { prometheus, clock } = this.parts;
    const isKnown = (each: ObservedPrometheus): boolean =>
      clock.now() - (each.known()?.askedAt ?? -Infinity) <= MAX_AGE_MEANWHILE;
    const patienceWith = (each: ObservedPrometheus) => isKnown(each) && { patience: PATIENCE_OF_LISTS };
    const facts = await askAll(prometheus, (each) => ({ maxAge: MAX_AGE_OF_FACTS, ...patienceWith(each) }), clock);
    const judged = await this.judged(facts);
    const work = countedPageOf(judged, { ...request, filter: filterFor(selector) });
    return listed(await inTurns(work, this.parts.turns), judged.snapshot, selector);
  }

  /** How many targets there are of each status. It does not wait long for a Prometheus. */
  async counts(): Promise<{ readonly targets: TargetCounts; readonly disagreeing: number }> {
    const { prometheus, clock } = this.parts;
    const facts = await askAll(prometheus, () => ({ maxAge: MAX_AGE_OF_FACTS, patience: PATIENCE_OF_COUNTS }), clock);
    const { counts, disagreements } = await this.judged(facts);
    return { targets: counts, disagreeing: disagreements };
  }

  /** What was counted in the last hour, whoever wanted to know, and what is counted now; oldest first. */
  async history(): Promise<readonly StatusSample[]> {
    await this.counts();
    return this.samples.until(this.parts.clock.now());
  }

  private async judged(facts: readonly PrometheusFacts[]): Promise<JudgedGroups> {
    const snapshot = await this.parts.store.snapshot();
    const judged = await this.latest.of(snapshot, facts, this.publishedIn(snapshot));
    this.samples.record({ at: this.parts.clock.now(), targets: judged.counts });
    return judged;
  }
}
