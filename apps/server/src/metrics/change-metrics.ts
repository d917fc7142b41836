import type { ChangeOutcome } from '@target-eye/domain';
import { Counter, Histogram, type Registry } from 'prom-client';
import { type Failure, outcomeOf } from '../http/answer/failure.js';
import type { HttpEvents, OutcomeCounts } from '../http/events/http-events.js';
import type { Exchange } from '../http/request/exchange.js';

const CAN_HAPPEN: Readonly<Record<string, readonly (ChangeOutcome | ReturnType<typeof outcomeOf>)[]>> = {
  PUT: ['created', 'changed', 'unchanged', 'removed', 'refused', 'failed'],
  POST: ['created', 'changed', 'unchanged', 'refused', 'failed'],
  DELETE: ['changed', 'unchanged', 'removed', 'refused', 'failed'],
};

const OUTCOMES: readonly (keyof OutcomeCounts)[] = ['created', 'changed', 'unchanged', 'removed', 'failed'];

/** Counts changes of target groups. What can happen is there with 0 before it happens. */
export class ChangeMetrics implements Pick<HttpEvents, 'requested' | 'changed' | 'changedMany' | 'failed'> {
  private readonly changes: Counter<'verb' | 'outcome'>;
  private readonly dryRuns: Counter<'verb'>;
  private readonly bulkSizes: Histogram;
  private readonly bulkGroups: Counter<'outcome'>;

  constructor(registry: Registry) {
    const registers = [registry];
    this.changes = new Counter({
      name: 'target_eye_changes_total',
      help: 'Changes of target groups that were asked for, by what became of them.',
      labelNames: ['verb', 'outcome'],
      registers,
    });
    this.dryRuns = new Counter({
      name: 'target_eye_dry_runs_total',
      help: 'Changes that were tried, and would have been made.',
      labelNames: ['verb'],
      registers,
    });
    this.bulkSizes = new Histogram({
      name: 'target_eye_bulk_size',
      help: 'How many groups a request to many was about.',
      buckets: [1, 10, 100, 1000, 10_000, 100_000],
      registers,
    });
    this.bulkGroups = new Counter({
      name: 'target_eye_bulk_groups_total',
      help: 'Groups of requests to many, by what became of them.',
      labelNames: ['outcome'],
      registers,
    });
    for (const [verb, outcomes] of Object.entries(CAN_HAPPEN)) {
      this.dryRuns.inc({ verb }, 0);
      for (const outcome of outcomes) this.changes.inc({ verb, outcome }, 0);
    }
    for (const outcome of OUTCOMES) this.bulkGroups.inc({ outcome }, 0);
  }

  requested({ act, method, response }: Exchange): void {
    if (act === 'trial' && response.headersSent && response.statusCode < 400) this.dryRuns.inc({ verb: method });
  }

  changed({ method }: Exchange, outcome: ChangeOutcome): void {
    this.changes.inc({ verb: method, outcome });
  }

  changedMany(_exchange: Exchange, counts: OutcomeCounts): void {
    let size = 0;
    for (const outcome of OUTCOMES) {
      size += counts[outcome];
      this.bulkGroups.inc({ outcome }, counts[outcome]);
    }
    this.bulkSizes.observe(size);
  }

  failed({ act, method }: Exchange, failure: Failure): void {
    if (act === 'change') this.changes.inc({ verb: method, outcome: outcomeOf(failure) });
  }
}
