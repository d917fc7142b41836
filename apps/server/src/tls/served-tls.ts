import { type Changing, partOf } from '../operator-files/changing.js';
import { ConfigurationError } from '../operator-files/configuration-error.js';
import type { TlsSettings } from './tls-settings.js';

/** What TLS is served with, `undefined` for nothing. */
export type ServedTls = Changing<TlsSettings | undefined>;

/**
 * TLS from the settings where they have a certificate, else from the web config file.
 * @throws ConfigurationError when both have one
 */
export function servedTls(files: ServedTls, webConfig: Changing<{ readonly tls: TlsSettings | undefined }>): ServedTls {
  const ofWebConfig = partOf(webConfig, ({ tls }) => tls);
  checkOnce(files.current, ofWebConfig.current);
  if (files.current === undefined) return ofWebConfig;
  ofWebConfig.follow({
    check: (tls) => {
      checkOnce(files.current, tls);
    },
  });
  return files;
}

/** @throws ConfigurationError when there are two certificates to serve */
export function checkOnce(ofSettings: TlsSettings | undefined, ofWebConfig: TlsSettings | undefined): void {
  if (ofSettings !== undefined && ofWebConfig !== undefined)
    throw new ConfigurationError(
      'TLS is configured twice, by certfile and by the tls_server_config of the web config file; keep one of them',
    );
}
