import { resolve } from 'node:path';
import { ConfigurationError } from '../operator-files/configuration-error.js';
import type { Reading } from '../operator-files/reloadable.js';
import { readText } from '../operator-files/read-text.js';
import type { RateLimit } from '../net/rate-limit.js';
import { checkTls } from '../tls/secure-context.js';
import type { TlsSettings } from '../tls/tls-settings.js';
import { Findings } from '../operator-files/findings.js';
import { goBoolean } from './go-boolean.js';
import { goDuration } from './go-duration.js';
import { costOf } from '../access/password-check.js';
import { record, Shape } from '../operator-files/shape.js';
import { type TlsSection, tlsOf } from './web-tls.js';
import { parseYamlFile, withoutEmpty } from '../operator-files/yaml-document.js';

/** What a web config file says. */
export interface WebConfig {
  readonly tls: TlsSettings | undefined;
  /** Names and bcrypt hashes of the users who log in with a password; empty if nobody needs to. */
  readonly users: ReadonlyMap<string, string>;
  /** Headers for every answer. */
  readonly headers: ReadonlyMap<string, string>;
  /** For each client; exporter-toolkit has one bucket for all of them. */
  readonly rateLimit: RateLimit | undefined;
  /** A sentence for each thing that has no effect or is doubtful. */
  readonly warnings: readonly string[];
  /** Every file that was read: the file itself and the TLS files that it names. */
  readonly files: readonly string[];
}

/** What applies without a web config file. */
export const NO_WEB_CONFIG: WebConfig = {
  tls: undefined,
  users: new Map(),
  headers: new Map(),
  rateLimit: undefined,
  warnings: [],
  files: [],
};

/**
 * Reads a web config file in the format of the Prometheus family
 * (https://github.com/prometheus/exporter-toolkit/blob/master/docs/web-configuration.md). Relative paths in it are
 * relative to the file. It does not check whether the key and the certificates can be used.
 * @throws ConfigurationError with everything that is wrong
 */
export function readWebConfigFile(path: string): WebConfig {
  const findings = new Findings('the web config file', resolve(path));
  const written = findings.attempt('', () => SHAPE.check(withoutEmpty(parse(path), USERS)));
  const config = {
    tls: tlsOf(written?.tls_server_config ?? {}, findings),
    users: usersOf(written?.basic_auth_users, findings),
    headers: headersOf(written?.http_server_config?.headers ?? {}, findings),
    rateLimit: rateLimitOf(written?.rate_limit ?? {}, findings),
  };
  checkHttp2(written?.http_server_config?.http2, findings);
  findings.throwIfAny();
  return { ...config, warnings: findings.warnings, files: findings.files };
}

/**
 * The web config file, or what holds without one.
 * @throws ConfigurationError also when TLS cannot be served with what it says
 */
export function readWebConfig(path: string | undefined): Reading<WebConfig> {
  const value = path === undefined ? NO_WEB_CONFIG : readWebConfigFile(path);
  if (value.tls !== undefined) checkTls(value.tls);
  return { value, files: value.files };
}

interface Written {
  readonly tls_server_config?: TlsSection;
  readonly http_server_config?: { readonly http2?: string; readonly headers?: Readonly<Record<string, string>> };
  readonly basic_auth_users?: Readonly<Record<string, string>>;
  readonly rate_limit?: { readonly burst?: string; readonly interval?: string };
}

const TEXT = { type: 'string' };
const TEXTS = { type: 'array', items: TEXT };
const TEXT_BY_NAME = { type: 'object', additionalProperties: TEXT };

const SHAPE = new Shape<Written>(
  record({
    tls_server_config: record({
      ...{ cert: TEXT, cert_file: TEXT, key: TEXT, key_file: TEXT },
      ...{ client_auth_type: TEXT, client_ca: TEXT, client_ca_file: TEXT, client_allowed_sans: TEXTS },
      ...{ min_version: TEXT, max_version: TEXT },
      ...{ cipher_suites: TEXTS, prefer_server_cipher_suites: TEXT, curve_preferences: TEXTS },
    }),
    http_server_config: record({ http2: TEXT, headers: TEXT_BY_NAME }),
    basic_auth_users: TEXT_BY_NAME,
    rate_limit: record({ burst: TEXT, interval: TEXT }),
  }),
);

