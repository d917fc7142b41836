import { quote } from '@target-eye/domain';
import type { Request, RequestHandler } from 'express';
import { requestFault } from '../answer/request-error.js';

/** What browsers send when no other site caused the request (W3C Fetch Metadata, `Sec-Fetch-Site`). */
const OWN: readonly string[] = ['same-origin', 'none'];

/**
 * Refuses changes that a page of another site makes a browser send: a form can POST to any address that the browser
 * reaches, also to the loopback address of its host. Other programs send neither of the headers. It belongs before the
 * handler that reads the body.
 */
export const refuseCrossSite: RequestHandler = (request, _response, next) => {
  const reason = whyCrossSite(request);
  if (reason !== undefined)
    throw requestFault('cross_site', `${reason}: a change that a page of another site sends is refused`);
  next();
};

function whyCrossSite({ headers }: Request): string | undefined {
  const site = headers['sec-fetch-site'];
  if (site !== undefined && !OWN.includes(site)) return `the request has Sec-Fetch-Site: ${quote(site)}`;
  const { origin, host = '' } = headers;
  if (origin === undefined || isSameHost(origin, host)) return undefined;
  return `the Origin ${quote(origin)} of the request is not its Host ${quote(host)}`;
}

/** Compares with the scheme of the origin, so that a default port counts as none on both sides. */
function isSameHost(origin: string, host: string): boolean {
  const [scheme = ''] = origin.split('//');
  if (!URL.canParse(origin) || !URL.canParse(`${scheme}//${host}`)) return false;
  const own = new URL(`${scheme}//${host}`).host;
  return own !== '' && new URL(origin).host === own;
}
