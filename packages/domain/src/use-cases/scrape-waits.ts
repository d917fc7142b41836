import { nameOf } from '../changes/given-groups.js';
import type { StoredGroup } from '../groups/revision.js';
import type { ObservedPrometheus } from '../ports/observed-prometheus.js';
import type { GroupEvent, Unsubscribe } from '../ports/target-group-store.js';
import { unanswered } from '../scrapes/ask.js';
import {
  countsSince,
  type Expectation,
  type Missing,
  missingIn,
  type Observation,
  observe,
  standingOf,
} from '../scrapes/expectation.js';
import type { PrometheusFacts } from '../scrapes/facts.js';
import { JudgedOnce } from '../scrapes/judged-once.js';
import type { Published } from '../scrapes/judgement.js';
import { publishedBy } from '../scrapes/published-groups.js';
import { MAX_AGE_OF_POLL, PrometheusPolls } from './prometheus-polls.js';
import type { ScrapeParts } from './scrape-status.js';

/** How a wait ended. */
export type WaitOutcome =
  /** All that was waited for is up; it is certain that something will not be; or the time is over. */
  | { readonly end: 'up' | 'certain' | 'timeout'; readonly last: Observation }
  /** The group does not hold that any more; `undefined` where it is gone, or cannot be read. */
  | { readonly end: 'changed'; readonly missing: Missing | undefined }
  /** The service is stopping, or whoever waited has left. */
  | { readonly end: 'stopping' | 'left' };

/** What somebody waits for. */
export interface Wish extends Pick<Expectation, 'key'> {
  /** As in `Expectation`; without `since` it is the moment at which the wait begins. */
  readonly change?: Omit<NonNullable<Expectation['change']>, 'since'> & { readonly since?: number | undefined };
}

/** A place among those who wait. */
export interface WaitingPlace {
  /**
   * Resolves when every target is up on every Prometheus that answers, seen by a scrape that counts; when that is certain
   * not to happen; or when something else ends the wait. A Prometheus that has said nothing since the wait began is waited
   * for, but not for longer than ten seconds. While none answers nothing is certain.
   * @param seconds how long it takes at most
   */
  until(wish: Wish, seconds: number): Promise<WaitOutcome>;

  /** Gives the place back, and ends the wait. */
  leave(): void;
}

/** How many may wait at a time. */
const MAX_WAITING = 1000;

/** How many seconds a Prometheus that says nothing is waited for. */
const PATIENCE_WITH_SILENT = 10;

/** One who waits. */
interface Waiter {
  readonly expectation: Expectation;
  /** When the wait began, in seconds since the epoch. */
  readonly begun: number;
  /** The newest version of the group, once it is known. */
  current: StoredGroup | undefined;
  isTimeOver: boolean;
  readonly end: (outcome: WaitOutcome) => void;
  readonly fail: (error: unknown) => void;
}

/**
 * Waiting until targets are up. While somebody waits, each Prometheus is asked every two seconds for all who wait
 * together, however long another one takes; after the last one has left, nobody is asked. Who waits holds nothing that
 * others need.
 */
export class ScrapeWaits {
  private readonly places = new Set<WaitingPlace>();
  private readonly waiters = new Map<string, Set<Waiter>>();
  private readonly polls: PrometheusPolls;
  private readonly publishedIn: ReturnType<typeof publishedBy>;
  private published: Published;
  private readonly judgedGroups: JudgedOnce;
  private examining: 'no' | 'yes' | 'again' = 'no';
  private unsubscribe: Unsubscribe | undefined;
  private isStopping = false;

  constructor(private readonly parts: ScrapeParts) {
    const { prometheus, clock, publication, turns } = parts;
    this.publishedIn = publishedBy(publication);
    this.judgedGroups = new JudgedOnce(turns);
    this.published = this.publishedIn({ groups: [] });
    const isWanted = (): boolean => this.waiters.size > 0;
    this.polls = new PrometheusPolls(prometheus, clock, isWanted, () => void this.examine());
  }

  /** How many places are taken. */
  get count(): number {
    return this.places.size;
  }

  /** A place, to be taken before the change that is then waited for; `undefined` when all are taken. */
  enter(): WaitingPlace | undefined {
    if (this.places.size >= MAX_WAITING) return undefined;
    let leave = (): void => undefined;
    const place: WaitingPlace = {
      until: (wish, seconds) =>
        new Promise((resolve, reject) => {
          if (this.isStopping) resolve({ end: 'stopping' });
          else if (!this.places.has(place)) resolve({ end: 'left' });
          else leave = this.begin(wish, seconds, resolve, reject);
        }),
      leave: () => {
        this.places.delete(place);
        leave();
      },
    };
    this.places.add(place);
    return place;
  }

  /** Ends all waits, and those that begin later at once. */
  stop(): void {
    this.isStopping = true;
    for (const waiter of this.everybody()) waiter.end({ end: 'stopping' });
  }

