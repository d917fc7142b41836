import fc from 'fast-check';
import {
  encodeFileSd,
  type GroupKey,
  groupKey,
  type Precondition,
  type TargetGroup,
  type TargetGroupError,
} from '@target-eye/domain';
import { ManualClock, recordingLog, sha256, until } from '@target-eye/domain/testing';
import { describeWith } from '../../../../apps/server/test/support/needs.js';
import { type EtcdNodes, startEtcd } from '../../test/support/etcd-nodes.js';
import { newPrefix, storeOver, untilReady } from '../../test/support/stores.js';
import type { EtcdTargetGroupStore } from './etcd-target-group-store.js';

const key = groupKey('shop', 'prod');
const groupOf = (...targets: string[]): TargetGroup => ({ targets, labels: { job: 'shop', env: 'prod' } });
const append = (target: string) => (group: TargetGroup | undefined) => groupOf(...(group?.targets ?? []), target);

describeWith(['etcd'])('a store whose cluster comes and goes', () => {
  let nodes: EtcdNodes;
  let prefix: string;
  let stores: EtcdTargetGroupStore[];

  beforeAll(async () => {
    nodes = await startEtcd(1);
  });
  afterAll(() => nodes.stop());

  beforeEach(() => {
    prefix = newPrefix();
    stores = [];
  });
  afterEach(async () => {
    await Promise.all(stores.map((store) => store.close()));
  });

  const open = (options: Partial<Parameters<typeof storeOver>[1]> = {}): EtcdTargetGroupStore => {
    const store = storeOver(nodes.urls, { prefix, ...options });
    stores.push(store);
    return store;
  };
  const node = () => nodes.nodes[0] ?? raise();

  test('shows nothing and changes nothing before it has ever heard of the groups, and then works', async () => {
    await node().end();
    const store = open();
    const unknown = { code: 'storage_unavailable', faults: [{ circumstance: 'nothing_storable' }] };
    for (const refused of [
      store.find(key),
      store.snapshot(),
      store.update(key, append('a:1')),
      store.replace(key, groupOf('a:1')),
    ])
      await expect(refused).rejects.toMatchObject(unknown);
    expect(store.problem()).toEqual({
      code: 'unreachable',
      fact: 'the cluster has not told yet which groups there are',
    });
    expect(store.age()).toBeUndefined();
    expect(store.counts()).toEqual({ groups: 0, targets: 0, unreadable: 0 });
    await node().start();
    await untilReady(store);
    await store.replace(key, groupOf('a:1'));
    expect((await store.snapshot()).groups).toHaveLength(1);
  });

  test('goes on showing what it knows while the cluster is away, and loses no change', async () => {
    const log = recordingLog();
    const store = open({ log });
    await untilReady(store);
    const { stored } = await store.replace(key, groupOf('a:1'));
    await node().end();
    await until('it is noticed', () => store.problem() !== undefined);
    expect(store.problem()).toMatchObject({
      code: 'unreachable',
      fact: expect.stringMatching(/^the cluster has not been heard since \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/) as string,
      why: expect.stringMatching(/^the only node (refuses|closed) the connection/) as string,
    });
    expect(store.age()).toBeGreaterThan(0);
    const away = { code: 'storage_unavailable', message: expect.stringContaining('nothing was changed') as string };
    await Promise.all(
      [{}, { dryRun: true }, { onlyIf: 'absent' as const }].map((options, index) =>
        expect(store.update(groupKey('a', String(index)), append('b:1'), options)).rejects.toMatchObject(away),
      ),
    );
    expect(await store.find(key)).toEqual(stored);
    expect((await store.snapshot()).groups).toEqual([stored]);
    const during = store.update(key, append('c:1'));
    await node().start();
    await during;
    await until('the cluster is heard again', () => store.age() === undefined);
    expect(store.problem()).toBeUndefined();
    await store.update(key, append('d:1'));
    expect((await store.find(key))?.group).toEqual(groupOf('a:1', 'c:1', 'd:1'));
    expect(log.lines.map(({ message }) => message)).toEqual([
      'changes cannot be stored',
      'changes can be stored again',
    ]);
  });

  test('says that there is no room until there is some again', async () => {
    const clock = new ManualClock();
    const store = open({ clock });
    await until('the store is ready', () => store.problem() === undefined);
    await store.replace(key, groupOf('a:1'));
    await alarm(nodes.urls[0], 'ACTIVATE');
    const full = { code: 'storage_full' };
    await expect(store.update(key, append('b:1'))).rejects.toMatchObject(full);
    expect(store.problem()).toEqual({ code: 'full', fact: 'the cluster has no room for more' });
    await expect(store.update(key, append('b:1'), { dryRun: true })).rejects.toMatchObject(full);
    const together = [store.replace(key, groupOf('a:1')), store.update(key, append('b:1'))];
    expect(await Promise.allSettled(together)).toMatchObject([{ status: 'fulfilled' }, { reason: full }]);
    await store.update(key, () => undefined);
    await clock.pass(10);
    expect(store.problem()?.code).toBe('full');
    await alarm(nodes.urls[0], 'DEACTIVATE');
    await until('it is asked again', async () => {
      await clock.pass(10);
      return store.problem() === undefined;
    });
    await store.replace(key, groupOf('a:1'));
  });

  test('keeps what was acknowledged, whatever two hosts do and however often the cluster is killed', async () => {
    const hosts = [open(), open()];
    await Promise.all(hosts.map(untilReady));
    const keys = ['a', 'b', 'c'].map((name) => groupKey(name, 'prod'));
    const heard = new Map<string, TargetGroup>();
    hosts[1]?.subscribe(({ key: { application }, after }) => {
      if (after === undefined) heard.delete(application);
      else heard.set(application, after.group);
    });
    const anyStep = fc.record({
      host: fc.nat(1),
      of: fc.constantFrom(...keys),
      what: fc.constantFrom(...WHATS),
      target: fc.integer({ min: 1, max: 9 }).map((port) => `h:${String(port)}`),
    });
    const model = new Map<string, TargetGroup>();
    await fc.assert(
      fc.asyncProperty(fc.array(anyStep, { minLength: 6, maxLength: 14 }), fc.nat(5), async (steps, killedAt) => {
        for (const [index, step] of steps.entries()) {
          if (index === killedAt) {
            await node().end();
            await node().start();
          }
          await take(step, hosts[step.host] ?? raise(), model);
        }
        for (const host of hosts)
          await until('the host shows what was acknowledged', async () => {
            const { groups } = await host.snapshot();
            expect(new Map(groups.map((stored) => [stored.key.application, stored.group]))).toEqual(model);
            return true;
          });
        expect(heard).toEqual(model);
      }),
      { numRuns: 4 },
    );
  });
});

