import { execFileSync } from 'node:child_process';
import { ManualClock, until } from '@target-eye/domain/testing';
import { describeWith } from '../../../../apps/server/test/support/needs.js';
import { type EtcdNodes, startEtcd } from '../../test/support/etcd-nodes.js';
import { type LossyProxy, startLossyProxy } from '../../test/support/lossy-proxy.js';
import type { Outcome } from './etcd.js';
import { EtcdClient } from './etcd-client.js';

describeWith(['etcd', 'etcdctl'])('a change', () => {
  let nodes: EtcdNodes;
  let proxy: LossyProxy;
  /** Another host. */
  let other: EtcdClient;
  let client: EtcdClient;
  let made: Outcome;
  let key: string;
  let number = 0;

  beforeAll(async () => {
    nodes = await startEtcd(1);
    proxy = await startLossyProxy(nodes.urls[0]);
    other = new EtcdClient(nodes.urls);
  });
  afterAll(async () => {
    other.close();
    proxy.stop();
    await nodes.stop();
  });
  beforeEach(async () => {
    client = new EtcdClient([proxy.url, ...nodes.urls]);
    key = `/k/${String((number += 1))}`;
    made = await client.write({ key, seenAt: 0, value: 'first' });
  });
  afterEach(() => {
    client.close();
  });

  const put = (value: string): Promise<Outcome> => client.write({ key, seenAt: made.revision, value });
  const remove = (): Promise<Outcome> => client.write({ key, seenAt: made.revision, value: undefined });
  const now = async () => {
    const outcome = await other.compare(key, -1);
    return outcome.isMade ? undefined : outcome.current;
  };
  const putByOther = async (value: string): Promise<Outcome> =>
    other.write({ key, seenAt: (await now())?.modRevision ?? 0, value });
  const removeByOther = async (): Promise<Outcome> =>
    other.write({ key, seenAt: (await now())?.modRevision ?? 0, value: undefined });

  test('whose answer is lost was made, once', async () => {
    proxy.lose('answer');
    expect(await put('own')).toEqual({ isMade: true, revision: made.revision + 1 });
    expect(await now()).toMatchObject({ value: 'own', modRevision: made.revision + 1 });
  });

  test('that creates the key and whose answer is lost was made, once', async () => {
    proxy.lose('answer');
    key = `${key}/new`;
    expect(await client.write({ key, seenAt: 0, value: 'own' })).toEqual({ isMade: true, revision: made.revision + 1 });
  });

  test('whose answer is lost was made, although somebody else has overwritten it since', async () => {
    proxy.lose('answer', () => putByOther('theirs'));
    expect(await put('own')).toEqual({ isMade: true, revision: made.revision + 1 });
    expect(await now()).toMatchObject({ value: 'theirs', modRevision: made.revision + 2 });
  });

  test('that never came to the node is made by way of the next one', async () => {
    proxy.lose('request');
    expect(await put('own')).toEqual({ isMade: true, revision: made.revision + 1 });
  });

  test('that never came to the node before somebody else was faster is not made', async () => {
    proxy.lose('request', () => putByOther('theirs'));
    expect(await put('own')).toMatchObject({ isMade: false, current: { value: 'theirs' } });
  });

  test('that removes the key and never came to the node before somebody else was faster is not made', async () => {
    proxy.lose('request', () => putByOther('theirs'));
    expect(await remove()).toMatchObject({ isMade: false, current: { value: 'theirs' } });
  });

  test('that somebody else was faster than before it began is not made', async () => {
    await putByOther('theirs');
    proxy.lose('answer');
    expect(await put('own')).toMatchObject({ isMade: false, current: { value: 'theirs' } });
  });

  test('that removes the key and whose answer is lost was made', async () => {
    proxy.lose('answer');
    expect(await remove()).toMatchObject({ isMade: true });
    expect(await now()).toBeUndefined();
  });

  test('that removes the key and whose answer is lost was made, although somebody else has created it since', async () => {
    proxy.lose('answer', () => putByOther('theirs'));
    expect(await remove()).toEqual({ isMade: true, revision: made.revision + 1 });
  });

  test('whose answer is lost is not confirmed when somebody else has removed the key since', async () => {
    proxy.lose('answer', removeByOther);
    await expect(put('own')).rejects.toMatchObject({
      failure: 'unreachable',
      isUnconfirmed: true,
      message: 'the cluster does not show whether it was made',
    });
  });

  test('whose answer is lost is not confirmed when the cluster has forgotten what it was overwritten by', async () => {
    proxy.lose('answer', async () => {
      const { revision } = await putByOther('theirs');
      execFileSync('etcdctl', ['--endpoints', nodes.urls[0], 'compact', String(revision)], {
        env: { ...process.env, ETCDCTL_API: '3' },
      });
    });
    await expect(put('own')).rejects.toMatchObject({ isUnconfirmed: true });
  });

  test('whose answer is lost is not confirmed when the cluster says nothing any more for 5 s in all', async () => {
    const clock = new ManualClock();
    const impatient = new EtcdClient([proxy.url, ...nodes.urls], { clock });
    const { revision } = await impatient.page('/k/', 1);
    expect(revision).toBe(made.revision);
    proxy.lose('answer', async () => nodes.nodes[0]?.pause());
    let error: unknown;
    const begin = clock.now();
    impatient.write({ key, seenAt: made.revision, value: 'own' }).catch((caught: unknown) => (error = caught));
    await until('it gives up', async () => {
      await clock.pass(0.25);
      return error !== undefined;
    });
    nodes.nodes[0]?.resume();
    impatient.close();
    expect(clock.now() - begin).toBeLessThanOrEqual(5.25);
    expect(error).toMatchObject({ failure: 'unreachable', isUnconfirmed: true });
    expect((error as Error).message).toMatch(/^none of the 2 nodes answers as it should: http:/);
    expect(await now()).toMatchObject({ value: 'own' });
  });
});