/** A file that lost its content must not open the service to everybody, so an empty file is refused. */
function parse(path: string): unknown {
  const value = parseYamlFile(readText(path), 'failsafe');
  if (value === undefined) throw new ConfigurationError('it is empty; write {} to set nothing');
  return value;
}

/** A user without a hash is not missing, but a fault. */
const USERS = 'basic_auth_users' satisfies keyof Written;

function usersOf(users: Readonly<Record<string, string>> | undefined, findings: Findings): ReadonlyMap<string, string> {
  if (users === undefined) return new Map();
  if (Object.keys(users).length === 0)
    findings.fault(USERS, 'it names no user, so everybody may do everything; remove it if that is intended');
  for (const [name, hash] of Object.entries(users)) {
    const where = `${USERS}.${name}`;
    const cost = findings.attempt(where, () => costOf(hash));
    if (cost !== undefined && cost > SLOW_COST)
      findings.warn(
        where,
        `the hash has cost ${String(cost)}; from cost ${String(SLOW_COST + 1)} on, a login takes seconds`,
      );
    if (name === '' || name.includes(':'))
      findings.fault(where, 'a user name must not be empty or contain a colon (RFC 7617)');
  }
  return new Map(Object.entries(users));
}

const SLOW_COST = 14;

/** The headers that exporter-toolkit allows, with the values that it accepts; `undefined` stands for any. */
const HEADERS: ReadonlyMap<string, readonly string[] | undefined> = new Map([
  ['Strict-Transport-Security', undefined],
  ['X-Content-Type-Options', ['nosniff']],
  ['X-Frame-Options', ['deny', 'sameorigin']],
  ['X-XSS-Protection', undefined],
  ['Content-Security-Policy', undefined],
]);

function headersOf(headers: Readonly<Record<string, string>>, findings: Findings): ReadonlyMap<string, string> {
  for (const [name, value] of Object.entries(headers)) {
    const where = `http_server_config.headers.${name}`;
    const values = HEADERS.get(name);
    if (!HEADERS.has(name))
      findings.fault(where, `this header cannot be set; the ones that can are ${[...HEADERS.keys()].join(', ')}`);
    else if (values !== undefined && !values.includes(value))
      findings.fault(where, `${JSON.stringify(value)} is not allowed; it must be one of ${values.join(', ')}`);
    else if (/[^\t -~]/.test(value))
      findings.fault(where, `${JSON.stringify(value)} is not printable ASCII on one line`);
  }
  return new Map(Object.entries(headers));
}

function rateLimitOf(
  { burst = '0', interval = '0' }: NonNullable<Written['rate_limit']>,
  findings: Findings,
): RateLimit | undefined {
  const each = findings.attempt('rate_limit.interval', () => goDuration(interval));
  if (each === 0) return undefined;
  const requests = Number(burst);
  if (!/^\d{1,9}$/.test(burst) || requests === 0)
    findings.fault('rate_limit.burst', `${JSON.stringify(burst)} is not a number of requests from 1 to 999999999`);
  if (each === undefined) return undefined;
  const milliseconds = Math.max(1, Math.round(requests * each));
  if (milliseconds > MAX_INTERVAL_MS)
    findings.fault('rate_limit', `${burst} times ${interval} is more than a day; use a smaller burst or interval`);
  return { requests, milliseconds };
}

const MAX_INTERVAL_MS = 86_400_000;

/** The service speaks only HTTP/1.1, whatever the file allows. */
function checkHttp2(http2: string | undefined, findings: Findings): void {
  if (http2 !== undefined) findings.attempt('http_server_config.http2', () => goBoolean(http2));
}
