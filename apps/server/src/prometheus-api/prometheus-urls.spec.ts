import { ConfigurationError } from '../operator-files/configuration-error.js';
import { prometheusUrls } from './prometheus-urls.js';

function refusalOf(value: string): string {
  try {
    prometheusUrls(value);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.message;
  }
  throw new Error('it is accepted');
}

test('URLs of Prometheus are kept up to their path prefix', () => {
  expect(prometheusUrls('')).toEqual([]);
  expect(prometheusUrls('http://localhost:9090, https://example.org/prometheus/ ,HTTP://[::1]:80/')).toEqual([
    'http://localhost:9090',
    'https://example.org/prometheus',
    'http://[::1]',
  ]);
});

test.each([
  ['localhost:9090', '"localhost:9090" has no scheme; write "http://localhost:9090"'],
  ['prom.example.org', '"prom.example.org" has no scheme; write "http://prom.example.org"'],
  ['//x', '"//x" has no scheme; write "http://localhost:9090"'],
  ['["http://a"]', /^"\[.*has no scheme; write "http:\/\/localhost:9090"$/],
  ['ftp://a', '"ftp://a" has the scheme ftp; Prometheus is asked over http or https'],
  ['http://a/?x=1', /^"http:\/\/a\/\?x=1" has a query or a fragment; /],
  ['http://a/#x', /has a query or a fragment; /],
  ['http://a:x', '"http://a:x" is not a URL, such as http://localhost:9090'],
  ['http://', '"http://" is not a URL, such as http://localhost:9090'],
  ['http://a b', '"http://a b" is not a URL, such as http://localhost:9090'],
  ['http://a:80,http://A/', '"http://a" is named twice; name each Prometheus once'],
])('%s is refused in one sentence', (value, expected) => {
  expect(refusalOf(value)).toMatch(expected);
});

test.each(['http://ops:hunter2@a', 'ops:hunter2@a:9090', 'http://ops:hun ter2@a'])(
  'a user and a password are refused, and not shown: %s',
  (value) => {
    expect(refusalOf(value)).toBe(
      'a URL of Prometheus must not hold a user or a password; name a file with basic_auth in PROMETHEUS_HTTP_CONFIG_FILE',
    );
  },
);
