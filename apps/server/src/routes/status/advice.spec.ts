import { type ScrapeJudgement, TARGET_STATUSES } from '@target-eye/domain';
import { parse } from 'yaml';
import { advise } from './advice.js';

const DOWN: ScrapeJudgement = {
  url: 'http://localhost:9090',
  status: 'down',
  fact: undefined,
  pool: 'target-eye',
  scrapeUrl: 'http://10.3.3.1:9100/metrics',
  lastScrape: undefined,
  lastScrapeSeconds: undefined,
  scrapedNotBefore: undefined,
  readAt: undefined,
};

function on(fact: string, scrapeUrl = DOWN.scrapeUrl): string | undefined {
  return advise('10.3.3.1:9100', { ...DOWN, fact, scrapeUrl });
}

const REFUSED = 'nothing listens on port 9100 of 10.3.3.1';
const NO_LOGIN = ': see whether it wants a login, or set the label __metrics_path__ to where its metrics are';
const NOT_METRICS = `what 10.3.3.1 answers at /metrics is not the metrics format${NO_LOGIN}`;
const BAD_LINE =
  '10.3.3.1 answers /metrics with a line that is not in the metrics format: mend what writes it (promtool check metrics shows where), or set the label __metrics_path__ to where its metrics are';
const TIMEOUT =
  '10.3.3.1 does not answer on port 9100 within the scrape timeout: it is slow or hangs, or a firewall drops what is sent there';
const DROPPED =
  'nothing answers at 10.3.3.1 on port 9100: the host does not run, or a firewall drops what is sent there';
const NO_WAY = 'there is no way from Prometheus to 10.3.3.1: see whether it runs, and the routes and firewalls between';
const UNKNOWN_CA =
  'Prometheus does not know who issued the certificate of 10.3.3.1: name its authority as ca_file in tls_config of the scrape pool "target-eye"';
const OTHER_NAME =
  'the certificate is not for 10.3.3.1: register a name that stands in it, or set server_name in tls_config of the scrape pool "target-eye"';
const CLIENT_CERTIFICATE =
  '10.3.3.1 refuses the TLS connection, as it does without a client certificate that it knows: see cert_file and key_file in tls_config of the scrape pool "target-eye"';

