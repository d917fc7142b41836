import { ConfigurationError } from '../operator-files/configuration-error.js';
import { list } from '../operator-files/values.js';
import { isLoopbackHost } from './networks.js';

/** What the URLs are of, for messages. */
export interface Named {
  readonly name: string;
  /** What one of them is called. */
  readonly one: string;
  /** A URL as it may be. */
  readonly example: string;
  /** What to do about a query or a fragment. */
  readonly whole: string;
  /** The variable of the file that has the login. */
  readonly loginVariable: string;
}

/**
 * A comma-separated list of URLs of servers, over http or https, each without a slash at its end.
 * @throws ConfigurationError; its message shows nothing of a user and password
 */
export function serverUrls(value: string, named: Named): readonly string[] {
  const urls = list(value).map((text) => serverUrl(text, named));
  const twice = urls.find((url, index) => urls.indexOf(url) !== index);
  if (twice !== undefined)
    throw new ConfigurationError(`${JSON.stringify(twice)} is named twice; name each ${named.one} once`);
  return urls;
}

function serverUrl(text: string, { name, example, whole, loginVariable }: Named): string {
  if (text.includes('@'))
    throw new ConfigurationError(
      `a URL of ${name} must not hold a user or a password; name a file with basic_auth in ${loginVariable}`,
    );
  const quoted = JSON.stringify(text);
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text)?.[1]?.toLowerCase();
  if (scheme === undefined)
    throw new ConfigurationError(`${quoted} has no scheme; write ${JSON.stringify(withScheme(text, example))}`);
  if (scheme !== 'http' && scheme !== 'https')
    throw new ConfigurationError(`${quoted} has the scheme ${scheme}; ${name} is asked over http or https`);
  if (/[?#]/.test(text)) throw new ConfigurationError(`${quoted} has a query or a fragment; ${whole}`);
  if (!URL.canParse(text) || /\s/.test(text))
    throw new ConfigurationError(`${quoted} is not a URL, such as ${example}`);
  const { origin, pathname } = new URL(text);
  return origin + pathname.replace(/\/+$/, '');
}

/** What is probably meant. */
function withScheme(text: string, example: string): string {
  return /^[\w.-]+(?::\d+)?(?:\/|$)/.test(text) ? `http://${text}` : example;
}

/** Whether what is sent to this URL can be read and changed by others on the way. */
export function isInTheClear(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  return protocol === 'http:' && !isLoopbackHost(hostname.replace(/^\[|\]$/g, ''));
}
