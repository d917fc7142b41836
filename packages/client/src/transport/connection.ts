import type { Fetch } from './fetch.js';

/** Where the service is, and who asks. */
export interface ConnectionOptions {
  /** Such as `https://target-eye.example`, with the root path if there is one; in a page also relative to it. */
  readonly url: string;
  /** Sent as `Authorization: Bearer …`. White space around it, such as the line end of a file, is left out. */
  readonly token?: string | undefined;
  /** Sent with the password as `Authorization: Basic …` (RFC 7617, in UTF-8). */
  readonly user?: string | undefined;
  readonly password?: string | undefined;
  /** What every request gets besides, a `User-Agent` for example. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Sends the requests instead of the global `fetch`, over TLS with certificates of its own for example. */
  readonly fetch?: Fetch | undefined;
}

/** A service that requests can be sent to. */
export interface Connection {
  /** Without a slash at the end. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly fetch: Fetch;
}

/**
 * Checks what is given once.
 * @throws TypeError that says what does not fit; it never shows a credential
 */
export function connectionTo(options: ConnectionOptions): Connection {
  const authorization = authorizationOf(options);
  const headers = { ...options.headers, ...(authorization === undefined ? {} : { Authorization: authorization }) };
  for (const [name, value] of Object.entries(headers)) checkHeader(name, value);
  return {
    url: serviceUrl(options.url),
    headers,
    // Called as a method of another object than the window, the one of browsers fails.
    fetch: options.fetch ?? ((url, init) => globalThis.fetch(url, init)),
  };
}

function serviceUrl(given: string): string {
  const { location } = globalThis as { readonly location?: { readonly href: string } };
  if (!URL.canParse(given, location?.href)) throw new TypeError('the URL of the service is not a URL');
  const url = new URL(given, location?.href);
  if (url.username !== '' || url.password !== '')
    throw new TypeError('the URL of the service holds a user or a password; give them as user and password');
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new TypeError(`the URL of the service begins with ${url.protocol}, not with http: or https:`);
  if (url.search !== '' || url.hash !== '')
    throw new TypeError('the URL of the service holds a query or a fragment; give only its path');
  return url.href.replace(/\/+$/, '');
}

function authorizationOf({ token, user, password }: ConnectionOptions): string | undefined {
  if (token === undefined && user === undefined && password === undefined) return undefined;
  if (token !== undefined) {
    if (user !== undefined || password !== undefined)
      throw new TypeError('there is a token, and a user or a password; give one or the other');
    if (!/^[\x21-\x7e]+$/.test(token.trim())) throw new TypeError('the token is not a line of ASCII without spaces');
    return `Bearer ${token.trim()}`;
  }
  if (user === undefined || password === undefined)
    throw new TypeError('a user needs a password, and a password needs a user');
  if (user.includes(':')) throw new TypeError('the user holds a colon, which would end it (RFC 7617)');
  return `Basic ${btoa(String.fromCharCode(...new TextEncoder().encode(`${user}:${password}`)))}`;
}

/** `fetch` would show the value in its error. */
function checkHeader(name: string, value: string): void {
  try {
    new Headers([[name, value]]);
  } catch {
    throw new TypeError(`the header ${JSON.stringify(name)} cannot be sent, for its name or its value`);
  }
}