describe('the advice on an error of a scrape', () => {
  test.each([
    ['connection refused', REFUSED],
    ['Get "http://10.3.3.1:9100/metrics": dial tcp 10.3.3.1:9100: connect: connection refused', REFUSED],
    [
      'error when scraping "http://10.3.3.1:9100/metrics": dial tcp4 10.3.3.1:9100: connect: connection refused',
      REFUSED,
    ],
    [
      'Get "/login": dial tcp [2001:db8::1]:80: connect: connection refused',
      'nothing listens on port 80 of [2001:db8::1]',
    ],
    ['dial tcp 10.9.9.9:3128: connect: connection refused', 'nothing listens on port 3128 of 10.9.9.9'],
    [
      'Get "https://10.3.3.1:9100/metrics": proxyconnect tcp: dial tcp 10.9.9.9:3128: connect: connection refused',
      'Prometheus does not reach the proxy that the scrape pool "target-eye" names in proxy_url',
    ],
    [
      'dial tcp: lookup node.example.org on 10.0.0.2:53: no such host',
      'the DNS server of Prometheus does not know the name "node.example.org"',
    ],
    ['dial tcp: lookup node: no such host', 'the DNS server of Prometheus does not know the name "node"'],
    [
      'dial tcp: lookup node on 10.0.0.2:53: read udp 10.0.0.1:53211->10.0.0.2:53: read: connection refused',
      'the DNS server of Prometheus does not answer for the name "node"',
    ],
    [
      'dial tcp: lookup node on 10.0.0.2:53: server misbehaving',
      'the DNS server of Prometheus does not answer for the name "node"',
    ],
    ['Get "http://10.3.3.1:9100/metrics": context deadline exceeded', TIMEOUT],
    ['context deadline exceeded (Client.Timeout exceeded while awaiting headers)', TIMEOUT],
    ['read tcp 10.0.0.1:40000->10.3.3.1:9100: i/o timeout', TIMEOUT],
    ['net/http: TLS handshake timeout', TIMEOUT],
    ['dial tcp 10.3.3.1:9100: i/o timeout', DROPPED],
    ['dial tcp 10.3.3.1:9100: connect: connection timed out', DROPPED],
    ['dial tcp 10.3.3.1:9100: connect: no route to host', NO_WAY],
    ['dial tcp [2001:db8::1]:9100: connect: network is unreachable', NO_WAY],
    [
      'http: server gave HTTP response to HTTPS client',
      'port 9100 of 10.3.3.1 does not speak TLS: set the label __scheme__ to http',
    ],
    [
      'net/http: HTTP/1.x transport connection broken: malformed HTTP response "\\x15\\x03\\x01\\x00\\x02\\x02"',
      'port 9100 of 10.3.3.1 speaks TLS: set the label __scheme__ to https',
    ],
    [
      'net/http: HTTP/1.x transport connection broken: malformed HTTP response "SSH-2.0-OpenSSH_9.2"',
      'what listens on port 9100 of 10.3.3.1 does not speak HTTP: see whether it is the right port',
    ],
    [
      'server returned HTTP status 400 Bad Request',
      '10.3.3.1 does not understand the request on port 9100: if it wants TLS, set the label __scheme__ to https',
    ],
    [
      'EOF',
      '10.3.3.1 closes connections to port 9100 without an answer: it may want TLS, which the label __scheme__ set to https gives it',
    ],
    ['x509: certificate signed by unknown authority', UNKNOWN_CA],
    [
      'tls: failed to verify certificate: x509: certificate signed by unknown authority (possibly because of "x509: invalid signature: parent certificate cannot sign this kind of certificate" while trying to verify candidate authority certificate "a")',
      UNKNOWN_CA,
    ],
    [
      'x509: certificate has expired or is not yet valid: current time 2026-11-26T10:00:00Z is after 2025-01-01T00:00:00Z',
      'renew the certificate of 10.3.3.1, or set the clock of Prometheus right',
    ],
    [
      'x509: certificate has expired or is not yet valid: current time 2026-11-26T10:00:00Z is before 2027-01-01T00:00:00Z',
      'wait until the certificate of 10.3.3.1 is valid, or set the clock of Prometheus right',
    ],
    [
      'x509: certificate has expired or is not yet valid',
      'renew the certificate of 10.3.3.1, or set the clock of Prometheus right',
    ],
    ['x509: certificate is valid for a.example.org, b.example.org, not node', OTHER_NAME],
    ["x509: cannot validate certificate for 10.3.3.1 because it doesn't contain any IP SANs", OTHER_NAME],
    ['x509: certificate is not valid for any names, but wanted to match node', OTHER_NAME],
    ['x509: certificate relies on legacy Common Name field, use SANs instead', OTHER_NAME],
    ['remote error: tls: certificate required', CLIENT_CERTIFICATE],
    ['remote error: tls: bad certificate', CLIENT_CERTIFICATE],
    [
      'read tcp 10.0.0.1:40000->10.3.3.1:9100: read: connection reset by peer',
      '10.3.3.1 breaks connections to port 9100 off: see whether it is the right port, and its log',
    ],
    [
      'Get "/metrics": stopped after 10 redirects',
      '10.3.3.1 redirects /metrics in a circle, as when it wants a login: set the label __metrics_path__ to where its metrics are',
    ],
    [
      'server returned HTTP status 401 Unauthorized',
      '10.3.3.1 wants a login: set basic_auth or authorization of the scrape pool "target-eye"',
    ],
    [
      'server returned HTTP status 403 Forbidden',
      '10.3.3.1 does not let Prometheus in: see which logins and addresses it allows',
    ],
    [
      'server returned HTTP status 404 Not Found',
      '10.3.3.1 has nothing at /metrics: set the label __metrics_path__ to where its metrics are',
    ],
    [
      'unexpected status code returned when scraping "http://10.3.3.1:9100/metrics": 404; expected 200; response body: "connection refused"',
      '10.3.3.1 has nothing at /metrics: set the label __metrics_path__ to where its metrics are',
    ],
    [
      'server returned HTTP status 429 Too Many Requests',
      '10.3.3.1 is asked too often: raise its limit, or set the label __scrape_interval__ higher',
    ],
    [
      'server returned HTTP status 302 Found',
      '10.3.3.1 redirects /metrics, and the scrape pool "target-eye" does not follow: register the target where it redirects to',
    ],
    [
      'server returned HTTP status 503 Service Unavailable',
      '10.3.3.1 answers and fails by itself: see its log, and that of a proxy in front of it',
    ],
    ['"INVALID" is not a valid start token', NOT_METRICS],
    ['expected a valid start token, got "<" ("INVALID") while parsing: "<"', NOT_METRICS],
    [
      'expected equal, got ":" ("INVALID") while parsing: "a:dial tcp 1.1.1.1:1: connect: connection refused"',
      BAD_LINE,
    ],
    ['strconv.ParseFloat: parsing "x": invalid syntax', BAD_LINE],
    ['expected label name, got "INVALID"', BAD_LINE],
    [
      'received unsupported Content-Type "text/html; charset=utf-8" and no fallback_scrape_protocol specified for target',
      `10.3.3.1 answers /metrics with a web page${NO_LOGIN}`,
    ],
    [
      'non-compliant scrape target sending blank Content-Type and no fallback_scrape_protocol specified for target',
      '10.3.3.1 does not say of /metrics that it is the metrics format: if it is, set fallback_scrape_protocol of the scrape pool "target-eye", or else the label __metrics_path__',
    ],
    [
      'target_limit exceeded (number of targets: 2, limit: 1)',
      'the scrape pool "target-eye" scrapes none of its targets while there are more than its target_limit: raise it, or register fewer',
    ],
    [
      'body size limit exceeded',
      'the answer of 10.3.3.1 is larger than body_size_limit of the scrape pool "target-eye": raise it, or let the target show less',
    ],
    [
      'the response from "http://10.3.3.1:9100/metrics" exceeds -promscrape.maxScrapeSize=16777216 in the config',
      'the answer of 10.3.3.1 is larger than vmagent takes: raise max_scrape_size, or let the target show less',
    ],
    [
      'sample limit exceeded',
      '10.3.3.1 shows more than the scrape pool "target-eye" takes: raise its sample_limit or native_histogram_bucket_limit, or let the target show less',
    ],
    [
      'label_value_length_limit exceeded (metric: "a", label name: "b", value: "c", length: 9, limit: 8)',
      'a metric of the target exceeds label_value_length_limit of the scrape pool "target-eye": raise it, or drop labels in metric_relabel_configs',
    ],
    ['unsupported protocol scheme "ftp"', 'set the label __scheme__ to http or https'],
    ['unexpected EOF', 'the answer of 10.3.3.1 breaks off or is damaged: see its log, and that of a proxy in between'],
    [
      'unable to read authorization credentials file /x: open /x: no such file or directory',
      'Prometheus cannot read a file that the scrape pool "target-eye" names for its login or in tls_config',
    ],
    [
      'dial tcp 10.3.3.1:9100: socket: too many open files',
      'Prometheus may not open more connections: raise its limit of open files (LimitNOFILE)',
    ],
    ['something new', undefined],
    ['', undefined],
    ['server returned HTTP status 418 I am a teapot', undefined],
  ])('%j', (error, advice) => {
    expect(on(error)).toBe(advice);
  });

  test('names the host by its name and by the address that it has', () => {
    const url = 'http://node.example.org:9100/metrics';
    expect(on('dial tcp 10.3.3.1:9100: connect: connection refused', url)).toBe(
      'nothing listens on port 9100 of node.example.org (10.3.3.1)',
    );
  });

  test('names the port that a scheme has', () => {
    expect(on('connection refused', 'https://node/metrics')).toBe('nothing listens on port 443 of node');
    expect(on('EOF', 'https://node/metrics')).toBe(
      'node closes connections to port 443 without an answer: see its log',
    );
    expect(on('connection refused', 'http://[::1]/x')).toBe('nothing listens on port 80 of [::1]');
    expect(on('server returned HTTP status 400 Bad Request', 'https://node/metrics')).toBeUndefined();
  });

  test('takes the target where there is no URL', () => {
    const advice = advise('node:9100', {
      ...DOWN,
      fact: 'connection refused',
      scrapeUrl: undefined,
      pool: undefined,
    });
    expect(advice).toBe('nothing listens on port 9100 of node');
    expect(on('connection refused', 'no URL')).toBe('nothing listens on port 80 of 10.3.3.1:9100');
  });

  test('believes no words that a target puts into the status of its answer', () => {
    const evil = 'server returned HTTP status 404 x: dial tcp evil:1: connect: connection refused';
    expect(on(evil)).toBe('10.3.3.1 has nothing at /metrics: set the label __metrics_path__ to where its metrics are');
    expect(on('server returned HTTP status 299 : connection refused')).toBeUndefined();
  });

  test('takes no longer with longer errors and is short', () => {
    const long = `${'dial tcp '.repeat(20_000)}: connection refused`;
    expect(on(long)?.length).toBeLessThan(600);
    expect(on('server returned HTTP status 404 Not Found', `http://node/${'x'.repeat(10_000)}`)?.length).toBeLessThan(
      600,
    );
  });
});

