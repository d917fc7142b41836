import { type ChangeOutcome, shorten, TargetGroupError } from '@target-eye/domain';
import type { Logger } from '../../logging/logger.js';
import type { RateLimit } from '../../net/rate-limit.js';
import { type Failure, outcomeOf } from '../answer/failure.js';
import { describeExchange, type Exchange } from '../request/exchange.js';
import { describeChange } from './change-details.js';
import type { GroupChange, HttpEvents, InvalidRequest, OutcomeCounts, Peer, RefusedLogin } from './http-events.js';

/** A flood of connections must not become a flood of lines. */
const SILENCE_MS = 60_000;

const monotonic = (): number => performance.now();

/** Writes what the HTTP adapter does into the log. Requests that succeed are for the access log. */
export class HttpLog implements Omit<HttpEvents, 'requested'> {
  private readonly silentUntil = new Map<string, number>();

  /** @param now milliseconds of a monotonic clock */
  constructor(
    private readonly log: Pick<Logger, 'debug' | 'info' | 'warn' | 'error'>,
    private readonly now = monotonic,
  ) {}

  changed(exchange: Exchange, outcome: ChangeOutcome, change: GroupChange): void {
    this.log.info('change', { ...describeExchange(exchange, change.key), outcome, ...describeChange(change) });
  }

  changedMany(exchange: Exchange, { created, changed, unchanged, removed, failed }: OutcomeCounts): void {
    this.log.info('bulk', { ...describeExchange(exchange), created, changed, unchanged, removed, failed });
  }

  /**
   * Failed changes and reloads are logged like successful ones. Reads, changes that are only tried, and requests over the
   * rate limit are logged at the level debug. Only a defect is an error: anything else, such as a full disk, is a state, which is logged once when
   * it begins.
   */
  failed(exchange: Exchange, failure: Failure, error: unknown): void {
    const { act } = exchange;
    const outcome = outcomeOf(failure);
    const isDeed = act === 'change' || act === 'reload';
    const details = {
      ...describeExchange(exchange),
      outcome: isDeed ? outcome : undefined,
      code: failure.code,
      // Messages of the rules quote targets and labels, which the log shows anyway; others may quote secrets.
      reason: error instanceof TargetGroupError ? error.message : undefined,
    };
    const message = isDeed ? act : outcome;
    if (failure.code === 'internal') this.log.error(message, { ...details, error: describeError(error) });
    else if (!isDeed || failure.code === 'too_many_requests') this.log.debug(message, details);
    else this.log.info(message, details);
  }

  loginRefused(exchange: Exchange, login: RefusedLogin): void {
    this.log.warn('login refused', { ...describeExchange(exchange), ...login });
  }

  rateLimited({ source }: Exchange, { requests, milliseconds }: RateLimit, isFirst: boolean): void {
    if (isFirst) this.log.warn('rate limited', { source, requests, seconds: milliseconds / 1000 });
  }

  clientTurnedAway(source: Peer, reason: string): void {
    this.log.warn('client turned away', { source, reason });
  }

  connectionDropped(source: Peer, limit: number): void {
    this.warnSometimes('connections dropped', { source, limit });
  }

  invalidRequest(source: Peer, { status, reason }: InvalidRequest): void {
    // The reason of a 405 names the method, which clients can invent.
    const kind = status === 405 ? '' : reason;
    this.warnSometimes('not a valid request', { source, status, reason: shorten(reason) }, kind);
  }

  answerUnread(source: Peer): void {
    this.warnSometimes('answer not read', { source });
  }

  /** Logs one warning of each kind a minute. */
  private warnSometimes(message: string, details: object, kind = ''): void {
    const key = `${message} ${kind}`;
    if (this.now() < (this.silentUntil.get(key) ?? -Infinity)) return;
    this.silentUntil.set(key, this.now() + SILENCE_MS);
    this.log.warn(message, details);
  }
}

function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? '' : ` caused by ${describeError(error.cause)}`;
  return `${error.stack ?? error.message}${cause}`;
}
