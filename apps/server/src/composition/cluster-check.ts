import { checkCluster, type ClusterFinding } from '@target-eye/etcd-storage';
import { ETCD } from '../http-config/http-config.js';
import { readHttpConfig } from '../http-config/http-config-file.js';
import type { Configuration } from '../settings/configuration.js';
import { clusterAccess } from './cluster-access.js';

/**
 * Asks every node of the cluster that the settings name, if they name one, for all that the service needs of it.
 * @throws ConfigurationError when the HTTP config file cannot be used
 */
export function checkClusterIn({ settings }: Configuration): Promise<readonly ClusterFinding[]> {
  const { etcd_endpoints, etcd_prefix, etcd_http_config_file } = settings;
  const { value } = readHttpConfig(etcd_http_config_file, ETCD);
  return checkCluster(
    etcd_endpoints,
    etcd_prefix,
    clusterAccess(() => value),
  );
}
