import type { ErrorRequestHandler } from 'express';
import { quote, TargetGroupError } from '@target-eye/domain';
import type { Logger } from '../../logging/logger.js';
import { answerFailure } from './answer.js';
import { describeExchange, type Exchange, exchangeOf } from '../request/exchange.js';
import { type Failure, failureOf } from './failure.js';
import type { HttpEvents } from '../request/http-events.js';
import { requestFault } from './request-error.js';

/** The last handler of all: answers every error, and tells log and observer of changes that came to nothing. */
export function failureHandler(log: Logger, observer: HttpEvents): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    const failure = failureOf(error instanceof URIError ? badPercentEncoding(request.url) : error, request.method);
    const exchange = exchangeOf(response);
    logFailure(log, failure, error, exchange);
    if (exchange.act === 'change') observer.changed(request.method, outcomeOf(failure));
    if (response.headersSent) {
      // The client has its answer, for example that the rest of its body did not come in time; Express closes the rest.
      next();
      return;
    }
    answerFailure(response, failure);
  };
}

/**
 * A change or a reload that fails is logged like one that does not; a read, and what the rate limit refuses, only at the
 * level debug. Only a defect is an error: whatever else fails, such as a full disk, is a state, and whoever knows it says
 * so once when it begins.
 */
function logFailure(log: Logger, failure: Failure, error: unknown, exchange: Exchange): void {
  const outcome = outcomeOf(failure);
  const act = exchange.act === 'read' ? undefined : exchange.act;
  const details = {
    ...describeExchange(exchange),
    outcome: act === undefined ? undefined : outcome,
    code: failure.code,
    // The rules speak of targets and labels, which the log shows anyway; other messages quote what may be secret.
    reason: error instanceof TargetGroupError ? error.message : undefined,
  };
  const message = act ?? outcome;
  if (failure.code === 'internal') log.error(message, { ...details, error: describeError(error) });
  else log.log(act !== undefined && failure.code !== 'too_many_requests' ? 'info' : 'debug', message, details);
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
