import type { WebConfig } from '../web-config/web-config-file.js';
import { ConfigurationError } from '../operator-files/configuration-error.js';
import type { Reloadable } from '../operator-files/reloadable.js';
import type { TlsSource } from '../http/server/http-server.js';
import type { TlsSettings } from '../tls/tls-settings.js';

/**
 * TLS from the settings where they have a certificate, else from the web config file.
 * @throws ConfigurationError when both have one
 */
export function tlsSource(files: Reloadable<TlsSettings | undefined>, webConfig: Reloadable<WebConfig>): TlsSource {
  checkOnce(files.current, webConfig.current.tls);
  if (files.current === undefined)
    return {
      get current() {
        return webConfig.current.tls;
      },
      onCheck: (check) => {
        webConfig.onCheck(({ tls }) => {
          check(tls);
        });
      },
      onChange: (listener) => {
        webConfig.onChange(({ tls }) => {
          listener(tls);
        });
      },
    };
  webConfig.onCheck(({ tls }) => {
    checkOnce(files.current, tls);
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
