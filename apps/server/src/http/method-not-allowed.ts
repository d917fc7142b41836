import type { RequestHandler } from 'express';
import { requestFault } from './request-error.js';

/** The last handler of a route: whatever comes here has a method that the route does not know. */
export function allowOnly(methods: string): RequestHandler {
  return (request, response) => {
    response.setHeader('Allow', methods);
    throw requestFault(
      'method_not_allowed',
      `the method ${request.method} is not allowed here; allowed are ${methods}`,
    );
  };
}
