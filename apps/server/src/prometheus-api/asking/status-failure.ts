import { AskFailure } from './ask-failure.js';

/** What an answer with another status than 200 means. */
export function failureOfStatus(status: number, body: string): AskFailure {
  const answers = `it answers with the status ${String(status)}`;
  if (status === 401 || status === 403) return new AskFailure('unauthorized', answers);
  if (status >= 300 && status < 400)
    return new AskFailure('not_prometheus', `${answers}, a redirect, which is not followed`);
  const error = errorIn(body);
  if (error !== undefined) return new AskFailure('failed', `${answers}: ${error}`);
  return new AskFailure(status >= 500 || status === 429 ? 'failed' : 'not_prometheus', answers);
}

/** What Prometheus says in an answer that says it failed; `undefined` for anything else. */
export function errorIn(body: string): string | undefined {
  try {
    const { status, error } = Object(JSON.parse(body)) as { readonly status?: unknown; readonly error?: unknown };
    return status === 'error' ? shown(typeof error === 'string' ? error : 'unknown error') : undefined;
  } catch {
    return undefined;
  }
}

/** In one line. */
function shown(error: string): string {
  return error.replace(/[^\P{Cc}]+/gu, ' ');
}
