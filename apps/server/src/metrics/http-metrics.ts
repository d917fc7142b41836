import { ERRORS } from '@target-eye/http-api';
import { Counter, Histogram, type Registry } from 'prom-client';
import type { Failure } from '../http/answer/failure.js';
import type { HttpEvents, InvalidRequest, Peer } from '../http/events/http-events.js';
import type { Exchange } from '../http/request/exchange.js';
import { NO_TEMPLATE, URL_TEMPLATES } from '../http/request/url-template.js';

const METHODS: readonly string[] = ['GET', 'HEAD', 'PUT', 'POST', 'DELETE'];

/** Not a status of HTTP: the client went away before it was answered. nginx counts it under the same number. */
const CLIENT_GONE = 499;

/** A defect, and the code whose first time must not go unnoticed. */
const INTERNAL_ERROR = 500;

/** Methods and schemes that clients invent must not become series of their own. */
const OTHER = 'other';

const SCHEMES: readonly string[] = ['basic', 'bearer', 'certificate', OTHER];

/** Counts requests and refused callers. What can happen is there with 0 before it happens. */
export class HttpMetrics implements Omit<HttpEvents, 'answerUnread' | 'changed' | 'changedMany'> {
  private readonly requests: Counter<'handler' | 'method' | 'code'>;
  private readonly durations: Histogram<'handler' | 'method'>;
  private readonly sizes: Histogram<'handler'>;
  private readonly errors: Counter<'error'>;
  private readonly loginsRefused: Counter<'scheme'>;
  private readonly rateLimitedRequests: Counter;
  private readonly connectionsDropped: Counter;

  constructor(registry: Registry) {
    const registers = [registry];
    this.requests = new Counter({
      name: 'target_eye_http_requests_total',
      help: 'Requests that were answered, by URL, method and status code; 499 when the client went away before.',
      labelNames: ['handler', 'method', 'code'],
      registers,
    });
    this.durations = new Histogram({
      name: 'target_eye_http_request_duration_seconds',
      help: 'Time from the header of a request to the end of its answer, without the time that it asked to wait.',
      labelNames: ['handler', 'method'],
      buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers,
    });
    this.sizes = new Histogram({
      name: 'target_eye_http_response_size_bytes',
      help: 'Length of the body of an answer, as it was sent.',
      labelNames: ['handler'],
      buckets: [100, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8],
      registers,
    });
    this.errors = new Counter({
      name: 'target_eye_http_errors_total',
      help: 'Requests that were refused or failed, by the code in their answer.',
      labelNames: ['error'],
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
    this.showWhatCanHappen();
  }

  requested({ method: sent, response, template, length, waited }: Exchange, seconds: number): void {
    const method = METHODS.includes(sent) ? sent : OTHER;
    this.requests.inc({ handler: template, method, code: response.headersSent ? response.statusCode : CLIENT_GONE });
    this.durations.observe({ handler: template, method }, seconds - waited);
    if (length > 0 && sent !== 'HEAD') this.sizes.observe({ handler: template }, length);
  }

  failed(_exchange: Exchange, { code }: Pick<Failure, 'code'>): void {
    this.errors.inc({ error: code });
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
    this.requests.inc({ handler: NO_TEMPLATE, method: OTHER, code: status });
  }

  private showWhatCanHappen(): void {
    const everything = { ...URL_TEMPLATES, [NO_TEMPLATE]: [OTHER] };
    for (const [handler, methods] of Object.entries(everything))
      for (const method of methods) this.requests.inc({ handler, method, code: INTERNAL_ERROR }, 0);
    for (const error of Object.keys(ERRORS)) this.errors.inc({ error }, 0);
    for (const scheme of SCHEMES) this.loginsRefused.inc({ scheme }, 0);
  }
}

function knownScheme(scheme: string): string {
  const known = scheme.toLowerCase();
  return SCHEMES.includes(known) ? known : OTHER;
}
