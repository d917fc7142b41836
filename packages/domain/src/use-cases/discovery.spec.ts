import { InMemoryTargetGroupStore } from '../../testing/index.js';
import { groupKey } from '../groups/target-group.js';
import type { Problem } from '../ports/store-status.js';
import type { Snapshot } from '../ports/target-group-store.js';
import { Discovery } from './discovery.js';

class PartlyUnreadableStore extends InMemoryTargetGroupStore {
  private taken: { readonly of: Snapshot; readonly snapshot: Snapshot } | undefined;
  unreadable: Snapshot['unreadable'] = [];

  override async snapshot(): Promise<Snapshot> {
    const of = await super.snapshot();
    if (this.taken?.of !== of) this.taken = { of, snapshot: { ...of, unreadable: this.unreadable } };
    return this.taken.snapshot;
  }
}

const keys = ['a', 'b', 'c'].map((name) => groupKey(name, name));

async function storeWithAll(): Promise<PartlyUnreadableStore> {
  const store = new PartlyUnreadableStore();
  for (const key of keys) await store.replace(key, { targets: ['h:1'], labels: {} });
  return store;
}

test('shows what the store has, as the same object until something changes', async () => {
  const store = await storeWithAll();
  const discovery = new Discovery(store, { problem: () => undefined });
  const first = await discovery.groups();
  const { revision, groups } = await store.snapshot();
  expect(first).toMatchObject({ revision, groups });
  expect(await discovery.groups()).toBe(first);
  await store.replace(groupKey('d', 'd'), { targets: ['h:1'], labels: {} });
  expect(await discovery.groups()).not.toBe(first);
});

test('shows a group that cannot be read as it was last read, in its place', async () => {
  const store = await storeWithAll();
  const before = (await store.snapshot()).groups;
  store.unreadable = [
    { name: 'b', key: groupKey('b', 'b'), reason: 'x', lastRead: before[1] },
    { name: 'e', key: undefined, reason: 'x' },
  ];
  await store.update(groupKey('b', 'b'), () => undefined);
  expect((await new Discovery(store, { problem: () => undefined }).groups()).groups).toEqual(before);
});

test('shows nothing while a group that is asked for was never read', async () => {
  const store = await storeWithAll();
  store.unreadable = [{ name: 'e', key: groupKey('e', 'e'), reason: 'it is not JSON' }];
  const discovery = new Discovery(store, { problem: () => undefined });
  for (const selector of [{}, { applications: ['e'] }, { environments: ['*'] }, { targets: ['h:1'] }])
    await expect(discovery.groups(selector)).rejects.toMatchObject({
      code: 'storage_unavailable',
      message:
        'it is not certain what the target groups are: "e/e" could not be read since the start, because it is not JSON',
    });
  expect((await discovery.groups({ applications: ['a'] })).groups).toHaveLength(3);
  expect((await discovery.groups({ environments: ['a', 'b'] })).groups).toHaveLength(3);
});

test.each<[Problem['code'], boolean]>([
  ['lost', false],
  ['full', true],
  ['not_writable', true],
  ['not_confirmed', true],
  ['stopping', true],
])('with the problem %s it is certain what the groups are: %s', async (code, isCertain) => {
  const store = await storeWithAll();
  const groups = new Discovery(store, { problem: () => ({ code, fact: 'the directory was removed' }) }).groups();
  if (isCertain) expect((await groups).groups).toHaveLength(3);
  else
    await expect(groups).rejects.toMatchObject({
      code: 'storage_unavailable',
      message: 'it is not certain what the target groups are: the directory was removed',
    });
});
