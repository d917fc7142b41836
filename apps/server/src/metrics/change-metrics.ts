import type { ChangeOutcome } from '@target-eye/domain';
import { Counter, type Registry } from 'prom-client';
import { type Failure, outcomeOf } from '../http/answer/failure.js';
import type { HttpEvents } from '../http/events/http-events.js';
import type { Exchange } from '../http/request/exchange.js';

const CAN_HAPPEN: Readonly<Record<string, readonly (ChangeOutcome | ReturnType<typeof outcomeOf>)[]>> = {
  PUT: ['created', 'changed', 'unchanged', 'removed', 'refused', 'failed'],
  POST: ['created', 'changed', 'unchanged', 'refused', 'failed'],
  DELETE: ['changed', 'unchanged', 'removed', 'refused', 'failed'],
};

/** Counts changes of target groups. What can happen is there with 0 before it happens. */
export class ChangeMetrics implements Pick<HttpEvents, 'changed' | 'failed'> {
  private readonly changes: Counter<'verb' | 'outcome'>;

  constructor(registry: Registry) {
    this.changes = new Counter({
      name: 'target_eye_changes_total',
      help: 'Changes of target groups that were asked for, by what became of them.',
      labelNames: ['verb', 'outcome'],
      registers: [registry],
    });
    for (const [verb, outcomes] of Object.entries(CAN_HAPPEN))
      for (const outcome of outcomes) this.changes.inc({ verb, outcome }, 0);
  }

  changed({ method }: Exchange, outcome: ChangeOutcome): void {
    this.changes.inc({ verb: method, outcome });
  }

  failed({ act, method }: Exchange, failure: Failure): void {
    if (act === 'change') this.changes.inc({ verb: method, outcome: outcomeOf(failure) });
  }
}
