import { ContainerModule } from 'inversify';
import { ETCD } from '../http-config/http-config.js';
import { readHttpConfig } from '../http-config/http-config-file.js';
import { following } from './following.js';
import { TOKENS } from './tokens.js';

/** The cluster in which groups are kept for many hosts. */
export function clusterModule(): ContainerModule {
  return new ContainerModule(({ bind }) => {
    following({ bind })(TOKENS.etcdHttpConfig, 'etcd_http_config_file', ({ etcd_http_config_file }) =>
      readHttpConfig(etcd_http_config_file, ETCD),
    );
  });
}
