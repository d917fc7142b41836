import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express';
import { quote, type TargetGroupService } from '@target-eye/domain';
import type { Logger } from '../logger.js';
import { answer } from './answer.js';
import { clientOf } from './client.js';
import { failureOf } from './failure.js';
import { type Health, healthRoutes } from './health-routes.js';
import { requestFault } from './request-error.js';
import { targetGroupRoutes } from './target-group-routes.js';

export interface AppParts {
  readonly service: TargetGroupService;
  readonly health: Health;
  readonly log: Logger;
  readonly accessLog: RequestHandler | undefined;
  readonly maxBodySize: number;
}

/** The REST API as an Express application; it answers every request with JSON. */
export function createApp({ service, health, log, accessLog, maxBodySize }: AppParts): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  if (accessLog !== undefined) app.use(accessLog);
  app.use(checkHost);
  app.use(checkUrl);
  app.use(healthRoutes(health));
  app.use(targetGroupRoutes(service, log, maxBodySize));
  app.use(notFound);
  app.use(answerFailure(log));
  return app;
}

/** RFC 9112, section 3.2. Node would do it, but with an answer that is not JSON. */
const checkHost: RequestHandler = (request, _response, next) => {
  if (request.httpVersion === '1.1' && request.headers.host === undefined)
    throw requestFault('bad_request', 'the request has no Host header');
  next();
};

/** What Express would cut off (a fragment) or Node reads as Latin-1 must not become the name of another group. */
const checkUrl: RequestHandler = (request, _response, next) => {
  const [wrong] = /[^!-~]|#/.exec(request.url) ?? [];
  if (wrong !== undefined)
    throw requestFault('bad_request', `the URL ${quote(request.url)} has a raw ${quote(wrong)}; percent-encode it`);
  next();
};

const notFound: RequestHandler = () => {
  throw requestFault('not_found', 'there is nothing at this URL; target groups are at /<application>/<environment>');
};

function answerFailure(log: Logger): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const failure = failureOf(error instanceof URIError ? badPercentEncoding(request.url) : error);
    const details = { client: clientOf(request), verb: request.method, url: request.originalUrl, code: failure.code };
    if (failure.status >= 500) log.error('failed', { ...details, error: describeError(error) });
    else log.log(request.method === 'GET' ? 'debug' : 'info', 'refused', details);
    answer(response, failure.status, failure.body);
  };
}

function badPercentEncoding(url: string): Error {
  return requestFault('bad_percent_encoding', `the URL ${quote(url)} is not valid percent-encoded UTF-8`);
}

function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? '' : ` caused by ${describeError(error.cause)}`;
  return `${error.stack ?? error.message}${cause}`;
}
