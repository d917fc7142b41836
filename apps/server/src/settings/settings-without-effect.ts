import type { ConfigFile } from './config-file.js';
import { SERVICE_SETTINGS } from './service-settings.js';
import type { Settings } from './settings.js';
import { nonEmpty } from './sources.js';
import { UNSUPPORTED } from './unsupported-settings.js';

/** A sentence for every setting that is set but has no effect, with the reason. */
export function settingsWithoutEffect(
  settings: Settings,
  environment: NodeJS.ProcessEnv,
  file: ConfigFile,
): readonly string[] {
  return [...unsupported(environment, file), ...withoutTheOther(settings)];
}

function unsupported(environment: NodeJS.ProcessEnv, file: ConfigFile): readonly string[] {
  return Object.entries(UNSUPPORTED)
    .filter(([name]) => nonEmpty(environment[name.toUpperCase()] ?? file.get('hypercorn')?.get(name)) !== undefined)
    .map(([name, reason]) => `the setting ${name} has no effect: ${reason}`);
}

function withoutTheOther(settings: Settings): readonly string[] {
  const hasTls = settings.certfile !== undefined || settings.web_config_file !== undefined;
  return [
    ...(settings.insecure_bind !== undefined && !hasTls
      ? ['the setting insecure_bind has no effect: bind is served without TLS']
      : []),
    ...(settings.ca_certs !== undefined && settings.verify_mode === 'none'
      ? ['the setting ca_certs has no effect: verify_mode does not ask for client certificates']
      : []),
    ...(settings.prometheus_http_config_file !== undefined && settings.prometheus_urls.length === 0
      ? ['the setting prometheus_http_config_file has no effect: prometheus_urls names no Prometheus']
      : []),
    ...(settings.etcd_endpoints.length === 0 ? withoutCluster(settings) : []),
  ];
}

function withoutCluster(settings: Settings): readonly string[] {
  return [
    ...(settings.etcd_prefix === SERVICE_SETTINGS.etcd_prefix.fallback ? [] : ['etcd_prefix']),
    ...(settings.etcd_http_config_file === undefined ? [] : ['etcd_http_config_file']),
  ].map((name) => `the setting ${name} has no effect: etcd_endpoints names no cluster`);
}
