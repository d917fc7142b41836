import { constants } from 'node:buffer';
import { accessLogFormat } from '../http/request/access-log-format.js';
import { parseBind } from '../net/bind-address.js';
import { logFormat, logLevel } from '../logging/log-settings.js';
import { networks } from '../net/networks.js';
import { rateLimit } from '../net/rate-limit.js';
import { trustedProxies } from '../net/trusted-proxies.js';
import {
  accountNumber,
  createdPath,
  flag,
  list,
  pathPrefix,
  seconds,
  text,
  umask,
  wholeNumber,
} from '../operator-files/values.js';
import { warningCodes } from '../operator-files/warning.js';
import { hostPatterns, portRanges } from '../target-policy/allowed-lists.js';
import { verifyMode } from '../tls/verify-mode.js';

/** One thing that can be set. */
interface Setting<Value> {
  readonly section: Section;
  /** The environment variables that set it, the first one wins; by default its name in upper case. */
  readonly variables?: readonly string[];
  /** The option of the command line that sets it, without its dashes; named as in the Prometheus family. */
  readonly option?: string;
  /** One line for `--help` and the documentation. */
  readonly means: string;
  readonly parse: (text: string) => Value;
  /** What holds when it is not set, written as one would set it; without it the setting is `undefined`. */
  readonly fallback?: string;
  readonly isSecret?: true;
  /** What an environment variable must look like to count; shells set variables of this name to something else. */
  readonly counts?: RegExp;
}

type Section = 'target-eye' | 'hypercorn';

/**
 * Everything that can be set, by the name it has in the config file. Those of the section `hypercorn` are named and
 * mean what they do for the server of the Python predecessor (https://hypercorn.readthedocs.io).
 */
export const SETTINGS = {
  file_sd_directory: {
    section: 'target-eye',
    variables: ['FILE_SD_DIRECTORY', 'FILE_SD_DIR_HOST'],
    means: 'the directory that Prometheus watches; required, created if missing',
    parse: createdPath,
  },
  max_body_size: {
    section: 'target-eye',
    means: 'the longest request body in bytes, after decompression',
    // A body is decoded into one string.
    parse: wholeNumber('a number of bytes', 1, constants.MAX_STRING_LENGTH),
    fallback: '8388608',
  },
  max_targets_per_group: {
    section: 'target-eye',
    means: 'how many targets a target group may have; one that has more can still shrink',
    parse: wholeNumber('a number of targets', 1, 10_000_000),
    fallback: '100000',
  },
  log_format: {
    section: 'target-eye',
    option: 'log.format',
    means: 'the log as text (key=value) or json, one line per event',
    parse: logFormat,
    fallback: 'text',
  },
  web_config_file: {
    section: 'target-eye',
    option: 'web.config.file',
    means: "TLS, users, headers and rate limit in the format of Prometheus' web config file",
    parse: text,
  },
  access_file: {
    section: 'target-eye',
    means: 'who may read and write which target groups',
    parse: text,
  },
  reads_without_login: {
    section: 'target-eye',
    means: 'answer GET without a login, unless the access file says otherwise',
    parse: flag,
    fallback: 'false',
  },
  rate_limit: {
    section: 'target-eye',
    means: 'how many requests one client may send in a time, such as 100/s or 600/1m',
    parse: rateLimit,
  },
  trusted_proxies: {
    section: 'target-eye',
    means: 'networks whose X-Forwarded-For is believed, as in denied_networks, and unix for peers on Unix sockets',
    parse: trustedProxies,
    fallback: '',
  },
  allowed_hosts: {
    section: 'target-eye',
    means: 'patterns such as *.example.org or 10.1.*; only targets whose host matches one may be registered',
    parse: hostPatterns,
    fallback: '',
  },
  allowed_ports: {
    section: 'target-eye',
    means: 'ports and ranges such as 80,9100-9999; only these may be registered',
    parse: portRanges,
    fallback: '',
  },
  denied_networks: {
    section: 'target-eye',
    means: 'networks such as 169.254.0.0/16, loopback, linklocal or uniquelocal; no target in them may be registered',
    parse: networks,
    fallback: '',
  },
  accepted_warnings: {
    section: 'target-eye',
    means: 'codes of warnings to leave out, because what they say is intended',
    parse: warningCodes,
    fallback: '',
  },
  bind: {
    section: 'hypercorn',
    option: 'web.listen-address',
    means: 'where to listen: host:port, [IPv6]:port or unix:/path, several with commas',
    parse: parseBind,
    fallback: '127.0.0.1:8000',
  },
  insecure_bind: {
    section: 'hypercorn',
    means: 'where to listen without TLS when bind is served with it',
    parse: parseBind,
  },
  certfile: {
    section: 'hypercorn',
    means: 'the certificate (chain) in PEM; with it bind is served with TLS',
    parse: text,
  },
  keyfile: { section: 'hypercorn', means: 'the private key of the certificate in PEM', parse: text },
  keyfile_password: { section: 'hypercorn', means: 'the password of the private key', parse: text, isSecret: true },
  ca_certs: { section: 'hypercorn', means: 'the authorities that sign client certificates, in PEM', parse: text },
  verify_mode: {
    section: 'hypercorn',
    means: 'client certificates: CERT_NONE, CERT_OPTIONAL or CERT_REQUIRED (0, 1, 2)',
    parse: verifyMode,
    fallback: 'CERT_NONE',
  },
  ciphers: { section: 'hypercorn', means: 'the ciphers of TLS 1.2 in the notation of OpenSSL', parse: text },
  accesslog: {
    section: 'hypercorn',
    means: 'a file for one line per request, - for standard output',
    parse: createdPath,
  },
  access_log_format: {
    section: 'hypercorn',
    means: 'what a line of the access log holds, in % atoms',
    parse: accessLogFormat,
    fallback: '%(h)s %(l)s %(l)s %(t)s "%(r)s" %(s)s %(b)s "%(f)s" "%(a)s"',
  },
  errorlog: {
    section: 'hypercorn',
    means: 'a file for the log, - for standard error',
    parse: createdPath,
    fallback: '-',
  },
  loglevel: {
    section: 'hypercorn',
    option: 'log.level',
    means: 'the lowest level that is logged: critical, error, warning (or warn), info or debug',
    parse: logLevel,
    fallback: 'info',
  },
  backlog: {
    section: 'hypercorn',
    means: 'connections that wait to be accepted',
    parse: wholeNumber('a backlog', 1, 65535),
    fallback: '511',
  },
  graceful_timeout: {
    section: 'hypercorn',
    means: 'how long in-flight requests may take to finish at shutdown, in seconds',
    parse: seconds,
    fallback: '4',
  },
  shutdown_timeout: {
    section: 'hypercorn',
    means: 'seconds after which a stop that does not end is cut short',
    parse: seconds,
    fallback: '60',
  },
  ssl_handshake_timeout: {
    section: 'hypercorn',
    means: 'seconds that a TLS handshake may take',
    parse: seconds,
    fallback: '60',
  },
  keep_alive_timeout: {
    section: 'hypercorn',
    means: 'seconds that an idle connection stays open',
    parse: seconds,
    fallback: '5',
  },
  read_timeout: {
    section: 'hypercorn',
    means: 'seconds in which a request must have arrived whole, 0 for no limit',
    parse: seconds,
    fallback: '60',
  },
  h11_max_incomplete_size: {
    section: 'hypercorn',
    means: 'bytes that the URL and the headers of a request may have',
    parse: wholeNumber('a number of bytes', 1024, 1_048_576),
    fallback: '16384',
  },
  include_server_header: {
    section: 'hypercorn',
    means: 'send name and version in a Server header',
    parse: flag,
    fallback: 'false',
  },
  pid_path: { section: 'hypercorn', means: 'a file for the process number, removed at the end', parse: createdPath },
  root_path: {
    section: 'hypercorn',
    means: 'a prefix of all URLs, such as /target-eye, for a proxy that passes it on',
    parse: pathPrefix,
    fallback: '',
  },
  server_names: {
    section: 'hypercorn',
    means: 'the names in the Host header that are answered; all when empty',
    parse: list,
    fallback: '',
  },
  umask: { section: 'hypercorn', means: 'the umask for Unix sockets, such as 077', parse: umask },
  user: {
    section: 'hypercorn',
    means: 'the number of the user who owns Unix sockets',
    parse: accountNumber,
    counts: /^\d+$/,
  },
  group: {
    section: 'hypercorn',
    means: 'the number of the group that owns Unix sockets',
    parse: accountNumber,
    counts: /^\d+$/,
  },
} as const satisfies Record<string, Setting<unknown>>;

