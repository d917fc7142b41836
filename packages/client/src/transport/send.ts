import { attempt, type Sent } from './attempt.js';
import { type Connection, type ConnectionOptions, connectionTo } from './connection.js';
import { type Failure, TargetEyeError } from './error.js';
import type { Answer } from './result.js';
import { type RetryOptions, retriesWith } from './retries.js';

/** How requests are sent. */
export interface SendOptions extends ConnectionOptions {
  /** How often to try; `false` for once. */
  readonly retries?: RetryOptions | false | undefined;
  /** Milliseconds that a try may take, until its answer is there as a whole; 30 seconds where nothing is said. */
  readonly timeout?: number | undefined;
  /** Ends whatever is under way, at once. */
  readonly signal?: AbortSignal | undefined;
}

/** What every call takes. */
export interface CallOptions {
  /** Ends the call at once, also while it waits to try again; it then rejects with the reason of the signal. */
  readonly signal?: AbortSignal | undefined;
}

/** A request of one of the operations. */
export interface Request {
  readonly method: Sent['method'];
  readonly path: string;
  readonly query?: Query | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Sent as JSON; `undefined` for no body and no Content-Type. */
  readonly body?: unknown;
  readonly signal?: AbortSignal | undefined;
  /** Whether this is the body of a success. */
  readonly isExpected: (body: unknown) => boolean;
  /**
   * Whether carrying it out twice does the same as carrying it out once, or may fail the second time or do something
   * else. Nothing is said for what changes nothing, such as a change that is only tried.
   */
  readonly change?: 'repeatable' | 'once' | undefined;
  /** Whether a failure is an answer too. */
  readonly isTriedOnce?: true;
}

/** What is `undefined` or `false` is left out; each value of a list stands for itself. */
export type Query = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

export type Send = (request: Request) => Promise<Answer>;

/**
 * Sends requests, again where that may help and does no harm. A request that may have been carried out without an answer
 * is only sent again if it is repeatable; if it fails in the end, its outcome is `unknown`.
 */
export function sender(options: SendOptions): Send {
  const connection = connectionTo(options);
  const retries = retriesWith(options.retries);
  return async (request) => {
    const sent = sentFor(request, connection, options);
    const pauses = retries.start();
    let mayBeDone = false;
    for (let attempts = 1; ; attempts++) {
      const result = await attempt(connection, sent);
      if ('answer' in result) return result.answer;
      mayBeDone ||= result.mayBeDone && request.change !== undefined;
      const isHarmless = request.change !== 'once' || !mayBeDone;
      const isWorthIt = result.isTransient && isHarmless && !isPartial(result.failure) && request.isTriedOnce !== true;
      if (!isWorthIt || !(await pauses.next(result.retryAfter, sent.signals)))
        throw errorFrom(result.failure, { mayBeDone, attempts, requestId: sent.headers[REQUEST_ID] });
    }
  };
}

const REQUEST_ID = 'X-Request-Id';

function sentFor(request: Request, { headers }: Connection, { signal, timeout = 30_000 }: SendOptions): Sent {
  const { method, path, query = {}, body, isExpected } = request;
  const json = body === undefined ? {} : { 'Content-Type': 'application/json' };
  return {
    method,
    path: path + queryText(query),
    // One id for all tries, so that the log of the service tells what became of a request without an answer.
    headers: { [REQUEST_ID]: randomId(), ...headers, ...json, ...request.headers },
    body: body === undefined ? undefined : JSON.stringify(body),
    timeout,
    isExpected,
    signals: [signal, request.signal].filter((each) => each !== undefined),
  };
}

/** `crypto.randomUUID` is missing in pages without TLS. */
function randomId(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

function queryText(query: Query): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query))
    if (value !== undefined && value !== false)
      for (const each of Array.isArray(value) ? value : [value]) parameters.append(name, String(each));
  const text = parameters.toString();
  return text === '' ? '' : `?${text}`;
}

/** Of many groups some were changed before the failure. */
function isPartial({ result }: Failure): boolean {
  return result !== undefined && result.created + result.changed + result.removed > 0;
}

function errorFrom(
  failure: Failure,
  { mayBeDone, attempts, requestId }: { mayBeDone: boolean; attempts: number; requestId: string | undefined },
): TargetEyeError {
  const outcome = isPartial(failure) ? 'partial' : mayBeDone ? 'unknown' : 'unchanged';
  const message =
    outcome === 'unknown' ? `${failure.message}; whether the change was made is not known` : failure.message;
  const { fact = failure.message } = failure;
  return new TargetEyeError({
    ...failure,
    fact,
    requestId: failure.requestId ?? requestId,
    message,
    outcome,
    attempts,
  });
}
