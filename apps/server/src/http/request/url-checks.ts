import type { Request, RequestHandler, Response } from 'express';
import { quote } from '@target-eye/domain';
import { exchangeOf } from './exchange.js';
import { templateOf } from './url-template.js';
import { requestFault } from '../answer/request-error.js';

/** What is done with every request, at once. It throws an error to refuse the request, or answers it. */
export type Check = (request: Request, response: Response) => void;

/** Apache's default (`LimitRequestFields`). The limit on their length alone would let thousands through. */
export const MAX_HEADERS = 100;

/**
 * Refuses a request with more than `MAX_HEADERS` headers. Node silently drops headers beyond its own limit, which may be
 * a Content-Type, a login or a condition; so that limit must be above `MAX_HEADERS`.
 */
export const checkHeaders: Check = ({ rawHeaders }) => {
  if (rawHeaders.length > 2 * MAX_HEADERS)
    throw requestFault('headers_too_large', `the request has more than ${String(MAX_HEADERS)} headers`);
};

/**
 * Refuses other versions than 1.0 and 1.1. Node's parser reads a request line without a version as HTTP/0.9, and passes
 * HTTP/2.0 on like HTTP/1.1, but without its rules.
 */
export const checkVersion: Check = ({ httpVersion }) => {
  if (httpVersion !== '1.1' && httpVersion !== '1.0')
    throw requestFault('bad_request', `the request is HTTP/${httpVersion}; send HTTP/1.1 or HTTP/1.0`);
};

/** Requires one Host header (RFC 9112, section 3.2). Node's own check answers without JSON, and takes the first of several. */
export const checkHost: Check = (request) => {
  const hosts = countHosts(request);
  if (hosts > 1) throw requestFault('bad_request', 'the request has more than one Host header; send one');
  if (request.httpVersion === '1.1' && hosts === 0) throw requestFault('bad_request', 'the request has no Host header');
};

function countHosts({ rawHeaders }: Request): number {
  let count = 0;
  for (let index = 0; index < rawHeaders.length; index += 2)
    if (rawHeaders[index]?.length === 4 && rawHeaders[index]?.toLowerCase() === 'host') count += 1;
  return count;
}

/**
 * Refuses requests for other names than these, so that a web page cannot reach the service through a name that its owner
 * points here (DNS rebinding). A name matches with its port or without.
 */
export function checkServerName(names: readonly string[]): Check {
  const known = new Set(names.map((name) => name.toLowerCase()));
  return (request) => {
    const host = (request.headers.host ?? '').toLowerCase();
    if (!known.has(host) && !known.has(host.replace(/:\d*$/, '')))
      throw requestFault('host_unknown', `there is no service for the host ${quote(host)} here; see server_names`);
  };
}

/** Serves everything under a prefix, and nothing elsewhere. */
export function stripPrefix(prefix: string): Check {
  return (request, response) => {
    if (!request.url.startsWith(`${prefix}/`)) throw noSuchUrl(prefix, response);
    request.url = request.url.slice(prefix.length);
  };
}

/** Tells the exchange which URL of the service this is. It belongs behind the checks that find out what the path is. */
export const findTemplate: Check = ({ path }, response) => {
  exchangeOf(response).template = templateOf(path);
};

export function notFound(prefix: string): RequestHandler {
  return (_request, response) => {
    throw noSuchUrl(prefix, response);
  };
}

/** Such a request changes nothing, whatever its method. */
function noSuchUrl(prefix: string, response: Response): Error {
  exchangeOf(response).act = 'read';
  return requestFault(
    'not_found',
    `there is nothing at this URL; target groups are at ${prefix}/<application>/<environment>`,
  );
}

/** Does these in their order, until one of them answers. */
export function checkAll(checks: readonly Check[]): RequestHandler {
  return (request, response, next) => {
    for (const check of checks) {
      check(request, response);
      if (response.headersSent) return;
    }
    next();
  };
}
