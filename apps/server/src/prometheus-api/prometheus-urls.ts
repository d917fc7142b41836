import { type Named, serverUrls } from '../net/server-urls.js';

const NAMED: Named = {
  name: 'Prometheus',
  one: 'Prometheus',
  example: 'http://localhost:9090',
  whole: 'write the URL up to the path prefix of Prometheus',
  loginVariable: 'PROMETHEUS_HTTP_CONFIG_FILE',
};

/**
 * A comma-separated list of base URLs of Prometheus, each without a slash at its end, such as `http://localhost:9090` or
 * `https://example.org/prometheus`.
 * @throws ConfigurationError; its message shows nothing of a user and password
 */
export function prometheusUrls(value: string): readonly string[] {
  return serverUrls(value, NAMED);
}
