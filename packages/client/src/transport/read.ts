import type { BulkFailure, BulkResult, NotUp } from '@target-eye/http-api';
import type { Attempt, Failed } from './result.js';
import type { Failure } from './error.js';
import type { FetchAnswer } from './fetch.js';
import { retryAfterOf } from './retries.js';

/** The statuses after which the same request may succeed a little later. */
const TRANSIENT: readonly number[] = [429, 502, 503];

/**
 * Reads an answer.
 * @param what the request, for messages
 * @param isExpected whether a body is one that Target-eye answers the request with
 */
export function read(
  what: string,
  response: FetchAnswer,
  text: string,
  isExpected: (body: unknown) => boolean,
): Attempt {
  const { status, type, headers } = response;
  if (type === 'opaqueredirect' || (status >= 300 && status < 400)) return redirected(what, status);
  const body = parsed(headers.get('content-type'), text);
  if (status === 200 && isExpected(body)) {
    const age = headers.get('age');
    const isDryRun = headers.get('dry-run') === 'true';
    return { answer: { body, revision: revisionIn(headers), isDryRun, age: age === null ? undefined : Number(age) } };
  }
  return {
    ...(isRefusal(body) ? refused(body, response) : notUnderstood(what, response, body)),
    retryAfter: retryAfterOf(headers.get('retry-after'), headers.get('date')),
  };
}

/** @param status 0 in browsers, which hide it */
function redirected(what: string, status: number): Failed {
  const message = `the answer to ${what} leads to another URL; nothing was sent there, give that URL if it is the right one`;
  const failure: Failure = { code: 'redirected', message, status: status === 0 ? undefined : status };
  return { failure, mayBeDone: false, isTransient: false, retryAfter: 0 };
}

function isRefusal(body: unknown): body is BulkFailure | NotUp {
  return typeof body === 'object' && body !== null && 'message' in body && 'code' in body && 'errors' in body;
}

/** A failure changes nothing, unless the storage is in trouble and does not say so. */
function refused(body: BulkFailure | NotUp, { status, headers }: FetchAnswer): Omit<Failed, 'retryAfter'> {
  const { message, code } = body;
  const failure: Failure = {
    message,
    code,
    status,
    ...(isNotUp(body) ? { notUp: body.errors } : { faults: body.errors }),
    requestId: headers.get('x-request-id') ?? undefined,
    revision: revisionIn(headers),
    result: 'groups' in body ? (body as unknown as BulkResult) : undefined,
  };
  const faultsOfChanges = failure.result?.groups.flatMap(({ error }) => error ?? []) ?? [failure];
  return {
    failure,
    mayBeDone: faultsOfChanges.some(isUnconfirmed),
    // As the answer to a change that waits begins, whatever it has to say then (docs/api.md).
    isStored: message.startsWith('the change is stored'),
    isTransient: TRANSIENT.includes(status),
  };
}

function isNotUp(body: BulkFailure | NotUp): body is NotUp {
  return body.code === 'not_up';
}

/**
 * Whether a change may be in place although it failed: `storage_unavailable` also stands for a disk that did not confirm
 * it, and only the message tells which (docs/api.md, "Answers"). Whatever does not say that nothing happened counts.
 */
function isUnconfirmed({ code, message }: Pick<Failure, 'code' | 'message'>): boolean {
  return code === 'storage_unavailable' && !/\bnothing was changed\b|\bis as it was\b/.test(message);
}

/** The answer is half of one, or another service's. */
function notUnderstood(what: string, { status, headers }: FetchAnswer, body: unknown): Omit<Failed, 'retryAfter'> {
  const type = headers.get('content-type');
  const isCut = status === 200 && isJson(type) && body === undefined;
  const message = isCut
    ? `the answer to ${what} ends in the middle`
    : `the answer to ${what} is not from Target-eye, but from a proxy or another service: status ${String(status)}, ${type ?? 'no Content-Type'}`;
  const code = isCut ? 'answer_cut' : 'answer_not_understood';
  return {
    failure: { code, message, status, requestId: headers.get('x-request-id') ?? undefined },
    // A proxy that refuses a request has not passed it on.
    mayBeDone: status < 400 || status >= 500,
    isTransient: isCut || TRANSIENT.includes(status),
  };
}

function isJson(type: string | null): boolean {
  return /^application\/json\s*(?:;|$)/i.test(type ?? '');
}

/** `undefined` for what is not JSON, or only a part of it. */
function parsed(type: string | null, text: string): unknown {
  try {
    return isJson(type) ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Proxies that compress make an `ETag` weak, or append how they did so (Apache httpd, `DeflateAlterETag`). A revision has
 * no hyphen.
 */
function revisionIn(headers: FetchAnswer['headers']): string | undefined {
  return /^(?:W\/)?"(.*?)(?:-gzip|-br)?"$/.exec(headers.get('etag') ?? '')?.[1];
}
