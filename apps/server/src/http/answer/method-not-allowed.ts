import type { RequestHandler } from 'express';
import { exchangeOf } from '../request/exchange.js';
import { type RequestError, requestFault } from './request-error.js';

/** The methods of a target group, as the `Allow` header names them. */
export const GROUP_METHODS = 'GET, HEAD, PUT, POST, DELETE';

/** The last handler of a route. It refuses methods that the route does not know; such a request changes nothing. */
export function allowOnly(methods: string): RequestHandler {
  return (request, response) => {
    exchangeOf(response).act = 'read';
    throw methodNotAllowed(request.method, methods);
  };
}

export function methodNotAllowed(method: string, allowed: string): RequestError {
  const alternatives = allowed.replace(/, (?=[A-Z]+$)/, ' or ');
  return requestFault('method_not_allowed', `the method ${method} is not allowed here; send ${alternatives}`, {
    Allow: allowed,
  });
}