export type SettingName = keyof typeof SETTINGS;

/** The value of every setting, under its own name. */
export type Settings = {
  readonly [Name in SettingName]:
    ReturnType<(typeof SETTINGS)[Name]['parse']> | ValueWhenUnset<(typeof SETTINGS)[Name]>;
};

type ValueWhenUnset<Of> = Of extends { readonly fallback: string } ? never : undefined;

/** The setting as the loader sees it. */
export function settingNamed(name: SettingName): Setting<Settings[SettingName]> {
  return SETTINGS[name];
}

/** The environment variables that set it, the first one wins. */
export function variablesOf(name: SettingName): readonly string[] {
  return settingNamed(name).variables ?? [name.toUpperCase()];
}

export function namesIn(section: string): readonly SettingName[] {
  return (Object.keys(SETTINGS) as SettingName[]).filter((name) => SETTINGS[name].section === section);
}

export const SECTIONS: readonly Section[] = ['target-eye', 'hypercorn'];

const ONE_PROCESS = 'one process serves all requests, because the directory has one owner';
const HTTP_1_ONLY = 'only HTTP/1.1 is spoken; put a proxy in front for HTTP/2 or HTTP/3';
const NO_WEBSOCKETS = 'there are no WebSockets';
const USE_METRICS = 'let Prometheus scrape /metrics';

/** The settings of Hypercorn that have no effect here, and why or what to use in their place. */
export const UNSUPPORTED: Readonly<Record<string, string>> = {
  quic_bind: HTTP_1_ONLY,
  verify_flags: 'certificates are verified with the defaults of OpenSSL',
  alpn_protocols: HTTP_1_ONLY,
  logconfig: 'set loglevel, errorlog and log_format',
  startup_timeout: 'the service is ready when /-/ready says so; a service manager bounds the start',
  h2_max_concurrent_streams: HTTP_1_ONLY,
  h2_max_header_list_size: HTTP_1_ONLY,
  h2_max_inbound_frame_size: HTTP_1_ONLY,
  max_app_queue_size: 'bodies are read under max_body_size',
  statsd_host: USE_METRICS,
  statsd_prefix: USE_METRICS,
  dogstatsd_tags: USE_METRICS,
  workers: ONE_PROCESS,
  worker_class: ONE_PROCESS,
  websocket_max_message_size: NO_WEBSOCKETS,
  websocket_ping_interval: NO_WEBSOCKETS,
  use_reloader: 'restart the service; certificates and access rights are reloaded by themselves',
  debug: 'set loglevel to debug',
};
