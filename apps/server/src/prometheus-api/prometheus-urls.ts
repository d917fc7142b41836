import { ConfigurationError } from '../operator-files/configuration-error.js';
import { list } from '../operator-files/values.js';

/**
 * A comma-separated list of base URLs of Prometheus, each without a slash at its end, such as `http://localhost:9090` or
 * `https://example.org/prometheus`.
 * @throws ConfigurationError; its message shows nothing of a user and password
 */
export function prometheusUrls(value: string): readonly string[] {
  const urls = list(value).map(baseUrl);
  const twice = urls.find((url, index) => urls.indexOf(url) !== index);
  if (twice !== undefined)
    throw new ConfigurationError(`${JSON.stringify(twice)} is named twice; name each Prometheus once`);
  return urls;
}

function baseUrl(text: string): string {
  if (text.includes('@'))
    throw new ConfigurationError(
      'a URL of Prometheus must not hold a user or a password; name a file with basic_auth in PROMETHEUS_HTTP_CONFIG_FILE',
    );
  const quoted = JSON.stringify(text);
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text)?.[1]?.toLowerCase();
  if (scheme === undefined)
    throw new ConfigurationError(`${quoted} has no scheme; write ${JSON.stringify(withScheme(text))}`);
  if (scheme !== 'http' && scheme !== 'https')
    throw new ConfigurationError(`${quoted} has the scheme ${scheme}; Prometheus is asked over http or https`);
  if (/[?#]/.test(text))
    throw new ConfigurationError(
      `${quoted} has a query or a fragment; write the URL up to the path prefix of Prometheus`,
    );
  if (!URL.canParse(text) || /\s/.test(text))
    throw new ConfigurationError(`${quoted} is not a URL, such as http://localhost:9090`);
  const { origin, pathname } = new URL(text);
  return origin + pathname.replace(/\/+$/, '');
}

/** What is probably meant. */
function withScheme(text: string): string {
  return /^[\w.-]+(?::\d+)?(?:\/|$)/.test(text) ? `http://${text}` : 'http://localhost:9090';
}
