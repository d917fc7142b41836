export { EtcdClient } from './client/etcd-client.js';
export { checkCluster, type ClusterFinding } from './check/cluster-check.js';
export { type ClusterEvents, NO_CLUSTER_EVENTS } from './cluster-events.js';
export { EtcdTargetGroupStore, type EtcdStoreParts } from './store/etcd-target-group-store.js';
