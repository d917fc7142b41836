import { X509Certificate } from 'node:crypto';
import { createSecureContext, type SecureContextOptions, type TLSSocket } from 'node:tls';
import { ConfigurationError } from '../operator-files/configuration-error.js';
import type { TlsSettings } from './tls-settings.js';

/** The settings as OpenSSL needs them. */
export function secureContextOptions(tls: TlsSettings): SecureContextOptions {
  return {
    cert: tls.cert,
    key: tls.key,
    minVersion: tls.minVersion,
    maxVersion: tls.maxVersion,
    honorCipherOrder: true,
    ...(tls.passphrase === undefined ? {} : { passphrase: tls.passphrase }),
    // Without a list Node trusts the public authorities, and their certificates must not count as a login here.
    ca: tls.clientCa ?? [],
    ...(tls.ciphers === undefined ? {} : { ciphers: tls.ciphers }),
    ...(tls.ecdhCurve === undefined ? {} : { ecdhCurve: tls.ecdhCurve }),
  };
}

/**
 * @throws ConfigurationError if the key does not belong to the certificate, if OpenSSL refuses anything else, and for
 * texts that Node would silently ignore, which a file holds while it is being written
 */
export function checkTls(tls: TlsSettings): void {
  try {
    checkPems(tls);
    createSecureContext(secureContextOptions(tls));
  } catch (error) {
    const reason = error !== null && typeof error === 'object' && 'message' in error ? error.message : error;
    throw new ConfigurationError(`TLS cannot be served as configured: ${String(reason)}`);
  }
}

function checkPems({ cert, key, clientCa }: TlsSettings): void {
  requirePem({ 'the certificate': cert, 'the key': key, 'the file of the authorities for clients': clientCa });
  requireCertificates(clientCa);
}

/**
 * Node treats an empty text as missing.
 * @throws Error when one of the texts holds no PEM
 */
export function requirePem(texts: Readonly<Record<string, string | undefined>>): void {
  for (const [what, pem] of Object.entries(texts))
    if (pem?.includes('-----BEGIN ') === false) throw new Error(`${what} contains no PEM; was it written completely?`);
}

/**
 * Node silently skips authorities that it cannot read.
 * @throws Error when one of them is none
 */
export function requireCertificates(authorities: string | undefined): void {
  for (const [block] of authorities?.matchAll(CERTIFICATE) ?? []) new X509Certificate(block);
}

/** A certificate in PEM, from its first line up to the first line of the next. */
const CERTIFICATE = /-----BEGIN [A-Z0-9 ]*CERTIFICATE-----(?:(?!-----BEGIN )[^])*/g;

/**
 * * Why a client is turned away; `undefined` if it may stay. The rules are those of Go's `tls.ClientAuthType` and, for
 * the alternative names, of exporter-toolkit's `client_allowed_sans`: one of them must be in the certificate, whatever
 * its type.
 */
export function refusalOf({ clientAuth, clientAllowedSans }: TlsSettings, socket: TLSSocket): string | undefined {
  const certificate = socket.getPeerX509Certificate();
  if (certificate === undefined)
    return clientAuth === 'RequireAnyClientCert' || clientAuth === 'RequireAndVerifyClientCert'
      ? 'it showed no certificate'
      : undefined;
  const isVerified = clientAuth === 'VerifyClientCertIfGiven' || clientAuth === 'RequireAndVerifyClientCert';
  if (isVerified && !socket.authorized) return `its certificate is not accepted (${String(socket.authorizationError)})`;
  if (clientAllowedSans.length > 0 && !namesOf(certificate).some((name) => clientAllowedSans.includes(name)))
    return 'its certificate has none of the allowed subject alternative names';
  return undefined;
}

/** The values in `DNS:a.example, IP Address:10.0.0.1` and so on; Node quotes some of them as JSON. */
function namesOf({ subjectAltName = '' }: X509Certificate): readonly string[] {
  return [...subjectAltName.matchAll(/(?:^|, )[A-Za-z ]+:("(?:[^"\\]|\\.)*"|[^,]*)/g)].map(([, name = '']) =>
    name.startsWith('"') ? String(JSON.parse(name)) : name,
  );
}
