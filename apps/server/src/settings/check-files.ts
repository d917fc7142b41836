import { readAccessRules } from '../access/access-file.js';
import { NO_WEB_CONFIG, readWebConfig } from '../web-config/web-config-file.js';
import { ConfigurationError } from '../operator-files/configuration-error.js';
import type { Configuration } from './configuration.js';
import { effectiveWarnings } from './effective-warnings.js';
import type { Reading } from '../operator-files/reloadable.js';
import type { Warning } from '../operator-files/warning.js';
import { readHttpConfig } from '../http-config/http-config-file.js';
import { ETCD, NO_HTTP_CONFIG, PROMETHEUS } from '../http-config/http-config.js';
import { readTlsFiles } from '../tls/tls-files.js';
import { checkOnce } from '../tls/served-tls.js';
import { addressesOf } from './endpoints.js';

/**
 * Reads every file that the settings name and gives what is in force then, and what there is to warn of.
 * @throws ConfigurationError with the faults of all
 */
export function checkFiles(configuration: Configuration): readonly Warning[] {
  const { settings } = configuration;
  const faults: string[] = [];
  const attempt = <Value>(read: () => Reading<Value>): Value | undefined => {
    try {
      return read().value;
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
      faults.push(...error.faults);
      return undefined;
    }
  };
  const webConfig = attempt(() => readWebConfig(settings.web_config_file));
  const rules = attempt(() => readAccessRules(settings.access_file, settings.reads_without_login));
  const tls = attempt(() => readTlsFiles(settings));
  const httpConfig = attempt(() => readHttpConfig(settings.prometheus_http_config_file, PROMETHEUS));
  const etcdHttpConfig = attempt(() => readHttpConfig(settings.etcd_http_config_file, ETCD));
  if (faults.length > 0) throw new ConfigurationError(faults);
  checkOnce(tls, webConfig?.tls);
  const served = tls ?? webConfig?.tls;
  const addresses = addressesOf(settings, served !== undefined);
  return effectiveWarnings(
    {
      configuration,
      webConfig: webConfig ?? NO_WEB_CONFIG,
      rules,
      tls: served,
      addresses,
      httpConfig: httpConfig ?? NO_HTTP_CONFIG,
      etcdHttpConfig: etcdHttpConfig ?? NO_HTTP_CONFIG,
    },
    new Date(),
  );
}