  /** @returns what ends the wait when whoever waits has left */
  private begin(
    { key, change }: Wish,
    seconds: number,
    resolve: (outcome: WaitOutcome) => void,
    reject: (error: unknown) => void,
  ): () => void {
    const { clock } = this.parts;
    const begun = clock.now();
    const finish = (): void => {
      cancel();
      this.remove(waiter);
    };
    const waiter: Waiter = {
      expectation: { key, change: change && { ...change, since: change.since ?? begun } },
      begun,
      current: undefined,
      isTimeOver: false,
      end: (outcome) => {
        finish();
        resolve(outcome);
      },
      fail: (error) => {
        finish();
        reject(error);
      },
    };
    const cancel = clock.after(seconds, () => {
      waiter.isTimeOver = true;
      void this.examine();
    });
    this.add(waiter);
    void this.catchUp(waiter);
    this.polls.begin();
    return () => {
      waiter.end({ end: 'left' });
    };
  }

  /** Nobody was told of what happened between the change and the begin of the wait. */
  private async catchUp(waiter: Waiter): Promise<void> {
    const current = await this.parts.store.find(waiter.expectation.key).catch(() => undefined);
    if (waiter.current === undefined && this.isWaiting(waiter)) this.follow(waiter, current);
  }

  private readonly heard = ({ key, after }: GroupEvent): void => {
    for (const waiter of [...(this.waiters.get(nameOf(key)) ?? [])]) this.follow(waiter, after);
  };

  private follow(waiter: Waiter, current: StoredGroup | undefined): void {
    const missing = current && missingIn(waiter.expectation, current);
    if (current === undefined || missing !== undefined) waiter.end({ end: 'changed', missing });
    else waiter.current = current;
  }

  /** Looks at everybody who waits, when a Prometheus has said something new; once more for what it says meanwhile. */
  private async examine(): Promise<void> {
    if (this.examining !== 'no') {
      this.examining = 'again';
      return;
    }
    const { store, turns } = this.parts;
    do {
      this.examining = 'yes';
      // Where it is not certain what the groups are, what was known last has to do.
      const snapshot = await store.snapshot().catch(() => undefined);
      if (snapshot !== undefined) this.published = this.publishedIn(snapshot);
      for (const waiter of this.everybody()) {
        if (this.isWaiting(waiter)) await this.look(waiter).catch(waiter.fail);
        if (turns.isOver()) await turns.next();
      }
    } while (this.isToExamineAgain());
    this.examining = 'no';
  }

  private isToExamineAgain(): boolean {
    return this.examining === 'again';
  }

  private async look(waiter: Waiter): Promise<void> {
    const { expectation, current, isTimeOver } = waiter;
    if (current === undefined) {
      if (isTimeOver) waiter.end({ end: 'changed', missing: undefined });
      return;
    }
    const { said, isComplete } = this.saidFor(waiter, current);
    const facts = this.filled(said, waiter, () => undefined);
    const judged = await this.judgedGroups.of(current, facts, this.published);
    if (!this.isWaiting(waiter) || waiter.current !== current) return;
    const standing = standingOf(expectation, judged);
    if (standing === 'certain' || (standing === 'up' && isComplete))
      waiter.end({ end: standing, last: observe(expectation, judged, facts) });
    else if (isTimeOver) {
      // What was said too early ends no wait, but is better than nothing for who has to do without more.
      const known = this.filled(said, waiter, (each) => each.known());
      waiter.end({
        end: 'timeout',
        last: observe(expectation, await this.judgedGroups.of(current, known, this.published), known),
      });
    }
  }

  /** What each Prometheus said that counts, and whether nobody has to be waited for who has said nothing yet. */
  private saidFor(
    { expectation, begun }: Waiter,
    current: StoredGroup,
  ): {
    readonly said: readonly (PrometheusFacts | undefined)[];
    readonly isComplete: boolean;
  } {
    const since = Math.max(countsSince(expectation, current), begun - MAX_AGE_OF_POLL);
    const said = this.polls.askedSince(since);
    const isOverdue = this.parts.clock.now() >= Math.max(since, begun) + PATIENCE_WITH_SILENT;
    return { said, isComplete: isOverdue || said.every((facts) => facts !== undefined) };
  }

  /** With something for each that has said nothing that counts. */
  private filled(
    said: readonly (PrometheusFacts | undefined)[],
    { begun }: Waiter,
    instead: (prometheus: ObservedPrometheus) => PrometheusFacts | undefined,
  ): readonly PrometheusFacts[] {
    return this.parts.prometheus.map(
      (each, index) => said[index] ?? instead(each) ?? unanswered(each.url, begun, SAID_NOTHING),
    );
  }

  private add(waiter: Waiter): void {
    const name = nameOf(waiter.expectation.key);
    const others = this.waiters.get(name);
    if (others === undefined) this.waiters.set(name, new Set([waiter]));
    else others.add(waiter);
    this.unsubscribe ??= this.parts.store.subscribe(this.heard);
  }

  private remove(waiter: Waiter): void {
    const name = nameOf(waiter.expectation.key);
    const others = this.waiters.get(name);
    others?.delete(waiter);
    if (others?.size === 0) this.waiters.delete(name);
    if (this.waiters.size > 0) return;
    this.unsubscribe?.();
    this.unsubscribe = undefined;
  }

  private isWaiting(waiter: Waiter): boolean {
    return this.waiters.get(nameOf(waiter.expectation.key))?.has(waiter) === true;
  }

  private everybody(): readonly Waiter[] {
    return [...this.waiters.values()].flatMap((waiters) => [...waiters]);
  }
}

const SAID_NOTHING = 'it has not answered since the wait began';