const WHATS = ['append', 'replace', 'remove', 'create', 'change what is known', 'try'] as const;

interface Step {
  readonly host: number;
  readonly of: GroupKey;
  readonly what: (typeof WHATS)[number];
  readonly target: string;
}

/** Makes a change, and expects of it what the model says. */
async function take(
  { of, what, target }: Step,
  host: EtcdTargetGroupStore,
  model: Map<string, TargetGroup>,
): Promise<void> {
  const known = model.get(of.application);
  const change = what === 'remove' ? () => undefined : what === 'replace' ? () => groupOf(target) : append(target);
  const revision = known && sha256(encodeFileSd(known));
  const onlyIf: Precondition | undefined =
    what === 'create' ? 'absent' : what === 'change what is known' ? { anyOf: [revision ?? 'none'] } : undefined;
  const result = await host.update(of, change, { onlyIf, dryRun: what === 'try' }).then(
    ({ before, after }) => ({ before, after }),
    (error: unknown) => (error as TargetGroupError).code,
  );
  const isMade = onlyIf === undefined || (onlyIf === 'absent') === (known === undefined);
  const after = change(known);
  expect(result).toEqual(isMade ? { before: known, after } : 'precondition_failed');
  if (!isMade || what === 'try') return;
  if (after === undefined) model.delete(of.application);
  else model.set(of.application, after);
}

/** Tells a node that there is no room, or that there is some again. */
async function alarm(url: string, action: 'ACTIVATE' | 'DEACTIVATE'): Promise<void> {
  const body = JSON.stringify({ action, alarm: 'NOSPACE' });
  const response = await fetch(`${url}/v3/maintenance/alarm`, { method: 'POST', body });
  expect(response.status).toBe(200);
}

function raise(): never {
  throw new Error('there is no node');
}
