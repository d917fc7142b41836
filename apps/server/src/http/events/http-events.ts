import type { ChangeOutcome, GroupKey, Transition } from '@target-eye/domain';
import type { Login } from '../../access/login.js';
import type { RateLimit } from '../../net/rate-limit.js';
import type { Failure } from '../answer/failure.js';
import type { Exchange } from '../request/exchange.js';

/** What a request did to one group, which is not always the one that its exchange is about. */
export interface GroupChange extends Transition {
  readonly key: GroupKey;
}

/** How many groups had which outcome. */
export type OutcomeCounts = Readonly<Record<ChangeOutcome | 'failed', number>>;

/** A login that did not succeed; it never holds a secret. */
export interface RefusedLogin {
  readonly scheme: Login['scheme'];
  /** The user name, shortened if it is long. Only the scheme Basic has one; a token in its place is left out. */
  readonly user: string | undefined;
  readonly reason: 'wrong' | 'busy';
}

/** Bytes that were answered although they never became a request. */
export interface InvalidRequest {
  readonly status: number;
  readonly reason: string;
}

/** The address of a peer; `undefined` on a Unix socket, and for a peer that has left. */
export type Peer = string | undefined;

/** What the HTTP adapter reports. Listeners must not throw. */
export interface HttpEvents {
  /** A request was answered, or its client went away, after so many seconds. */
  requested(exchange: Exchange, seconds: number): void;
  /** A change was made; a request may make many. */
  changed(exchange: Exchange, outcome: ChangeOutcome, change: GroupChange): void;
  /** A request that may change many groups was carried out, in part where some failed; `changed` tells of each change. */
  changedMany(exchange: Exchange, counts: OutcomeCounts): void;
  /** A request was refused or failed. */
  failed(exchange: Exchange, failure: Failure, error: unknown): void;
  loginRefused(exchange: Exchange, login: RefusedLogin): void;
  /** @param isFirst whether it is the first refused request of its source in this window of time */
  rateLimited(exchange: Exchange, limit: RateLimit, isFirst: boolean): void;
  /** A client was turned away during the TLS handshake. */
  clientTurnedAway(peer: Peer, reason: string): void;
  /** A connection was closed at once because there are `limit` on its endpoint. */
  connectionDropped(peer: Peer, limit: number): void;
  invalidRequest(peer: Peer, request: InvalidRequest): void;
  /** A client did not read its answer, or not in time, and its connection was closed. */
  answerUnread(peer: Peer): void;
}

/** The names of all events. */
export const HTTP_EVENTS: Readonly<Record<keyof HttpEvents, true>> = {
  requested: true,
  changed: true,
  changedMany: true,
  failed: true,
  loginRefused: true,
  rateLimited: true,
  clientTurnedAway: true,
  connectionDropped: true,
  invalidRequest: true,
  answerUnread: true,
};
