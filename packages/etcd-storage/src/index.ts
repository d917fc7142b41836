export { EtcdClient } from './client/etcd-client.js';
