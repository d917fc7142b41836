import { AskFailure } from './ask-failure.js';
import { errorIn } from './status-failure.js';

/**
 * The `data` of an answer of Prometheus' API that says it succeeded.
 * @throws AskFailure for any other answer
 */
export function successIn(text: string): Readonly<Record<string, unknown>> {
  const { status, data } = Object(parseAnswer(text)) as { readonly status?: unknown; readonly data?: unknown };
  if (status === 'success' && typeof data === 'object' && data !== null) return data as Record<string, unknown>;
  const error = errorIn(text);
  throw error === undefined
    ? new AskFailure('not_prometheus', 'its answer is not that of the API of Prometheus')
    : new AskFailure('failed', `it answers with an error: ${error}`);
}

/** @throws AskFailure for what is not JSON */
export function parseAnswer(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new AskFailure('not_prometheus', 'its answer is not JSON');
  }
}