describe('the advice on a status', () => {
  const of = (status: ScrapeJudgement['status'], others: Partial<ScrapeJudgement> = {}): string | undefined =>
    advise('a', { ...DOWN, status, fact: 'x', ...others });

  test('is there for every word but up, and for down where the error is known', () => {
    expect(TARGET_STATUSES.filter((status) => of(status) === undefined)).toEqual(['down', 'up']);
  });

  test('has the lines to add where no pool reads us', () => {
    const job = /\{.*\}/.exec(of('not_configured') ?? '')?.[0] ?? '';
    expect(parse(job)).toEqual({
      job_name: 'target-eye',
      file_sd_configs: [{ files: ['DIRECTORY/*.json'] }],
    });
  });

  test('on what a pool refuses is to change that, where it is known', () => {
    const pool = 'the scrape pool "target-eye"';
    const tooLong = `${pool} refuses it: its scrape timeout of 5s is above its scrape interval of 1s`;
    expect(of('rejected', { fact: tooLong })).toContain('__scrape_timeout__');
    expect(of('rejected', { fact: `${pool} refuses it: "a/b" is not an address` })).toContain('without');
    expect(of('rejected', { fact: `Prometheus has read it, and ${pool} refused targets` })).toContain('log');
  });

  test('names the pool that drops a target where it is known, and the Prometheus', () => {
    expect(of('dropped')).toBe(
      'see the relabel_configs of the scrape pool "target-eye" for a rule with keep or drop; http://localhost:9090/service-discovery shows the labels that they work on',
    );
    expect(of('dropped', { pool: undefined })).toContain('of the scrape pools for');
    expect(of('unknown')).toContain('answers at http://localhost:9090,');
  });
});
