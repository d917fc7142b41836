import { createSecureContext } from 'node:tls';
import { ConfigurationError } from '../operator-files/configuration-error.js';
import type { Findings } from '../operator-files/findings.js';
import { requireCertificates, requirePem } from '../tls/secure-context.js';
import { goBoolean } from '../web-config/go-boolean.js';
import { tlsVersions, type VersionKeys } from '../web-config/tls-versions.js';
import type { ClientTls } from './http-config.js';

/** `tls_config` as written in the file. */
export interface TlsKeys extends VersionKeys {
  readonly ca?: string;
  readonly ca_file?: string;
  readonly cert?: string;
  readonly cert_file?: string;
  readonly key?: string;
  readonly key_file?: string;
  readonly server_name?: string;
  readonly insecure_skip_verify?: string;
}

const SECTION = 'tls_config';

/**
 * TLS as a section says. Faults are noted.
 * @param server who is asked, in the words of messages
 */
export function clientTlsOf(keys: TlsKeys, server: string, findings: Findings): ClientTls {
  const [ca, cert, key] = (['ca', 'cert', 'key'] as const).map((name) => pem(keys, name, findings));
  if (isGiven(keys, 'cert') !== isGiven(keys, 'key'))
    findings.fault(SECTION, 'a certificate and its key belong together, but only one of them is given');
  findings.attempt(SECTION, () => {
    checkUsable(ca, cert, key);
  });
  const isSkipped = findings.attempt(`${SECTION}.insecure_skip_verify`, () =>
    goBoolean(keys.insecure_skip_verify ?? 'false'),
  );
  if (isSkipped === true)
    findings.warn(
      `${SECTION}.insecure_skip_verify`,
      `whoever answers in the place of ${server} is believed, and gets the login; name the authority in ca_file`,
    );
  return {
    ...(ca !== undefined && { ca }),
    ...(cert !== undefined && { cert }),
    ...(key !== undefined && { key }),
    ...(keys.server_name !== undefined && { servername: keys.server_name }),
    rejectUnauthorized: isSkipped !== true,
    ...tlsVersions(keys, { section: SECTION, isUsed: 'spoken' }, findings),
  };
}

type Pem = 'ca' | 'cert' | 'key';

function isGiven(keys: TlsKeys, name: Pem): boolean {
  return keys[name] !== undefined || keys[`${name}_file`] !== undefined;
}

function pem(keys: TlsKeys, name: Pem, findings: Findings): string | undefined {
  const { [name]: inline, [`${name}_file` as const]: file } = keys;
  if (file === undefined) return inline;
  const where = `${SECTION}.${name}_file`;
  if (inline !== undefined) findings.fault(where, `${name} is given as well; keep one of them`);
  return findings.readBeside(where, file);
}

/** @throws ConfigurationError for what OpenSSL refuses, or Node would silently ignore */
function checkUsable(ca: string | undefined, cert: string | undefined, key: string | undefined): void {
  try {
    requirePem({ ca, cert, key });
    requireCertificates(ca);
    if (cert !== undefined && key !== undefined) createSecureContext({ cert, key });
  } catch (error) {
    throw new ConfigurationError(`it cannot be used: ${error instanceof Error ? error.message : String(error)}`);
  }
}
