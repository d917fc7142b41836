import type { Reading } from '../operator-files/reloadable.js';
import { readText } from '../operator-files/read-text.js';
import type { VerifyMode } from './verify-mode.js';
import { checkTls } from './secure-context.js';
import type { ClientAuth, TlsSettings } from './tls-settings.js';

const CLIENT_AUTH: Readonly<Record<VerifyMode, ClientAuth>> = {
  none: 'NoClientCert',
  optional: 'VerifyClientCertIfGiven',
  required: 'RequireAndVerifyClientCert',
};

/** The settings that name the TLS files and say how they are used. */
export interface TlsFileSettings {
  readonly certfile: string | undefined;
  readonly keyfile: string | undefined;
  readonly keyfile_password: string | undefined;
  readonly ca_certs: string | undefined;
  readonly verify_mode: VerifyMode;
  readonly ciphers: string | undefined;
}

/**
 * Reads the TLS files that the settings name; `undefined` without certfile and keyfile.
 * @throws ConfigurationError when a file cannot be read or their contents do not fit together
 */
export function readTlsFiles(settings: TlsFileSettings): Reading<TlsSettings | undefined> {
  const { certfile, keyfile, ca_certs } = settings;
  if (certfile === undefined || keyfile === undefined) return { value: undefined, files: [] };
  const tls: TlsSettings = {
    cert: read('certfile', certfile),
    key: read('keyfile', keyfile),
    passphrase: settings.keyfile_password,
    clientAuth: CLIENT_AUTH[settings.verify_mode],
    clientCa: ca_certs === undefined ? undefined : read('ca_certs', ca_certs),
    clientAllowedSans: [],
    minVersion: 'TLSv1.2',
    maxVersion: 'TLSv1.3',
    ciphers: settings.ciphers,
    ecdhCurve: undefined,
  };
  checkTls(tls);
  return { value: tls, files: [certfile, keyfile, ...(ca_certs === undefined ? [] : [ca_certs])] };
}

function read(setting: string, path: string): string {
  return readText(path, `${setting}: ${JSON.stringify(path)}`);
}
