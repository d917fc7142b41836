import type { Connection } from './connection.js';
import { breakOf, Overdue } from './connection-break.js';
import { within } from './deadline.js';
import { read } from './read.js';
import type { Attempt } from './result.js';

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
  /** Whether this is the body of a success. */
  readonly isExpected: (body: unknown) => boolean;
}

/**
 * Sends a request once.
 * @throws only the reason of a signal that aborts; everything else is part of the result
 */
export async function attempt({ url, fetch }: Connection, sent: Sent): Promise<Attempt> {
  const { method, path, headers, body, timeout, signals, isExpected } = sent;
  const what = `${method} ${url}${path}`;
  let status: number | undefined;
  const work = async (signal: AbortSignal): Promise<Attempt> => {
    const content = body === undefined ? {} : { body };
    const response = await fetch(url + path, {
      method,
      headers: { ...headers },
      redirect: 'manual',
      signal,
      ...content,
    });
    ({ status } = response);
    return read(what, response, await response.text(), isExpected);
  };
  try {
    return await within(timeout, signals, work, () => new Overdue(what, timeout));
  } catch (error) {
    for (const signal of signals) signal.throwIfAborted();
    return breakOf(what, status, error);
  }
}
