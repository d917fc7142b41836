import { quote } from '@target-eye/domain';
import { connectedTo, type FailedScrape, type Place, placeOf } from './scrape-place.js';

/**
 * What can be done about an error of a scrape, in the words of Prometheus 2.42 to 3.14 and of vmagent, which are those of
 * Go where the network failed; `undefined` for others. A target can bring words of its own into an error: into the status
 * of its answer, which is why that comes first, or between quotes, where no pattern looks.
 */
export function adviceOnError(error: string, scrape: FailedScrape): string | undefined {
  const place = placeOf(scrape);
  for (const { pattern, advice } of ERRORS) {
    const found = pattern.exec(error);
    if (found !== null) return advice(place, found[1] ?? '');
  }
  return undefined;
}

type Advice = (place: Place, detail: string) => string | undefined;

interface KnownError {
  readonly pattern: RegExp;
  readonly advice: Advice;
}

/** The first that fits counts. */
const ERRORS: readonly KnownError[] = [
  {
    pattern:
      /^(?:server returned HTTP status |.*unexpected status code returned when scraping "(?:[^"\\]|\\.)*": )(\d{3})\b/,
    advice: (place, code) => adviceOnCode(place, Number(code)),
  },
  {
    pattern: /^(?:Get "[^"]*": )?proxyconnect tcp: /,
    advice: ({ pool }) => `Prometheus does not reach the proxy that ${pool} names in proxy_url`,
  },
  {
    pattern: /(?:^|: )lookup (\S+?)(?: on \S+)?: no such host$/,
    advice: (_, name) => `the DNS server of Prometheus does not know the name ${quote(name)}`,
  },
  {
    pattern: /(?:^|: )lookup (\S+?)(?: on \S+)?: [^"]+$/,
    advice: (_, name) => `the DNS server of Prometheus does not answer for the name ${quote(name)}`,
  },
  {
    pattern: /(?:(?:^|: )dial tcp[46]? ([^ "]+:\d+): connect: |^|: )connection refused$/,
    advice: (place, dialed) => {
      const { host, port } = connectedTo(place, dialed);
      return `nothing listens on port ${port} of ${host}`;
    },
  },
  {
    pattern: /(?:^|: )(?:no route to host|network is unreachable|host is down)$/,
    advice: ({ host }) =>
      `there is no way from Prometheus to ${host}: see whether it runs, and the routes and firewalls between`,
  },
  {
    pattern: /(?:^|: )dial tcp[46]? ([^ "]+:\d+): (?:i\/o timeout|connect: connection timed out)$/,
    advice: (place, dialed) => {
      const { host, port } = connectedTo(place, dialed);
      return `nothing answers at ${host} on port ${port}: the host does not run, or a firewall drops what is sent there`;
    },
  },
  {
    pattern:
      /(?:^|: )(?:context deadline exceeded|i\/o timeout|TLS handshake timeout|connection timed out)(?: \([^"]*\))?$/,
    advice: ({ host, port }) =>
      `${host} does not answer on port ${port} within the scrape timeout: it is slow or hangs, or a firewall drops what is sent there`,
  },
  {
    pattern:
      /(?:^|: )(?:http: server gave HTTP response to HTTPS client|tls: first record does not look like a TLS handshake)$/,
    advice: ({ host, port }) => `port ${port} of ${host} does not speak TLS: set the label __scheme__ to http`,
  },
  {
    pattern: /(?:^|: )malformed HTTP response "\\x15\\x03[^ ]*"$/,
    advice: ({ host, port }) => `port ${port} of ${host} speaks TLS: set the label __scheme__ to https`,
  },
  {
    pattern: /(?:^|: )malformed HTTP (?:response|version|status code) "[^]*"$/,
    advice: ({ host, port }) =>
      `what listens on port ${port} of ${host} does not speak HTTP: see whether it is the right port`,
  },
  {
    pattern: /(?:^|: )x509: certificate signed by unknown authority(?: \([^]*\))?$/,
    advice: ({ host, pool }) =>
      `Prometheus does not know who issued the certificate of ${host}: name its authority as ca_file in tls_config of ${pool}`,
  },
  {
    pattern: /(?:^|: )x509: certificate has expired or is not yet valid(?:: current time \S+ is (after|before) \S+)?$/,
    advice: ({ host }, order) =>
      `${order === 'before' ? `wait until the certificate of ${host} is valid` : `renew the certificate of ${host}`}, or set the clock of Prometheus right`,
  },
  {
    pattern:
      /(?:^|: )x509: (?:certificate is (?:not )?valid for|cannot validate certificate for|certificate relies on legacy)[^"]*$/,
    advice: ({ host, pool }) =>
      `the certificate is not for ${host}: register a name that stands in it, or set server_name in tls_config of ${pool}`,
  },
  {
    pattern:
      /(?:^|: )remote error: tls: (?:certificate required|bad certificate|unknown certificate authority|handshake failure|expired certificate)$/,
    advice: ({ host, pool }) =>
      `${host} refuses the TLS connection, as it does without a client certificate that it knows: see cert_file and key_file in tls_config of ${pool}`,
  },
  {
    pattern: /(?:^|: )connection reset by peer$/,
    advice: ({ host, port }) =>
      `${host} breaks connections to port ${port} off: see whether it is the right port, and its log`,
  },
  {
    pattern: /(?:^|: )(?:EOF|http: server closed idle connection)$/,
    advice: ({ host, port, isPlain }) =>
      `${host} closes connections to port ${port} without an answer: ${isPlain ? 'it may want TLS, which the label __scheme__ set to https gives it' : 'see its log'}`,
  },
  {
    pattern: /(?:^|: )stopped after \d+ redirects$/,
    advice: ({ host, path }) =>
      `${host} redirects ${path} in a circle, as when it wants a login: set the label __metrics_path__ to where its metrics are`,
  },
  {
    pattern: /^target_limit exceeded\b/,
    advice: ({ pool }) =>
      `${pool} scrapes none of its targets while there are more than its target_limit: raise it, or register fewer`,
  },
  {
    pattern: /^body size limit exceeded$/,
    advice: ({ host, pool }) =>
      `the answer of ${host} is larger than body_size_limit of ${pool}: raise it, or let the target show less`,
  },
  {
    pattern: /exceeds? -promscrape\.maxScrapeSize=\d+/,
    advice: ({ host }) =>
      `the answer of ${host} is larger than vmagent takes: raise max_scrape_size, or let the target show less`,
  },
  {
    pattern: /^(?:sample|histogram bucket) limit exceeded$/,
    advice: ({ host, pool }) =>
      `${host} shows more than ${pool} takes: raise its sample_limit or native_histogram_bucket_limit, or let the target show less`,
  },
  {
    pattern: /^(label(?:_name_length|_value_length)?_limit) exceeded\b/,
    advice: ({ pool }, limit) =>
      `a metric of the target exceeds ${limit} of ${pool}: raise it, or drop labels in metric_relabel_configs`,
  },
  {
    pattern: /^received unsupported Content-Type "text\/html\b/,
    advice: ({ host, path }) => notMetrics(`${host} answers ${path} with a web page`),
  },
  {
    pattern: /^(?:received unsupported|non-compliant scrape target sending blank) Content-Type\b/,
    advice: ({ host, path, pool }) =>
      `${host} does not say of ${path} that it is the metrics format: if it is, set fallback_scrape_protocol of ${pool}, or else the label __metrics_path__`,
  },
  {
    pattern: /^(?:"INVALID" is not a valid start token|expected a valid start token, got )/,
    advice: ({ host, path }) => notMetrics(`what ${host} answers at ${path} is not the metrics format`),
  },
  {
    pattern:
      /^(?:expected .*, got |invalid metric type |data does not end with # EOF|unsupported character in float|strconv\.ParseFloat: )|while parsing: "[^]*"$/,
    advice: ({ host, path }) =>
      `${host} answers ${path} with a line that is not in the metrics format: mend what writes it (promtool check metrics shows where), or set the label __metrics_path__ to where its metrics are`,
  },
  {
    pattern: /(?:^|: )unsupported protocol scheme "[^"]*"$/,
    advice: () => 'set the label __scheme__ to http or https',
  },
  {
    pattern: /(?:^|: )(?:unexpected EOF|gzip: invalid (?:header|checksum))$/,
    advice: ({ host }) => `the answer of ${host} breaks off or is damaged: see its log, and that of a proxy in between`,
  },
  {
    pattern: /(?:^|: )unable to (?:read|use|load) /,
    advice: ({ pool }) => `Prometheus cannot read a file that ${pool} names for its login or in tls_config`,
  },
  {
    pattern: /(?:^|: )too many open files$/,
    advice: () => 'Prometheus may not open more connections: raise its limit of open files (LimitNOFILE)',
  },
];

function notMetrics(what: string): string {
  return `${what}: see whether it wants a login, or set the label __metrics_path__ to where its metrics are`;
}

function adviceOnCode({ host, port, path, isPlain, pool }: Place, code: number): string | undefined {
  switch (code) {
    case 400:
      return isPlain
        ? `${host} does not understand the request on port ${port}: if it wants TLS, set the label __scheme__ to https`
        : undefined;
    case 401:
      return `${host} wants a login: set basic_auth or authorization of ${pool}`;
    case 403:
      return `${host} does not let Prometheus in: see which logins and addresses it allows`;
    case 404:
      return `${host} has nothing at ${path}: set the label __metrics_path__ to where its metrics are`;
    case 429:
      return `${host} is asked too often: raise its limit, or set the label __scrape_interval__ higher`;
    default:
      if (code >= 300 && code < 400)
        return `${host} redirects ${path}, and ${pool} does not follow: register the target where it redirects to`;
      return code >= 500
        ? `${host} answers and fails by itself: see its log, and that of a proxy in front of it`
        : undefined;
  }
}
