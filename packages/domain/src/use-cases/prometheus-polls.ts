import type { Clock } from '../ports/clock.js';
import type { ObservedPrometheus } from '../ports/observed-prometheus.js';
import type { PrometheusFacts } from '../scrapes/facts.js';

/** How old facts may be, in seconds, while somebody waits. */
export const MAX_AGE_OF_POLL = 2;

/** How often each is asked, in seconds: when facts of the age that is asked for are surely older. */
const INTERVAL = MAX_AGE_OF_POLL + 0.01;

/** How soon one that had nothing new to say, or took long, is asked again, in seconds. */
const MIN_PAUSE = 0.25;

/** Asks each Prometheus again and again while somebody waits, each at its own pace. */
export class PrometheusPolls {
  private readonly latest = new Map<ObservedPrometheus, PrometheusFacts>();
  private readonly asked = new Set<ObservedPrometheus>();

  /**
   * @param isWanted whether somebody still waits
   * @param onNews called when one has said something new
   */
  constructor(
    private readonly prometheus: readonly ObservedPrometheus[],
    private readonly clock: Clock,
    private readonly isWanted: () => boolean,
    private readonly onNews: () => void,
  ) {}

  /** Begins to ask those that are not being asked, until nobody waits any more. */
  begin(): void {
    for (const each of this.prometheus)
      if (!this.asked.has(each)) {
        this.asked.add(each);
        void this.ask(each);
      }
  }

  /** What each said last, in their order; `undefined` where it was asked before that moment. */
  askedSince(moment: number): readonly (PrometheusFacts | undefined)[] {
    return this.prometheus.map((each) => {
      const facts = this.latest.get(each);
      return facts !== undefined && facts.askedAt >= moment ? facts : undefined;
    });
  }

  private async ask(prometheus: ObservedPrometheus): Promise<void> {
    while (this.isWanted()) {
      const facts = await prometheus.facts(MAX_AGE_OF_POLL);
      const isNew = facts !== this.latest.get(prometheus);
      this.latest.set(prometheus, facts);
      if (isNew) this.onNews();
      const untilDue = facts.askedAt + INTERVAL - this.clock.now();
      await this.pause(isNew ? Math.min(Math.max(untilDue, MIN_PAUSE), INTERVAL) : MIN_PAUSE);
    }
    this.asked.delete(prometheus);
    this.latest.delete(prometheus);
  }

  private pause(seconds: number): Promise<void> {
    return new Promise((resolve) => {
      this.clock.after(seconds, resolve);
    });
  }
}
