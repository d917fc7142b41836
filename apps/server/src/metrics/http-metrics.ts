import type { ChangeOutcome } from '@target-eye/domain';
import { Counter, Histogram, type Registry } from 'prom-client';
import { type Failure, outcomeOf } from '../http/answer/failure.js';
import type { HttpEvents, InvalidRequest, Peer } from '../http/events/http-events.js';
import type { Exchange } from '../http/request/exchange.js';

const METHODS: readonly string[] = ['GET', 'HEAD', 'PUT', 'POST', 'DELETE'];

/** Not a status of HTTP: the client went away before it was answered. nginx counts it under the same number. */
const CLIENT_GONE = 499;

/** A defect, and the code whose first time must not go unnoticed. */
const INTERNAL_ERROR = 500;

/** Methods and schemes that clients invent must not become series of their own. */
const OTHER = 'other';

const CAN_HAPPEN: Readonly<Record<string, readonly (ChangeOutcome | ReturnType<typeof outcomeOf>)[]>> = {
  PUT: ['created', 'changed', 'unchanged', 'refused', 'failed'],
  POST: ['created', 'changed', 'refused', 'failed'],
  DELETE: ['changed', 'removed', 'refused', 'failed'],
};

const SCHEMES: readonly string[] = ['basic', 'bearer', 'certificate', OTHER];

/** Counts requests, changes and refused callers. What can happen is there with 0 before it happens. */
export class HttpMetrics implements Omit<HttpEvents, 'answerUnread'> {
  private readonly requests: Counter<'method' | 'code'>;
  private readonly durations: Histogram<'method'>;
  private readonly changes: Counter<'verb' | 'outcome'>;
  private readonly loginsRefused: Counter<'scheme'>;
  private readonly rateLimitedRequests: Counter;
  private readonly connectionsDropped: Counter;

  constructor(registry: Registry) {
    const registers = [registry];
    this.requests = new Counter({
      name: 'target_eye_http_requests_total',
      help: 'Requests that were answered, by method and status code; 499 when the client went away before.',
      labelNames: ['method', 'code'],
      registers,
    });
    this.durations = new Histogram({
      name: 'target_eye_http_request_duration_seconds',
      help: 'Time from the header of a request to the end of its answer.',
      labelNames: ['method'],
      buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers,
    });
    this.changes = new Counter({
      name: 'target_eye_changes_total',
      help: 'Changes of target groups that were asked for, by what became of them.',
      labelNames: ['verb', 'outcome'],
      registers,
    });
    this.loginsRefused = new Counter({
      name: 'target_eye_logins_refused_total',
      help: 'Logins that were refused, and clients whose certificate was.',
      labelNames: ['scheme'],
      registers,
    });
    this.rateLimitedRequests = new Counter({
      name: 'target_eye_rate_limited_requests_total',
      help: 'Requests that were refused because their client sent too many.',
      registers,
    });
    this.connectionsDropped = new Counter({
      name: 'target_eye_connections_dropped_total',
      help: 'Connections that were closed at once because there were too many.',
      registers,
    });
    for (const method of [...METHODS, OTHER]) this.requests.inc({ method, code: INTERNAL_ERROR }, 0);
    for (const [verb, outcomes] of Object.entries(CAN_HAPPEN))
      for (const outcome of outcomes) this.changes.inc({ verb, outcome }, 0);
    for (const scheme of SCHEMES) this.loginsRefused.inc({ scheme }, 0);
  }

  requested({ method: sent, response }: Exchange, seconds: number): void {
    const method = METHODS.includes(sent) ? sent : OTHER;
    this.requests.inc({ method, code: response.headersSent ? response.statusCode : CLIENT_GONE });
    this.durations.observe({ method }, seconds);
  }

  changed({ method }: Exchange, outcome: ChangeOutcome): void {
    this.changes.inc({ verb: method, outcome });
  }

  failed({ act, method }: Exchange, failure: Failure): void {
    if (act === 'change') this.changes.inc({ verb: method, outcome: outcomeOf(failure) });
  }

  loginRefused(_exchange: Exchange, { scheme }: { readonly scheme: string }): void {
    this.loginsRefused.inc({ scheme: knownScheme(scheme) });
  }

  rateLimited(): void {
    this.rateLimitedRequests.inc();
  }

  clientTurnedAway(): void {
    this.loginsRefused.inc({ scheme: 'certificate' });
  }

  connectionDropped(): void {
    this.connectionsDropped.inc();
  }

  /** It has no duration, because it is not known when it began. */
  invalidRequest(_peer: Peer, { status }: Pick<InvalidRequest, 'status'>): void {
    this.requests.inc({ method: OTHER, code: status });
  }
}

function knownScheme(scheme: string): string {
  const known = scheme.toLowerCase();
  return SCHEMES.includes(known) ? known : OTHER;
}
