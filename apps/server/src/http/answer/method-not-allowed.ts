import type { RequestHandler } from 'express';
import { exchangeOf } from '../request/exchange.js';
import { URL_TEMPLATES, type UrlTemplate } from '../request/url-template.js';
import { type RequestError, requestFault } from './request-error.js';

/** The last handler of a route. It refuses methods that its URL does not have; such a request changes nothing. */
export function refuseOthers(template: UrlTemplate): RequestHandler {
  return (request, response) => {
    exchangeOf(response).act = 'read';
    throw methodNotAllowed(request.method, template);
  };
}

/** @param template the URL that does not have the method, or that of a group where it is not known which it is */
export function methodNotAllowed(method: string, template: UrlTemplate = '/<application>/<environment>'): RequestError {
  const allowed = URL_TEMPLATES[template].join(', ');
  const alternatives = allowed.replace(/, (?=[A-Z]+$)/, ' or ');
  return requestFault('method_not_allowed', `the method ${method} is not allowed here; send ${alternatives}`, {
    Allow: allowed,
  });
}
