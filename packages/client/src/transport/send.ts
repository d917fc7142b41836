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
  /**
   * Is told of each answer that shows groups as they were known so many seconds ago, because the service does not hear the
   * cluster that keeps them.
   */
  readonly onAge?: ((seconds: number) => void) | undefined;
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
  /**
   * Milliseconds that the service is to wait until all targets are up. What only reads and is sent again waits for what
   * is left of them.
   */
  readonly wait?: number | undefined;
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
    const { change, isTriedOnce = false, wait } = request;
    const sentAfter = senderOf(request, connection, options);
    const pauses = retries.start(wait ?? 0);
    let mayBeDone = false;
    for (let attempts = 1; ; attempts++) {
      const sent = sentAfter(change === undefined ? pauses.elapsed() : 0);
      const result = await attempt(connection, sent);
      if ('answer' in result) {
        if (result.answer.age !== undefined) options.onAge?.(result.answer.age);
        return result.answer;
      }
      mayBeDone ||= result.mayBeDone && change !== undefined;
      const isStored = result.isStored === true && change !== undefined;
      const isHarmless = (change !== 'once' || !mayBeDone) && !isStored && !isPartial(result.failure);
      if (!result.isTransient || !isHarmless || isTriedOnce || !(await pauses.next(result.retryAfter, sent.signals)))
        throw errorFrom(result.failure, { isStored, mayBeDone, attempts, requestId: sent.headers[REQUEST_ID] });
    }
  };
}

const REQUEST_ID = 'X-Request-Id';

/** When a wait is over and its answer was lost, the next try asks how it is by then. */
const MIN_WAIT = 1;

/** The tries of a request; each is told how many milliseconds of its wait are over. */
function senderOf(
  { method, path, query, body, isExpected, wait, ...request }: Request,
  { headers }: Connection,
  { signal, timeout = 30_000 }: SendOptions,
): (waited: number) => Sent {
  const json = body === undefined ? {} : { 'Content-Type': 'application/json' };
  const same = {
    method,
    // One id for all tries, so that the log of the service tells what became of a request without an answer.
    headers: { [REQUEST_ID]: randomId(), ...headers, ...json, ...request.headers },
    body: body === undefined ? undefined : JSON.stringify(body),
    isExpected,
    signals: [signal, request.signal].filter((each) => each !== undefined),
  };
  return (waited) => {
    if (wait === undefined) return { ...same, path: path + queryText({ ...query }), timeout };
    const left = Math.max(MIN_WAIT, Math.ceil(wait - waited));
    const waiting = { ...query, wait: 'up', timeout: `${String(left)}ms` };
    return { ...same, path: path + queryText(waiting), timeout: timeout + left };
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

/** What the tries of a request have shown. */
interface Tried {
  readonly isStored: boolean;
  readonly mayBeDone: boolean;
  readonly attempts: number;
  readonly requestId: string | undefined;
}

function errorFrom(failure: Failure, { isStored, mayBeDone, attempts, requestId }: Tried): TargetEyeError {
  const outcome = isStored ? 'stored' : isPartial(failure) ? 'partial' : mayBeDone ? 'unknown' : 'unchanged';
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
