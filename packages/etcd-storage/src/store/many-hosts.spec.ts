import { spawnSync } from 'node:child_process';
import { type GroupEvent, type GroupKey, groupKey, type TargetGroup } from '@target-eye/domain';
import { type RecordedLog, recordingLog, until } from '@target-eye/domain/testing';
import { describeWith } from '../../../../apps/server/test/support/needs.js';
import { type EtcdNodes, startEtcd } from '../../test/support/etcd-nodes.js';
import { HeldWatch } from '../../test/support/held-watch.js';
import { newPrefix, storeOver, untilReady } from '../../test/support/stores.js';
import { EtcdClient } from '../client/etcd-client.js';
import type { EtcdTargetGroupStore } from './etcd-target-group-store.js';

const key = groupKey('shop', 'prod');
const groupOf = (...targets: string[]): TargetGroup => ({ targets, labels: { job: 'shop', env: 'prod' } });
const append = (target: string) => (group: TargetGroup | undefined) => groupOf(...(group?.targets ?? []), target);
const targetsAt = async (store: EtcdTargetGroupStore, of: GroupKey = key) => (await store.find(of))?.group.targets;

function record(store: EtcdTargetGroupStore): GroupEvent[] {
  const events: GroupEvent[] = [];
  store.subscribe((event) => void events.push(event));
  return events;
}

