import type { ActiveTarget, Clock, StoredGroup, TargetGroupStore } from '@target-eye/domain';
import { InMemoryPrometheus, PUBLISHED, scraped, type Shown, shown, viewOf } from '@target-eye/domain/testing';

/** A Prometheus in memory that reads every group as soon as it is stored, and scrapes every target when it is asked. */
export class ScrapingPrometheus extends InMemoryPrometheus {
  /** Of targets that are not plainly up: what else there is of them, or nothing where they are not among the active ones. */
  readonly targets = new Map<string, Partial<ActiveTarget> | undefined>();
  /** What else it shows. */
  shows: Partial<Shown> = {};
  private readonly groups = new Map<string, StoredGroup>();

  constructor(store: TargetGroupStore, clock: Clock, url = 'http://localhost:9090') {
    super(clock, (askedAt) => this.view(askedAt), url);
    store.subscribe(({ key, after }) => {
      if (after === undefined) this.groups.delete(PUBLISHED.nameOf(key));
      else this.groups.set(PUBLISHED.nameOf(key), after);
    });
  }

  private view(askedAt: number) {
    const read = [...this.groups].map(([name, { changedAt }]) => [`/sd/${name}`, Math.floor(changedAt)] as const);
    const active = [...this.groups.values()].flatMap((stored) =>
      stored.group.targets
        .filter((address) => !this.targets.has(address) || this.targets.get(address) !== undefined)
        .map((address) => scraped(stored, askedAt, { address, lastScrape: askedAt, ...this.targets.get(address) })),
    );
    return viewOf(shown(Object.fromEntries(read), { active, ...this.shows }));
  }
}

/** What makes a target down, for `targets` of a `ScrapingPrometheus`. */
export function down(lastError: string): Partial<ActiveTarget> {
  return { health: 'down', lastError };
}
