import { TargetGroupError } from '../faults/target-group-error.js';
import { timeText } from '../faults/text.js';
import type { Clock } from '../ports/clock.js';
import type { Problem } from '../ports/store-status.js';

/** Where a mirror says that it falls behind and catches up. */
export interface StandingEvents {
  /** What is published is not what is stored any more; told once, when that begins. */
  fellBehind(problem: Problem): void;
  /** What is published is what is stored, for the first time since the start or after it fell behind. */
  caughtUp(): void;
}

/** Whether what is published is what is stored, and if not, since when and why. */
export class MirrorStanding {
  private readonly startedAt: number;
  private hasCaughtUp = false;
  private behind: { readonly since: number; readonly problem: Problem } | undefined;

  constructor(
    private readonly clock: Clock,
    private readonly events: StandingEvents,
  ) {
    this.startedAt = clock.now();
  }

  /** `undefined` when what is published is what is stored. */
  problem(): Problem | undefined {
    if (this.hasCaughtUp || this.behind !== undefined) return this.behind?.problem;
    return notPublished(`not everything has been published since the start at ${timeText(this.startedAt)}`);
  }

  fallBehind(error: unknown): void {
    const reason = error instanceof TargetGroupError ? error.message : 'an unexpected error';
    const since = this.behind?.since ?? this.clock.now();
    const problem = notPublished(`what is published is not what is stored, since ${timeText(since)}: ${reason}`);
    const isNews = this.behind === undefined;
    this.behind = { since, problem };
    if (isNews) this.events.fellBehind(problem);
  }

  catchUp(): void {
    const isNews = !this.hasCaughtUp || this.behind !== undefined;
    this.hasCaughtUp = true;
    this.behind = undefined;
    if (isNews) this.events.caughtUp();
  }
}

function notPublished(fact: string): Problem {
  return { code: 'not_published', fact };
}
