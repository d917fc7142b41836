import { closest } from 'fastest-levenshtein';
import { ConfigurationError } from '../operator-files/configuration-error.js';
import type { ClientAuth, TlsVersion } from '../tls/tls-settings.js';

/** The cipher suites of TLS 1.3 have the same names in Go and in OpenSSL. */
export const TLS_1_3_CIPHERS = ['TLS_AES_128_GCM_SHA256', 'TLS_AES_256_GCM_SHA384', 'TLS_CHACHA20_POLY1305_SHA256'];

/**
 * * The cipher suites that Go considers or once considered secure (https://pkg.go.dev/crypto/tls#CipherSuites), with
 * OpenSSL's names (openssl-ciphers(1)).
 */
const CIPHERS: ReadonlyMap<string, string> = new Map([
  ...TLS_1_3_CIPHERS.map((name) => [name, name] as const),
  ['TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256', 'ECDHE-ECDSA-AES128-GCM-SHA256'],
  ['TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384', 'ECDHE-ECDSA-AES256-GCM-SHA384'],
  ['TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256', 'ECDHE-ECDSA-CHACHA20-POLY1305'],
  ['TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256', 'ECDHE-RSA-AES128-GCM-SHA256'],
  ['TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384', 'ECDHE-RSA-AES256-GCM-SHA384'],
  ['TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256', 'ECDHE-RSA-CHACHA20-POLY1305'],
  ['TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA', 'ECDHE-ECDSA-AES128-SHA'],
  ['TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA', 'ECDHE-ECDSA-AES256-SHA'],
  ['TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA', 'ECDHE-RSA-AES128-SHA'],
  ['TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA', 'ECDHE-RSA-AES256-SHA'],
  ['TLS_RSA_WITH_AES_128_GCM_SHA256', 'AES128-GCM-SHA256'],
  ['TLS_RSA_WITH_AES_256_GCM_SHA384', 'AES256-GCM-SHA384'],
  ['TLS_RSA_WITH_AES_128_CBC_SHA', 'AES128-SHA'],
  ['TLS_RSA_WITH_AES_256_CBC_SHA', 'AES256-SHA'],
]);

const CURVES: ReadonlyMap<string, string> = new Map([
  ['CurveP256', 'P-256'],
  ['CurveP384', 'P-384'],
  ['CurveP521', 'P-521'],
  ['X25519', 'X25519'],
]);

const VERSIONS: ReadonlyMap<string, TlsVersion | 'too old'> = new Map([
  ['TLS13', 'TLSv1.3'],
  ['TLS12', 'TLSv1.2'],
  ['TLS11', 'too old'],
  ['TLS10', 'too old'],
]);

/** The names of Go's `tls.ClientAuthType`; exporter-toolkit keeps `RequireClientCert` for old files. */
const CLIENT_AUTHS: ReadonlyMap<string, ClientAuth> = new Map([
  ['NoClientCert', 'NoClientCert'],
  ['RequestClientCert', 'RequestClientCert'],
  ['RequireAnyClientCert', 'RequireAnyClientCert'],
  ['RequireClientCert', 'RequireAnyClientCert'],
  ['VerifyClientCertIfGiven', 'VerifyClientCertIfGiven'],
  ['RequireAndVerifyClientCert', 'RequireAndVerifyClientCert'],
]);

/** Each of these looks up a name from Go's crypto/tls and throws a ConfigurationError if it is unknown. */
export const opensslCipher = lookUp('a cipher suite', CIPHERS);
export const opensslCurve = lookUp('a curve', CURVES);
export const tlsVersion = lookUp('a TLS version', VERSIONS);
export const clientAuth = lookUp('a client authentication', CLIENT_AUTHS);

function lookUp<Value>(what: string, values: ReadonlyMap<string, Value>): (name: string) => Value {
  return (name) => {
    const value = values.get(name);
    if (value !== undefined) return value;
    const names = [...values.keys()];
    const known =
      names.length > MAX_LISTED ? `the nearest is ${closest(name, names)}` : `it must be one of ${names.join(', ')}`;
    throw new ConfigurationError(`${JSON.stringify(name)} is not ${what}; ${known}`);
  };
}

/** A message lists at most this many names. */
const MAX_LISTED = 6;
