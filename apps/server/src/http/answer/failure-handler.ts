import type { ErrorRequestHandler } from 'express';
import { quote } from '@target-eye/domain';
import type { HttpEvents } from '../events/http-events.js';
import { exchangeOf } from '../request/exchange.js';
import { answerFailure } from './answer.js';
import { failureOf } from './failure.js';
import { requestFault } from './request-error.js';

/** The last handler of all. It answers every error and reports it. */
export function failureHandler(events: HttpEvents): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    const failure = failureOf(error instanceof URIError ? badPercentEncoding(request.url) : error, request.method);
    events.failed(exchangeOf(response), failure, error);
    // Where the client has its answer, for example because its body did not arrive in time, Express closes the connection.
    if (response.headersSent) next();
    else answerFailure(response, failure);
  };
}

function badPercentEncoding(url: string): Error {
  return requestFault('bad_percent_encoding', `the URL ${quote(url)} is not valid percent-encoded UTF-8`);
}
