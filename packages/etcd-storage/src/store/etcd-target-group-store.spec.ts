import { describeTargetGroupStore } from '@target-eye/domain/testing';
import { describeWith } from '../../../../apps/server/test/support/needs.js';
import { type EtcdNodes, startEtcd } from '../../test/support/etcd-nodes.js';
import { newPrefix, storeOver, untilReady } from '../../test/support/stores.js';

describeWith(['etcd'])('in a cluster', () => {
  let nodes: EtcdNodes;
  beforeAll(async () => {
    nodes = await startEtcd(1);
  });
  afterAll(() => nodes.stop());

  describeTargetGroupStore('EtcdTargetGroupStore', async () => {
    const store = storeOver(nodes.urls, { prefix: newPrefix() });
    await untilReady(store);
    return { store, close: () => store.close() };
  });
});
