import type { Request, RequestHandler, Response } from 'express';
import { quote } from '@target-eye/domain';
import { exchangeOf } from './exchange.js';
import { requestFault } from '../answer/request-error.js';

/** As many as Apache takes by default (`LimitRequestFields`). The bound on their length alone lets thousands through. */
export const MAX_HEADERS = 100;

/**
 * Refuses a request that has more than `MAX_HEADERS` headers: Node drops those beyond its own limit, a Content-Type, a
 * login or a condition among them, and says nothing. It must be set to more than `MAX_HEADERS`.
 */
export const checkHeaders: RequestHandler = ({ rawHeaders }, _response, next) => {
  if (rawHeaders.length > 2 * MAX_HEADERS)
    throw requestFault('headers_too_large', `the request has more than ${String(MAX_HEADERS)} headers`);
  next();
};

/**
 * Node's parser also takes a request line without a version for HTTP/0.9, and lets requests of HTTP/2.0 through as if
 * they were of HTTP/1.1, only without its rules.
 */
export const checkVersion: RequestHandler = ({ httpVersion }, _response, next) => {
  if (httpVersion !== '1.1' && httpVersion !== '1.0')
    throw requestFault('bad_request', `the request is HTTP/${httpVersion}; send HTTP/1.1 or HTTP/1.0`);
  next();
};

/** RFC 9112, section 3.2. Node would miss a Host, but with an answer that is not JSON; of several it takes the first. */
export const checkHost: RequestHandler = (request, _response, next) => {
  const hosts = countHosts(request);
  if (hosts > 1) throw requestFault('bad_request', 'the request has more than one Host header; send one');
  if (request.httpVersion === '1.1' && hosts === 0) throw requestFault('bad_request', 'the request has no Host header');
  next();
};

function countHosts({ rawHeaders }: Request): number {
  let count = 0;
  for (let index = 0; index < rawHeaders.length; index += 2)
    if (rawHeaders[index]?.length === 4 && rawHeaders[index]?.toLowerCase() === 'host') count += 1;
  return count;
}

/**
 * Answers only requests for one of these names, so that a web page cannot get at the service through a name of its own
 * that it points here. A name counts with the port or without.
 */
export function checkServerName(names: readonly string[]): RequestHandler {
  const known = new Set(names.map((name) => name.toLowerCase()));
  return (request, _response, next) => {
    const host = (request.headers.host ?? '').toLowerCase();
    if (!known.has(host) && !known.has(host.replace(/:\d*$/, '')))
      throw requestFault('host_unknown', `there is no service for the host ${quote(host)} here; see server_names`);
    next();
  };
}

/** Serves under a prefix of all URLs, and nothing elsewhere. */
export function stripPrefix(prefix: string): RequestHandler {
  return (request, response, next) => {
    if (!request.url.startsWith(`${prefix}/`)) throw noSuchUrl(prefix, response);
    request.url = request.url.slice(prefix.length);
    next();
  };
}

export function notFound(prefix: string): RequestHandler {
  return (_request, response) => {
    throw noSuchUrl(prefix, response);
  };
}

/** Whatever the request would do, there is nothing here to change. */
function noSuchUrl(prefix: string, response: Response): Error {
  exchangeOf(response).act = 'read';
  return requestFault(
    'not_found',
    `there is nothing at this URL; target groups are at ${prefix}/<application>/<environment>`,
  );
}
