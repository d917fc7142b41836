import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import { usageFailure } from '../failure.js';
import { quoteName } from '../output/safe-text.js';
import type { TlsFiles } from '../settings/settings.js';
import type { TlsMaterial } from './node-fetch.js';

const CERTIFICATE = /-----BEGIN (?:X509 |TRUSTED )?CERTIFICATE-----[^-]*-----END (?:X509 |TRUSTED )?CERTIFICATE-----/g;

const KEY = /-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----/;

/**
 * Certificates and key out of their files, such that TLS can be set up with them.
 * @throws Failure that names the file and what is wrong with it
 */
export function readTlsMaterial({ ca, cert, key = cert }: TlsFiles): TlsMaterial {
  const certText = read(cert);
  const material = { ca: read(ca), cert: certText, key: key === cert ? certText : read(key) };
  if (ca !== undefined) certificatesIn(ca, material.ca);
  if (cert !== undefined && key !== undefined) {
    const [first] = certificatesIn(cert, material.cert);
    if (first?.checkPrivateKey(keyIn(key, material.key, cert)) === false)
      throw usageFailure(`the key in ${quoteName(key)} does not belong to the certificate in ${quoteName(cert)}`);
  }
  try {
    createSecureContext(material);
  } catch {
    const files = [...new Set([ca, cert, key])].filter((file) => file !== undefined);
    throw usageFailure(`${files.map(quoteName).join(', ')} cannot be used for TLS; the key may be too weak`);
  }
  return material;
}

function read(path: string | undefined): string | undefined {
  if (path === undefined) return undefined;
  try {
    // Around what is PEM, there may be comments in any encoding.
    return readFileSync(path, 'latin1');
  } catch (error) {
    throw usageFailure(`${quoteName(path)} cannot be read (${(error as NodeJS.ErrnoException).code ?? ''})`);
  }
}

function certificatesIn(path: string, text = ''): readonly X509Certificate[] {
  const found = text.match(CERTIFICATE) ?? [];
  if (found.length === 0) throw usageFailure(`${quoteName(path)} holds no certificate in PEM`);
  try {
    return found.map((each) => new X509Certificate(each));
  } catch {
    throw usageFailure(`${quoteName(path)} holds a certificate that is damaged`);
  }
}

function keyIn(path: string, text = '', cert: string): KeyObject {
  if (/-----BEGIN ENCRYPTED PRIVATE KEY-----|^Proc-Type: 4,ENCRYPTED/m.test(text))
    throw usageFailure(`the key in ${quoteName(path)} has a passphrase; it must be stored without one`);
  if (!KEY.test(text))
    throw usageFailure(
      `${quoteName(path)} holds no private key in PEM${path === cert ? '; --key names the file that does' : ''}`,
    );
  try {
    return createPrivateKey(text);
  } catch {
    throw usageFailure(`${quoteName(path)} holds a private key that is damaged`);
  }
}
