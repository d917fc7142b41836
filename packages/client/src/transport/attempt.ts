import type { Connection } from './connection.js';
import { breakOf } from './connection-break.js';
import { within } from './deadline.js';
import type { Failure, RequestFault } from './error.js';
import type { FetchAnswer } from './fetch.js';
import { retryAfterOf } from './retries.js';

/** A request as it is sent, once or several times. */
export interface Sent {
  readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE';
  /** From the root path on, percent-encoded, with its query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  /** Milliseconds until the answer must be there as a whole. */
  readonly timeout: number;
  readonly signals: readonly AbortSignal[];
}

/** A success. */
export interface Answer {
  readonly body: unknown;
  /** What stands between the quotation marks of the `ETag`. */
  readonly revision: string | undefined;
  readonly header: (name: string) => string | undefined;
}

/** What came of sending a request once. */
export type Attempt =
  | { readonly answer: Answer }
  | {
      readonly failure: Failure;
      /** Whether it may have been carried out, wholly or in part, although there is no answer that says so. */
      readonly mayBeDone: boolean;
      /** Whether the same request may succeed a little later. */
      readonly isTransient: boolean;
      /** Milliseconds to wait at least. */
      readonly retryAfter: number;
    };

const TRANSIENT: readonly number[] = [429, 502, 503];

/**
 * Sends a request once.
 * @throws only the reason of a signal that aborts; everything else is part of the result
 */
export async function attempt({ url, fetch }: Connection, sent: Sent): Promise<Attempt> {
  const { method, path, headers, body, timeout, signals } = sent;
  const what = `${method} ${url}${path}`;
  let status: number | undefined;
  try {
    return await within(
      timeout,
      signals,
      async (signal) => {
        const options = {
          method,
          headers,
          redirect: 'manual',
          signal,
          ...(body === undefined ? {} : { body }),
        } as const;
        const response = await fetch(url + path, options);
        ({ status } = response);
        return isRedirect(response) ? redirected(what, response) : read(what, response, await response.text());
      },
      () => new Error(`there is no whole answer after ${String(timeout)} ms`),
    );
  } catch (error) {
    for (const signal of signals) signal.throwIfAborted();
    return { ...breakOf(what, status, error), retryAfter: 0 };
  }
}

function isRedirect({ status, type }: FetchAnswer): boolean {
  return type === 'opaqueredirect' || (status >= 300 && status < 400);
}

function redirected(what: string, { status }: FetchAnswer): Attempt {
  const message = `the answer to ${what} leads to another URL; give the URL that it leads to`;
  return final({ code: 'redirected', message, status: status === 0 ? undefined : status });
}

function read(what: string, response: FetchAnswer, text: string): Attempt {
  const { status, headers } = response;
  const requestId = headers.get('x-request-id') ?? undefined;
  const retryAfter = retryAfterOf(headers.get('retry-after'), headers.get('date'));
  const isTransient = TRANSIENT.includes(status);
  const body = parsed(headers.get('content-type'), text);
  if (status === 200 && body !== undefined) {
    const header = (name: string): string | undefined => headers.get(name) ?? undefined;
    return { answer: { body, revision: revisionIn(headers), header } };
  }
  if (isFailure(body)) {
    const { message, code, errors: faults = [] } = body;
    const failure = {
      message,
      code,
      faults,
      status,
      requestId,
      revision: revisionIn(headers),
      answer: body,
    } as Failure;
    return { failure, mayBeDone: false, isTransient, retryAfter };
  }
  return notUnderstood(what, { status, requestId, type: headers.get('content-type') ?? 'no media type' }, retryAfter);
}

function notUnderstood(
  what: string,
  { status, requestId, type }: { status: number; requestId: string | undefined; type: string },
  retryAfter: number,
): Attempt {
  const isCut = status === 200 && isJson(type);
  const message = isCut
    ? `the answer to ${what} ends in the middle`
    : `the answer to ${what} is ${String(status)} with ${type} and does not come from Target-eye, but from a proxy or another service`;
  return {
    failure: { code: isCut ? 'answer_cut' : 'answer_not_understood', message, status, requestId },
    // A proxy that refuses a request has not passed it on.
    mayBeDone: status < 400 || status >= 500,
    isTransient: isCut || TRANSIENT.includes(status),
    retryAfter,
  };
}

function final(failure: Failure): Attempt {
  return { failure, mayBeDone: false, isTransient: false, retryAfter: 0 };
}

function isJson(type: string | null): boolean {
  return /^application\/json\s*(?:;|$)/i.test(type ?? '');
}

/** `undefined` for what is not JSON, or only its beginning. */
function parsed(type: string | null, text: string): unknown {
  try {
    return isJson(type) ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
}

function isFailure(
  body: unknown,
): body is { readonly message: string; readonly code: string; readonly errors?: readonly RequestFault[] } {
  return typeof body === 'object' && body !== null && 'message' in body && 'code' in body;
}

function revisionIn(headers: FetchAnswer['headers']): string | undefined {
  return /^"(.*)"$/.exec(headers.get('etag') ?? '')?.[1];
}
