import { setMaxListeners } from 'node:events';
import type { Clock } from '@target-eye/domain';
import type { ClusterEvents } from '../cluster-events.js';
import { beforeEnd } from './before-end.js';
import { type ClusterTls, Connection } from './connection.js';
import { type Endpoint, Endpoints } from './endpoints.js';
import { failureOfTransport, isForbidden, LOGIN_NOT_ENABLED, withoutLogin } from './failures.js';
import { type Answered, encoded, type LoginAnswer } from './gateway.js';
import { type Login, Logins } from './logins.js';
import { measured } from './measured.js';
import { NodeFailure } from './node-failure.js';
import { SharedTransactions, type Transaction } from './shared-transactions.js';

/** How the cluster is spoken to. */
export interface ClusterOptions {
  readonly clock: Clock;
  /** A number from 0 to 1, as `Math.random`. */
  readonly random: () => number;
  /** Called anew for each request, as `login` is, so that what was read again counts. */
  readonly tls: () => ClusterTls;
  readonly login: () => Login | undefined;
  readonly events: ClusterEvents;
}

/** What is asked of any node of the cluster. */
export interface Question {
  readonly path: string;
  readonly body: object;
  /** How long one node may take, in seconds. */
  readonly seconds: number;
}

/** How long a node may take over what is small, in seconds. */
export const CALL = 1.5;

/** The nodes of a cluster, each asked with the login. */
export class Cluster {
  readonly endpoints: Endpoints;
  private readonly logins: Logins;
  private readonly introductions = new Map<Endpoint, Promise<void>>();
  private readonly transactions = new Map<Endpoint, SharedTransactions>();
  private readonly closing = new AbortController();

  /** @param urls where its nodes are, in the order in which they are preferred */
  constructor(
    urls: readonly string[],
    readonly options: ClusterOptions,
  ) {
    const { clock, events, tls } = options;
    this.endpoints = new Endpoints(urls, (url, closed) => new Connection(url, { clock, tls }, closed), clock, events);
    this.logins = new Logins(options.login);
    // All that is under way listens.
    setMaxListeners(0, this.closed);
  }

  /** Aborted when nothing more is to be asked. */
  get closed(): AbortSignal {
    return this.closing.signal;
  }

  /**
   * Asks one node, and logs in once more where it does not take the token.
   * @throws NodeFailure
   */
  async ask(endpoint: Endpoint, question: Question, end = this.closed): Promise<Answered> {
    try {
      return await this.askWithToken(endpoint, question, end);
    } catch (error) {
      const failure = this.explained(error);
      if (!(failure instanceof NodeFailure) || failure.remedy !== 'new_token') throw failure;
      return await this.askWithToken(endpoint, question, end);
    }
  }

  /**
   * Has one node make a transaction, together with others that wait for it.
   * @throws NodeFailure
   */
  transact(endpoint: Endpoint, transaction: Transaction, end: AbortSignal): Promise<Answered> {
    const known = this.transactions.get(endpoint);
    const shared =
      known ?? new SharedTransactions((body) => this.ask(endpoint, { path: '/v3/kv/txn', body, seconds: CALL }));
    this.transactions.set(endpoint, shared);
    return shared.make(transaction, end);
  }

  /**
   * Asks a node that was connected to anew whether it belongs to the cluster and to its majority, before it is given a change.
   * @param key that the login may read
   * @throws NodeFailure
   */
  introduced(endpoint: Endpoint, key: string): Promise<void> {
    const known = this.introductions.get(endpoint);
    if (known !== undefined) return known;
    const body = { key: encoded(key), count_only: true };
    const asked = this.ask(endpoint, { path: '/v3/kv/range', body, seconds: CALL })
      .then(() => undefined)
      .finally(() => this.introductions.delete(endpoint));
    this.introductions.set(endpoint, asked);
    return asked;
  }

  /**
   * Sees whether a node that failed works again, while the others are asked.
   * @param key that the login may read
   */
  lookAtRested(key: string): void {
    const endpoint = this.endpoints.rested();
    if (endpoint !== undefined)
      this.introduced(endpoint, key).catch((error: unknown) => {
        this.endpoints.left(endpoint, failureOfTransport(error as Error, false));
      });
  }

  /**
   * What is sent as `Authorization`; `undefined` for nothing.
   * @throws NodeFailure
   */
  token(endpoint: Endpoint): Promise<string | undefined> {
    return this.logins.get((login) =>
      measured(
        this.options.events,
        'login',
        () => this.logIn(endpoint, login),
        () => 'ok',
      ),
    );
  }

  /** A request with this token failed. */
  failedWith(token: string | undefined, { remedy, isCut }: NodeFailure): void {
    // A node that does not know a token may also close the connection without a word.
    if (remedy === 'new_token' || isCut) this.logins.forget(token);
  }

  /** The same failure, told from that of a login where there is none. */
  explained<Failure>(failure: Failure): Failure | NodeFailure {
    const isOfLogin = failure instanceof NodeFailure && (failure.remedy === 'new_token' || isForbidden(failure));
    return isOfLogin && !this.logins.isNeeded ? withoutLogin() : failure;
  }

  close(): void {
    this.closing.abort();
    this.endpoints.close();
  }

  private async askWithToken(endpoint: Endpoint, question: Question, end: AbortSignal): Promise<Answered> {
    const token = await beforeEnd(this.token(endpoint), end);
    try {
      const answer = await endpoint.connection.ask({ ...question, token, end });
      return { answer, node: this.endpoints.heard(endpoint, answer.header) };
    } catch (error) {
      if (error instanceof NodeFailure) this.failedWith(token, error);
      throw error;
    }
  }

  private async logIn(endpoint: Endpoint, { username, password }: Login): Promise<string | undefined> {
    try {
      const answer = await endpoint.connection.ask({
        path: '/v3/auth/authenticate',
        body: { name: username, password },
        seconds: CALL,
        token: undefined,
        end: this.closed,
      });
      return (answer as LoginAnswer).token;
    } catch (error) {
      if (!(error instanceof NodeFailure)) throw error;
      // Whoever sets up a login does so before the cluster asks for it.
      if (error.cause instanceof Error && error.cause.message.includes(LOGIN_NOT_ENABLED)) return undefined;
      throw error.ofNothingSent();
    }
  }
}