describeWith(['etcd', 'etcdctl'])('two hosts with one cluster', () => {
  let nodes: EtcdNodes;
  let client: EtcdClient;
  let prefix: string;
  let one: EtcdTargetGroupStore;
  let two: EtcdTargetGroupStore;
  let held: HeldWatch;
  let log: RecordedLog;

  beforeAll(async () => {
    nodes = await startEtcd(1);
    client = new EtcdClient(nodes.urls);
  });
  afterAll(async () => {
    client.close();
    await nodes.stop();
  });

  beforeEach(async () => {
    prefix = newPrefix();
    log = recordingLog();
    one = storeOver(nodes.urls, { prefix, log });
    two = storeOver(nodes.urls, { prefix, over: (etcd) => (held = new HeldWatch(etcd)) });
    await Promise.all([one, two].map(untilReady));
  });
  afterEach(async () => {
    held.release();
    await Promise.all([one.close(), two.close()]);
  });

  const clusterRevision = async () => (await client.state(prefix)).revision;
  const etcdctl = (...args: string[]): string => {
    const { status, stdout, stderr } = spawnSync('etcdctl', ['--endpoints', nodes.urls[0], ...args], {
      env: { ...process.env, ETCDCTL_API: '3' },
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(stderr);
    return stdout;
  };
  const untilAlike = () =>
    until('both show the same', async () => (await one.snapshot()).revision === (await two.snapshot()).revision);

  test('show the same, with the same revisions', async () => {
    const { stored } = await one.replace(key, groupOf('a:1'));
    await two.replace(groupKey('shop', 'test'), groupOf('b:1'));
    await untilAlike();
    expect(await two.find(key)).toEqual(stored);
    expect(await two.snapshot()).toEqual(await one.snapshot());
    expect(two.counts()).toEqual({ groups: 2, targets: 2, unreadable: 0 });
    expect(new Set(two.lastChanges(5))).toEqual(new Set(one.lastChanges(5)));
    expect(two.lastChanges(1)).toHaveLength(1);
    expect([two.unclaimed(), two.questionable(), two.age()]).toEqual([[], [], undefined]);
  });

  test('of 64 changes with one revision make one, and the rest is told what is there now', async () => {
    for (let round = 1; round <= 3; round += 1) {
      const { stored } = await one.replace(key, groupOf(`round:${String(round)}`));
      const onlyIf = { anyOf: [stored?.revision ?? ''] };
      const results = await Promise.allSettled(
        Array.from({ length: 64 }, (_, index) =>
          (index % 2 === 0 ? one : two).update(key, append(`h:${String(index + 1)}`), { onlyIf }),
        ),
      );
      const made = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value.stored] : []));
      expect(made).toHaveLength(1);
      for (const result of results)
        if (result.status === 'rejected')
          expect(result.reason).toMatchObject({ code: 'precondition_failed', current: made[0] });
      await untilAlike();
      expect(await two.find(key)).toEqual(made[0]);
    }
  });

  test('create a group once', async () => {
    for (let round = 1; round <= 5; round += 1) {
      const of = groupKey('new', String(round));
      const tried = [one, two].map((store, host) =>
        store.replace(of, groupOf(`h:${String(host + 1)}`), { onlyIf: 'absent' }),
      );
      const results = await Promise.allSettled(tried);
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect(results.find(({ status }) => status === 'rejected')).toMatchObject({
        reason: { code: 'precondition_failed' },
      });
    }
  });

  test('lose none of many changes of one group, and hear of each once and in the same order', async () => {
    const heard = [one, two].map(record);
    const keys = [key, groupKey('till', 'prod')];
    const changes = Array.from({ length: 100 }, (_, index) => String(index + 1));
    await Promise.all(
      changes.flatMap((port) =>
        keys.map((of, place) =>
          ((Number(port) + place) % 2 === 0 ? one : two).update(of, append(`h:${port}`), { by: `by ${port}` }),
        ),
      ),
    );
    await untilAlike();
    for (const of of keys)
      expect(new Set(await targetsAt(one, of))).toEqual(new Set(changes.map((port) => `h:${port}`)));
    await until('both heard as much', () => heard[0]?.length === heard[1]?.length);
    expect(heard[1]).toEqual(heard[0]);
    for (const of of keys) {
      const own = (heard[0] ?? []).filter((event) => event.key.application === of.application);
      own.forEach(({ before }, index) => {
        expect(before).toEqual(own[index - 1]?.after);
      });
      expect(own.flatMap(({ by }) => by).toSorted()).toEqual(changes.map((port) => `by ${port}`).toSorted());
    }
  });

  test('know who made a change, and of a removal the host that made it', async () => {
    const [here, there] = [record(one), record(two)];
    await one.replace(key, groupOf('a:1'), { by: 'alice' });
    await one.update(key, () => undefined, { by: 'bob' });
    await until('both are told', () => there.length === 2);
    expect(here.map(({ by }) => by)).toEqual([['alice'], ['bob']]);
    expect(there.map(({ by }) => by)).toEqual([['alice'], []]);
    expect(there[1]).toMatchObject({ before: { group: groupOf('a:1') }, after: undefined });
  });

  describe('one of which does not hear of changes yet', () => {
    /** What `run` comes to, which is told only when the host hears of changes again. */
    async function answered<Result>(
      run: () => Promise<Result>,
      transactions: number,
    ): Promise<PromiseSettledResult<Result>> {
      await two.replace(key, groupOf('old:1'));
      held.hold();
      await one.update(key, () => groupOf('new:1'));
      expect(await targetsAt(two)).toEqual(['old:1']);
      const before = held.transactions;
      const running = Promise.allSettled([run()]);
      await until('it has asked the majority', () => held.transactions === before + transactions);
      held.release();
      return (await running)[0];
    }

    test('finds no precondition broken that holds', async () => {
      const { stored } = await one.replace(groupKey('a', 'b'), groupOf('new:1'));
      const onlyIf = { anyOf: [stored?.revision ?? ''] };
      const result = await answered(() => two.update(key, append('b:1'), { onlyIf }), 2);
      expect(result).toMatchObject({ value: { before: groupOf('new:1'), after: groupOf('new:1', 'b:1') } });
      expect(await targetsAt(two)).toEqual(['new:1', 'b:1']);
    });

    test('makes no change whose precondition holds no more', async () => {
      const { stored } = await one.replace(groupKey('a', 'b'), groupOf('old:1'));
      const onlyIf = { anyOf: [stored?.revision ?? ''] };
      const result = await answered(() => two.update(key, append('b:1'), { onlyIf }), 2);
      expect(result).toMatchObject({
        reason: { code: 'precondition_failed', current: { group: groupOf('new:1') } },
      });
      expect(await targetsAt(two)).toEqual(['new:1']);
    });

    test('does not take for done what somebody else has undone', async () => {
      const result = await answered(() => two.replace(key, groupOf('old:1')), 2);
      expect(result).toMatchObject({ value: { before: groupOf('new:1'), after: groupOf('old:1') } });
      expect(await targetsAt(two)).toEqual(['old:1']);
    });

    test('tries a change on what is there', async () => {
      const result = await answered(() => two.update(key, append('b:1'), { dryRun: true }), 2);
      expect(result).toMatchObject({ value: { before: groupOf('new:1'), after: groupOf('new:1', 'b:1') } });
      expect(await targetsAt(two)).toEqual(['new:1']);
    });
  });

  test('write once for all changes that wait together', async () => {
    await one.replace(key, groupOf('a:1'));
    const before = await clusterRevision();
    await Promise.all(Array.from({ length: 50 }, (_, index) => one.update(key, append(`h:${String(index + 1)}`))));
    expect((await clusterRevision()) - before).toBeLessThanOrEqual(2);
    expect(await targetsAt(one)).toHaveLength(51);
  });

  test('write nothing that changes nothing', async () => {
    await one.replace(key, groupOf('a:1'));
    const before = await clusterRevision();
    await one.replace(key, groupOf('a:1'));
    await one.update(key, (group) => group);
    await one.update(groupKey('no', 'group'), () => undefined);
    await one.update(key, append('b:1'), { dryRun: true });
    await one.update(key, append('b:1'), { onlyIf: 'absent' }).catch(() => undefined);
    expect(await clusterRevision()).toBe(before);
  });

  test('show a value that is not understood as such, and mend it with a replacement', async () => {
    await one.replace(key, groupOf('a:1'));
    const events = record(one);
    etcdctl('put', `${prefix}groups/shop/prod`, 'secret');
    await until('it is seen', () => one.unreadable().length > 0 && two.unreadable().length > 0);
    expect(one.unreadable()).toMatchObject([
      { name: `${prefix}groups/shop/prod`, key, reason: 'it is not JSON', lastRead: { group: groupOf('a:1') } },
    ]);
    expect(one.counts()).toEqual({ groups: 0, targets: 0, unreadable: 1 });
    for (const refused of [one.find(key), one.update(key, append('b:1'))])
      await expect(refused).rejects.toMatchObject({ code: 'unreadable' });
    await one.replace(key, groupOf('b:1'), { by: 'alice' });
    expect(await targetsAt(one)).toEqual(['b:1']);
    expect(one.unreadable()).toEqual([]);
    expect(events.map(({ after, unreadable, by }) => [after?.group, unreadable, by])).toEqual([
      [undefined, 'it is not JSON', []],
      [groupOf('b:1'), undefined, ['alice']],
    ]);
    const [kept = '', value] = etcdctl('get', '--prefix', `${prefix}quarantine/`).split('\n');
    expect(kept).toMatch(/quarantine\/shop\/prod\/\d+$/);
    expect(value).toBe('secret');
    expect(log.lines.map(({ level, details }) => [level, details])).toMatchObject([
      ['warn', { key: `${prefix}groups/shop/prod`, reason: 'it is not JSON' }],
      ['warn', { key: `${prefix}groups/shop/prod`, kept }],
    ]);
    expect(JSON.stringify(log.lines)).not.toContain('secret');
  });

  test('are not disturbed by a key that names no group', async () => {
    const before = await one.snapshot();
    etcdctl('put', `${prefix}groups/a/b/c`, '{}');
    await until('it is seen', () => one.unreadable().length === 1);
    expect(one.unreadable()).toMatchObject([{ name: `${prefix}groups/a/b/c`, key: undefined }]);
    expect((await one.snapshot()).revision).not.toBe(before.revision);
    await one.replace(key, groupOf('a:1'));
    expect(one.counts()).toEqual({ groups: 1, targets: 1, unreadable: 1 });
    etcdctl('del', `${prefix}groups/a/b/c`);
    await until('it is gone', () => one.unreadable().length === 0);
    expect((await one.snapshot()).unreadable).toEqual([]);
  });

  test('say what of a group the rules refuse', async () => {
    const value = { targets: ['http://a'], labels: { job: 'shop', env: 'prod' }, changedAt: 1, operation: 'by hand' };
    etcdctl('put', `${prefix}groups/shop/prod`, JSON.stringify(value));
    await until('it is seen', () => one.questionable().length === 1);
    expect(one.questionable()).toEqual([{ key, refused: '1 target that the rules refuse' }]);
    expect(await targetsAt(one)).toEqual(['http://a']);
  });

  test('refuse a group that is larger than the cluster takes, and nothing that is changed together with it', async () => {
    const large = groupOf(...Array.from({ length: 30_000 }, (_, index) => `host-${String(index)}.${'x'.repeat(50)}:1`));
    await one.replace(key, groupOf('a:1'));
    const results = await Promise.allSettled([
      one.update(key, append('b:1')),
      one.replace(key, large),
      one.update(key, append('c:1')),
    ]);
    expect(results).toMatchObject([
      { status: 'fulfilled' },
      {
        reason: {
          code: 'group_too_large',
          message: expect.stringMatching(/"shop\/prod" would take 1,9.*max-request-bytes/) as string,
        },
      },
      { status: 'fulfilled' },
    ]);
    expect(await targetsAt(one)).toEqual(['a:1', 'b:1', 'c:1']);
    expect(one.problem()).toBeUndefined();
  });
});
