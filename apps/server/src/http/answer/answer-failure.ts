import type { ErrorRequestHandler, Request, Response } from 'express';
import { quote, TargetGroupError } from '@target-eye/domain';
import type { Logger } from '../../logging/logger.js';
import { answer } from './answer.js';
import { describeRequest } from '../request/audit.js';
import { BUSY, type Failure, failureOf } from './failure.js';
import type { HttpEvents } from '../request/http-events.js';
import { requestFault } from './request-error.js';

/** Where a reload is asked for, as in Prometheus' family. */
export const RELOAD_PATH = '/-/reload';

/** The last handler of all: answers every error, and tells log and observer of changes that came to nothing. */
export function answerFailure(log: Logger, observer: HttpEvents): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    const failure = failureOf(error instanceof URIError ? badPercentEncoding(request.url) : error);
    logFailure(log, failure, error, request, response);
    if (actOf(request, failure) === 'change') observer.changed(request.method, outcomeOf(failure));
    if (response.headersSent) {
      // The client has its answer, for example that the rest of its body did not come in time; Express closes the rest.
      next();
      return;
    }
    if (BUSY.includes(failure.code)) response.setHeader('Retry-After', '1');
    answer(response, failure.status, failure.body);
  };
}

/**
 * A change or a reload that fails is logged like one that does not; a read, and what the rate limit refuses, only at the
 * level debug. Only a defect is an error: whatever else fails, such as a full disk, is a state, and whoever knows it says
 * so once when it begins.
 */
function logFailure(log: Logger, failure: Failure, error: unknown, request: Request, response: Response): void {
  const outcome = outcomeOf(failure);
  const act = actOf(request, failure);
  const details = {
    ...describeRequest(request, response),
    outcome: act === undefined ? undefined : outcome,
    code: failure.code,
    // The rules speak of targets and labels, which the log shows anyway; other messages quote what may be secret.
    reason: error instanceof TargetGroupError ? error.message : undefined,
  };
  const message = act ?? outcome;
  if (failure.code === 'internal') log.error(message, { ...details, error: describeError(error) });
  else log.log(act !== undefined && failure.code !== 'too_many_requests' ? 'info' : 'debug', message, details);
}

/** What the request would have done, `undefined` for one that only reads. */
function actOf({ method, path }: Request, { code }: Failure): 'change' | 'reload' | undefined {
  if (!['PUT', 'POST', 'DELETE'].includes(method) || code === 'not_found' || code === 'method_not_allowed')
    return undefined;
  return path === RELOAD_PATH ? 'reload' : 'change';
}

function badPercentEncoding(url: string): Error {
  return requestFault('bad_percent_encoding', `the URL ${quote(url)} is not valid percent-encoded UTF-8`);
}

function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? '' : ` caused by ${describeError(error.cause)}`;
  return `${error.stack ?? error.message}${cause}`;
}

function outcomeOf({ status }: Failure): 'failed' | 'refused' {
  return status >= 500 ? 'failed' : 'refused';
}
