import { accessLogFormat } from '../http/events/access-log-format.js';
import { logLevel } from '../logging/log-settings.js';
import { parseBind } from '../net/bind-address.js';
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
import { verifyMode } from '../tls/verify-mode.js';
import type { SettingTable } from './setting.js';

/**
 * The section `hypercorn`: how the service is served. The names and meanings are those of the server that the
 * predecessor in Python ran under (https://hypercorn.readthedocs.io).
 */
export const SERVER_SETTINGS = {
  bind: {
    option: 'web.listen-address',
    means: 'where to listen: host:port, [IPv6]:port or unix:/path; commas separate several',
    parse: parseBind,
    fallback: '127.0.0.1:8000',
  },
  insecure_bind: {
    means: 'where to listen without TLS when bind is served with TLS',
    parse: parseBind,
  },
  certfile: {
    means: 'the certificate (chain) in PEM; with it bind is served with TLS',
    parse: text,
  },
  keyfile: { means: 'the private key of the certificate in PEM', parse: text },
  keyfile_password: { means: 'the password of the private key', parse: text, isSecret: true },
  ca_certs: { means: 'the authorities that sign client certificates, in PEM', parse: text },
  verify_mode: {
    means: 'client certificates: CERT_NONE, CERT_OPTIONAL or CERT_REQUIRED (0, 1, 2)',
    parse: verifyMode,
    fallback: 'CERT_NONE',
  },
  ciphers: { means: 'the ciphers of TLS 1.2 in the notation of OpenSSL', parse: text },
  accesslog: {
    means: 'a file for one line per request, - for standard output',
    parse: createdPath,
  },
  access_log_format: {
    means: 'what a line of the access log holds, in % atoms',
    parse: accessLogFormat,
    fallback: '%(h)s %(l)s %(l)s %(t)s "%(r)s" %(s)s %(b)s "%(f)s" "%(a)s"',
  },
  errorlog: {
    means: 'a file for the log, - for standard error',
    parse: createdPath,
    fallback: '-',
  },
  loglevel: {
    option: 'log.level',
    means: 'the lowest level that is logged: critical, error, warning (or warn), info or debug',
    parse: logLevel,
    fallback: 'info',
  },
  backlog: {
    means: 'how many connections may wait to be accepted',
    parse: wholeNumber('a backlog', 1, 65535),
    fallback: '511',
  },
  graceful_timeout: {
    means: 'how long in-flight requests may take to finish at shutdown, in seconds',
    parse: seconds,
    fallback: '4',
  },
  shutdown_timeout: {
    means: 'how long a shutdown may take before it is cut short, in seconds',
    parse: seconds,
    fallback: '60',
  },
  ssl_handshake_timeout: {
    means: 'how long a TLS handshake may take, in seconds',
    parse: seconds,
    fallback: '60',
  },
  keep_alive_timeout: {
    means: 'how long an idle connection stays open, in seconds',
    parse: seconds,
    fallback: '5',
  },
  read_timeout: {
    means: 'how long a request may take to arrive completely, in seconds; 0 for no limit',
    parse: seconds,
    fallback: '60',
  },
  h11_max_incomplete_size: {
    means: 'how long the URL and the headers of a request may be, in bytes',
    parse: wholeNumber('a number of bytes', 1024, 1_048_576),
    fallback: '16384',
  },
  include_server_header: {
    means: 'send a Server header with name and version',
    parse: flag,
    fallback: 'false',
  },
  pid_path: { means: 'a file for the process ID, removed when the service stops', parse: createdPath },
  root_path: {
    means: 'a prefix of all URLs, such as /target-eye, for a proxy that passes it on',
    parse: pathPrefix,
    fallback: '',
  },
  server_names: {
    means: 'the host names that requests are answered for; all when empty',
    parse: list,
    fallback: '',
  },
  umask: { means: 'the umask for Unix sockets, such as 077', parse: umask },
  user: {
    means: 'the number of the user who owns Unix sockets',
    parse: accountNumber,
    counts: /^\d+$/,
  },
  group: {
    means: 'the number of the group that owns Unix sockets',
    parse: accountNumber,
    counts: /^\d+$/,
  },
} as const satisfies SettingTable;
