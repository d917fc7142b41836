export { EtcdClient } from './client/etcd-client.js';
export type { ClusterEvents } from './cluster-events.js';
