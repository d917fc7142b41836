import type { IncomingMessage } from 'node:http';
import { quote } from '@target-eye/domain';
import { requestFault } from '../answer/request-error.js';

/** Node's parser takes a target that begins with a letter only if `://` follows its scheme. */
const ABSOLUTE_FORM = /^(?<scheme>[a-z]+):\/\/(?:(?<user>[^/?#]*)@)?(?<host>[^/?#]*)(?<rest>.*)$/i;

/** A name or an address, perhaps with a port (RFC 3986, section 3.2); an http URL must not have an empty one. */
const HOST = /^(?:\[[0-9a-f:.]+\]|(?:[\w.~!$&'()*+,;=-]|%[0-9a-f]{2})+)(?::\d*)?$/i;

const FAULT = Symbol('fault of the request target');
type Targeted = IncomingMessage & { [FAULT]?: string };

/** Express cuts off a fragment, and Node reads other characters as Latin-1: either would name another group. */
const RAW = /[^!-~]|#/g;

/**
 * Turns the request target into a URL that the router can split and the log can show: a path and a query, with
 * everything percent-encoded that has to be. A target in absolute form is reduced to its path and query, and its host
 * replaces the Host header (RFC 9112, section 3.2.2). Call it before the router looks at the path; `checkTarget` reports
 * what is wrong with the target.
 */
export function rewriteTarget(request: Targeted): void {
  rewriteAbsoluteForm(request);
  const { url = '' } = request;
  const [wrong] = url.match(RAW) ?? [];
  if (wrong !== undefined) {
    const { [FAULT]: fault } = request;
    request[FAULT] = fault ?? `the URL ${quote(url)} has a raw ${quote(wrong)}; percent-encode it`;
    request.url = url.replace(RAW, (raw) => `%${raw.charCodeAt(0).toString(16).padStart(2, '0')}`);
  } else if (!url.startsWith('/')) request.url = `/${url}`;
}

function rewriteAbsoluteForm(request: Targeted): void {
  const parts = ABSOLUTE_FORM.exec(request.url ?? '')?.groups;
  if (parts === undefined) return;
  const { scheme = '', user, host = '', rest = '' } = parts;
  request.url = rest.startsWith('/') ? rest : `/${rest}`;
  const fault = whyNotTarget(scheme, user, host);
  if (fault === undefined) request.headers.host = host;
  else request[FAULT] = fault;
}

function whyNotTarget(scheme: string, user: string | undefined, host: string): string | undefined {
  if (!/^https?$/i.test(scheme)) return `the URL begins with ${quote(`${scheme}://`)}, not with http:// or https://`;
  // RFC 9110, section 4.2.4: its presence is an error.
  if (user !== undefined)
    return `the URL has a user or a password before the host ${quote(host)}; send them in an Authorization header`;
  if (!HOST.test(host)) return `the URL has the host ${quote(host)}, which is not a host`;
  return undefined;
}

/** Refuses a target that `rewriteTarget` found a fault in. */
export function checkTarget({ [FAULT]: fault }: Targeted): void {
  if (fault !== undefined) throw requestFault('bad_request', fault);
}
