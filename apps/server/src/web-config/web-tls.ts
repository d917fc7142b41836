import type { ClientAuth, TlsSettings } from '../tls/tls-settings.js';
import type { Findings } from '../operator-files/findings.js';
import { clientAuth, opensslCipher, opensslCurve, TLS_1_3_CIPHERS } from './go-tls-names.js';
import { tlsVersions } from './tls-versions.js';
import { goBoolean } from './go-boolean.js';

/** `tls_server_config` as written in the file. */
export interface TlsSection {
  readonly cert?: string;
  readonly cert_file?: string;
  readonly key?: string;
  readonly key_file?: string;
  readonly client_auth_type?: string;
  readonly client_ca?: string;
  readonly client_ca_file?: string;
  readonly client_allowed_sans?: readonly string[];
  readonly min_version?: string;
  readonly max_version?: string;
  readonly cipher_suites?: readonly string[];
  readonly prefer_server_cipher_suites?: string;
  readonly curve_preferences?: readonly string[];
}

const SECTION = 'tls_server_config';

/** The keys that turn TLS on. Without all of them exporter-toolkit serves plain HTTP. */
const ENABLING = [
  'cert',
  'cert_file',
  'key',
  'key_file',
  'client_auth_type',
  'client_ca',
  'client_ca_file',
] as const satisfies readonly (keyof TlsSection)[];

/** The TLS settings of a section; `undefined` if it does not turn TLS on or has a fault. */
export function tlsOf(section: TlsSection, findings: Findings): TlsSettings | undefined {
  const [first] = Object.keys(section);
  if (first !== undefined && !ENABLING.some((key) => section[key] !== undefined)) {
    findings.warn(`${SECTION}.${first}`, 'it has no effect, because there is no cert_file');
    return undefined;
  }
  if (first === undefined) return undefined;
  const cert = required('cert', section, findings);
  const key = required('key', section, findings);
  const settings = {
    ...clientSide(section, findings),
    ...tlsVersions(section, { section: SECTION, isUsed: 'served' }, findings),
    ciphers: ciphers(section, findings),
    ecdhCurve: each(section.curve_preferences, 'curve_preferences', opensslCurve, findings)?.join(':'),
  };
  preference(section, findings);
  return cert === undefined || key === undefined ? undefined : { cert, key, passphrase: undefined, ...settings };
}

function required(name: 'cert' | 'key', section: TlsSection, findings: Findings): string | undefined {
  if (section[name] === undefined && section[`${name}_file`] === undefined)
    findings.fault(SECTION, `TLS needs ${name}_file (or ${name}), which is missing`);
  return pem(name, section, findings);
}

/** The PEM text from a file or from the section itself. If both are given, exporter-toolkit takes the file. */
function pem(name: 'cert' | 'key' | 'client_ca', section: TlsSection, findings: Findings): string | undefined {
  const { [name]: inline, [`${name}_file` as const]: file } = section;
  if (file === undefined) return inline;
  if (inline !== undefined)
    findings.warn(`${SECTION}.${name}`, `it has no effect, because ${name}_file is given as well`);
  return findings.readBeside(`${SECTION}.${name}_file`, file);
}

function clientSide(
  section: TlsSection,
  findings: Findings,
): Pick<TlsSettings, 'clientAuth' | 'clientCa' | 'clientAllowedSans'> {
  const { client_auth_type: name = 'NoClientCert', client_allowed_sans: sans } = section;
  const auth = findings.attempt(`${SECTION}.client_auth_type`, () => clientAuth(name));
  const clientCa = pem('client_ca', section, findings);
  const hasAuthority = section.client_ca !== undefined || section.client_ca_file !== undefined;
  if (hasAuthority && auth === 'NoClientCert')
    findings.fault(SECTION, 'client_ca_file has no effect without client_auth_type; set RequireAndVerifyClientCert');
  if (!hasAuthority && auth !== undefined && VERIFYING.includes(auth))
    findings.fault(
      `${SECTION}.client_auth_type`,
      `${JSON.stringify(name)} needs client_ca_file, the authorities that sign client certificates`,
    );
  if (sans !== undefined && auth !== undefined && !REQUIRING.includes(auth))
    findings.fault(
      `${SECTION}.client_allowed_sans`,
      `it needs client_auth_type RequireAndVerifyClientCert or RequireAnyClientCert, not ${JSON.stringify(name)}`,
    );
  return { clientAuth: auth ?? 'NoClientCert', clientCa, clientAllowedSans: sans ?? [] };
}

const VERIFYING: readonly ClientAuth[] = ['VerifyClientCertIfGiven', 'RequireAndVerifyClientCert'];
const REQUIRING: readonly ClientAuth[] = ['RequireAnyClientCert', 'RequireAndVerifyClientCert'];

/** In Go the list concerns only TLS 1.2. Node would turn TLS 1.3 off if the list named none of its suites. */
function ciphers({ cipher_suites }: TlsSection, findings: Findings): string | undefined {
  const names = each(cipher_suites, 'cipher_suites', opensslCipher, findings);
  return names === undefined ? undefined : [...new Set([...TLS_1_3_CIPHERS, ...names])].join(':');
}

function preference({ prefer_server_cipher_suites: text = 'true' }: TlsSection, findings: Findings): void {
  const where = `${SECTION}.prefer_server_cipher_suites`;
  if (findings.attempt(where, () => goBoolean(text)) === false)
    findings.warn(where, 'it has no effect; the order of the server is used');
}

/** The translated elements of a list; `undefined` if the list is missing or empty. */
function each(
  names: readonly string[] | undefined,
  key: keyof TlsSection,
  translate: (name: string) => string,
  findings: Findings,
): readonly string[] | undefined {
  if (names === undefined || names.length === 0) return undefined;
  return names.flatMap(
    (name, index) => findings.attempt(`${SECTION}.${key}[${String(index)}]`, () => translate(name)) ?? [],
  );
}
