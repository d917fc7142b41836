import { resolve } from 'node:path';
import { ConfigurationError } from '../operator-files/configuration-error.js';
import { Findings } from '../operator-files/findings.js';
import { readText } from '../operator-files/read-text.js';
import type { Reading } from '../operator-files/reloadable.js';
import { record, Shape } from '../operator-files/shape.js';
import { parseYamlFile, withoutEmpty } from '../operator-files/yaml-document.js';
import { type LoginKeys, loginOf } from './login.js';
import { clientTlsOf, type TlsKeys } from './client-tls.js';
import { type HttpConfig, NO_HTTP_CONFIG, PROMETHEUS, type Server } from './http-config.js';

interface Written extends LoginKeys {
  readonly tls_config?: TlsKeys;
}

/**
 * Reads how a server is asked, in the format that Prometheus has for its own clients
 * (https://prometheus.io/docs/prometheus/latest/configuration/configuration/#http_config). Relative paths in it are
 * relative to the file. Without a path nothing is shown to the server.
 * @throws ConfigurationError with everything that is wrong
 */
export function readHttpConfig(path: string | undefined, server: Server): Reading<HttpConfig> {
  if (path === undefined) return { value: NO_HTTP_CONFIG, files: [] };
  const findings = new Findings('the HTTP config file', resolve(path));
  const written = findings.attempt('', () => SHAPE.check(withoutEmpty(parse(path, server)))) ?? {};
  const login = loginOf(written, findings);
  const tls = clientTlsOf(written.tls_config ?? {}, server.name, findings);
  findings.throwIfAny();
  return { value: { ...login, tls, warnings: findings.warnings }, files: findings.files };
}

const TEXT = { type: 'string' };

const KEYS = {
  basic_auth: record({ username: TEXT, username_file: TEXT, password: TEXT, password_file: TEXT }),
  authorization: record({ type: TEXT, credentials: TEXT, credentials_file: TEXT }),
  bearer_token: TEXT,
  bearer_token_file: TEXT,
  tls_config: record({
    ...{ ca: TEXT, ca_file: TEXT, cert: TEXT, cert_file: TEXT, key: TEXT, key_file: TEXT },
    ...{ server_name: TEXT, insecure_skip_verify: TEXT, min_version: TEXT, max_version: TEXT },
  }),
} satisfies Record<keyof Written, object>;

const SHAPE = new Shape<Written>(record(KEYS));

/** What Prometheus knows besides, and what would ask a server in another way. */
const UNSUPPORTED: readonly string[] = [
  ...['oauth2', 'http_headers', 'follow_redirects', 'enable_http2'],
  ...['proxy_url', 'no_proxy', 'proxy_from_environment', 'proxy_connect_header'],
];

/** A file that lost its content must not take the login away, so an empty file is refused. */
function parse(path: string, { name, logins }: Server): unknown {
  const value = parseYamlFile(readText(path), 'failsafe');
  if (value === undefined) throw new ConfigurationError('it is empty; write {} to set nothing');
  const supported = [...logins, 'tls_config'].join(', ');
  const refused = keysOf(value).flatMap((key) => {
    if (PROMETHEUS.logins.some((login) => login === key) && !logins.some((login) => login === key))
      return [
        `the key ${JSON.stringify(key)} is no login that ${name} takes; the keys that are supported: ${supported}`,
      ];
    return UNSUPPORTED.includes(key)
      ? [`the key ${JSON.stringify(key)} is not supported; the keys that are: ${supported}`]
      : [];
  });
  if (refused.length > 0) throw new ConfigurationError(refused);
  return value;
}

function keysOf(value: unknown): readonly string[] {
  return typeof value === 'object' && value !== null ? Object.keys(value) : [];
}
