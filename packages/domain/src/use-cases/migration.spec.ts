import fc from 'fast-check';
import { anyGroup, anyKey, InMemoryTargetGroupStore, storedGroup } from '../../testing/index.js';
import { isAlike } from '../changes/difference.js';
import { fault } from '../faults/target-group-error.js';
import type { StoredGroup } from '../groups/revision.js';
import { type GroupKey, groupKey, type TargetGroup } from '../groups/target-group.js';
import type { Inventory } from '../migration/inventory.js';
import { isDecided, wouldComplete } from '../migration/migration-plan.js';
import type { Snapshot } from '../ports/target-group-store.js';
import { ONE_TURN } from '../turns.js';
import { Migration } from './migration.js';

type Entry = readonly [GroupKey, TargetGroup];

const place = (name: string, groups: readonly StoredGroup[], more: Partial<Inventory> = {}): Inventory => ({
  place: name,
  groups,
  unreadable: [],
  unclaimed: [],
  ...more,
});

const payments = storedGroup('payments/prod', { targets: ['a:1', 'b:1'] });
const shop = storedGroup('shop/prod', { targets: ['c:1'] });
const shopElsewhere = storedGroup('shop/prod', { targets: ['d:1'], labels: { team: 'x' } });
const unreadable = (name: string, key?: GroupKey) => ({ name, key, reason: 'it is not JSON' });

async function storeOf(...entries: readonly Entry[]): Promise<InMemoryTargetGroupStore> {
  const store = new InMemoryTargetGroupStore();
  for (const [key, group] of entries) await store.replace(key, group);
  return store;
}

const entryOf = ({ key, group }: StoredGroup): Entry => [key, group];
const names = (keys: readonly { readonly key: GroupKey }[]) => keys.map(({ key }) => nameOf(key));
const nameOf = ({ application, environment }: GroupKey) => `${application}/${environment}`;
const migrationOf = (store: Pick<InMemoryTargetGroupStore, 'snapshot'>, ...places: readonly Inventory[]) =>
  new Migration({ read: () => Promise.resolve(places) }, store, ONE_TURN);

async function migrate(store: InMemoryTargetGroupStore, overwrite: boolean, ...places: readonly Inventory[]) {
  const migration = migrationOf(store, ...places);
  return migration.carryOut(await migration.plan(), store, { overwrite });
}

describe('one place', () => {
  test('what is absent is written, what differs stays, and what is only there is named', async () => {
    const own = storedGroup('search/prod', {});
    const store = await storeOf(entryOf(shopElsewhere), entryOf(own));
    const result = await migrate(store, false, place('a', [payments, shop]));
    expect(result.written.map(nameOf)).toEqual(['payments/prod']);
    expect(names(result.after.differing)).toEqual(['shop/prod']);
    expect(result.after.onlyInStore.map(nameOf)).toEqual(['search/prod']);
    expect([result.alike, result.failed, result.isComplete]).toEqual([0, [], false]);
    expect((await store.find(shop.key))?.group).toEqual(shopElsewhere.group);
  });

  test('with overwrite, what differs is written, too', async () => {
    const store = await storeOf(entryOf(shopElsewhere), entryOf(payments));
    const result = await migrate(store, true, place('a', [payments, shop]));
    expect(result.written.map(nameOf)).toEqual(['shop/prod']);
    expect([result.alike, result.isComplete]).toEqual([1, true]);
  });

  test('the order of targets and labels does not count', async () => {
    const turned = storedGroup('payments/prod', { targets: ['b:1', 'a:1'] });
    const store = await storeOf(entryOf(turned));
    const result = await migrate(store, true, place('a', [payments]));
    expect([result.written, result.alike, result.isComplete]).toEqual([[], 1, true]);
  });

  test('what is unreadable or unclaimed is not taken, and keeps the migration from being complete', async () => {
    const store = await storeOf(entryOf(shop));
    const bad = unreadable('shop@prod.json', shop.key);
    const unclaimed = { name: 'x.json', named: undefined, refused: undefined };
    for (const odd of [{ unreadable: [bad] }, { unreadable: [unreadable('y.json')] }, { unclaimed: [unclaimed] }]) {
      const migration = migrationOf(store, place('a', [payments], odd));
      const plan = await migration.plan();
      expect(wouldComplete(plan, { overwrite: true })).toBe(false);
      const result = await migration.carryOut(plan, store, { overwrite: true });
      expect(result.isComplete).toBe(false);
    }
    const { source, onlyInStore } = await migrationOf(store, place('a', [], { unreadable: [bad] })).plan();
    expect(source.unreadable).toEqual([{ ...bad, place: 'a' }]);
    expect(onlyInStore.map(nameOf)).toEqual(['payments/prod']);
  });

  test('what the store cannot read counts as different, and stays unless it is overwritten', async () => {
    const snapshot: Snapshot = {
      revision: '0',
      groups: [],
      unreadable: [unreadable('shop', shop.key), unreadable('other', payments.key)],
    };
    const plan = await migrationOf({ snapshot: () => Promise.resolve(snapshot) }, place('a', [shop])).plan();
    expect(plan.differing).toEqual([{ key: shop.key, before: undefined, after: shop.group, isUnreadable: true }]);
    expect(plan.unreadableInStore).toEqual([unreadable('other', payments.key)]);
    const would = (overwrite: boolean, more: Partial<typeof plan> = {}) =>
      wouldComplete({ ...plan, ...more }, { overwrite });
    expect([would(false), would(true)]).toEqual([false, false]);
    const mended = { unreadableInStore: [] };
    expect([would(false, mended), would(true, mended)]).toEqual([false, true]);
  });
});

describe('several places', () => {
  const both = [place('a', [payments, shop]), place('b', [shopElsewhere, storedGroup('web/prod', {})])];

  test('are compared first, and nothing is written where they differ', async () => {
    const store = await storeOf();
    const plan = await migrationOf(store, ...both).plan();
    const { partial, conflicts, alike } = plan.source;
    expect(partial).toEqual([
      { key: payments.key, places: ['a'] },
      { key: groupKey('web', 'prod'), places: ['b'] },
    ]);
    expect(conflicts.map(({ versions }) => versions.map((version) => [version.place, version.group]))).toEqual([
      [
        ['a', shop.group],
        ['b', shopElsewhere.group],
      ],
    ]);
    expect([alike, isDecided(plan)]).toEqual([0, false]);
    const result = await migrate(store, true, ...both);
    expect([result.written, result.isComplete, (await store.snapshot()).groups]).toEqual([[], false, []]);
  });

  test.each([
    ['a', shop],
    ['b', shopElsewhere],
  ])('the preferred place decides: %s', async (preferred, { group }) => {
    const store = await storeOf();
    const migration = new Migration({ read: () => Promise.resolve(both), preferred }, store, ONE_TURN);
    const result = await migration.carryOut(await migration.plan(), store, { overwrite: false });
    expect(result.written.map(nameOf)).toEqual(['payments/prod', 'shop/prod', 'web/prod']);
    expect([names(result.after.source.conflicts), result.isComplete]).toEqual([['shop/prod'], true]);
    expect((await store.find(shop.key))?.group).toEqual(group);
  });

  test('a group that one place cannot read counts only where the preferred place has it', async () => {
    const bad = place('a', [], { unreadable: [unreadable('shop@prod.json', shop.key)] });
    const places = [bad, place('b', [shop])];
    const planned = (preferred?: string) =>
      storeOf().then((store) =>
        new Migration({ read: () => Promise.resolve(places), preferred }, store, ONE_TURN).plan(),
      );
    for (const preferred of [undefined, 'a'])
      expect(await planned(preferred)).toMatchObject({
        absent: [],
        source: { unreadable: [{ place: 'a' }], overruled: [], partial: [] },
      });
    expect(await planned('b')).toMatchObject({
      absent: [{ key: shop.key }],
      source: { unreadable: [], overruled: [{ place: 'a' }], partial: [] },
    });
    places.push(place('c', []));
    expect((await planned()).source.partial).toEqual([{ key: shop.key, places: ['a', 'b'] }]);
  });

  test('alike groups count once', async () => {
    const plan = await migrationOf(await storeOf(), place('a', [payments, shop]), place('b', [payments, shop])).plan();
    expect([plan.source.alike, names(plan.absent)]).toEqual([2, ['payments/prod', 'shop/prod']]);
  });
});

test('each group that was written is told, with who did it', async () => {
  const store = await storeOf();
  const migration = migrationOf(store, place('a', [payments, shop]));
  const by: unknown[] = [];
  store.subscribe((event) => by.push(event.by));
  let told = 0;
  await migration.carryOut(await migration.plan(), store, { overwrite: false, by: 'me', wrote: () => (told += 1) });
  expect([told, by]).toEqual([2, [['me'], ['me']]]);
});

test('a store that fails leaves some behind, and the next migration finishes', async () => {
  const store = await storeOf();
  const groups = Array.from({ length: 500 }, (_, index) => storedGroup(`shop/${String(index + 1000)}`, {}));
  const real = store.replace.bind(store);
  let left = 100;
  jest.spyOn(store, 'replace').mockImplementation((...args) => {
    left -= 1;
    return left < 0 ? Promise.reject(fault('', 'storage_unavailable', 'it is gone')) : real(...args);
  });
  const first = await migrate(store, false, place('a', groups));
  expect([first.written.length, first.failed.length, first.after.absent.length]).toEqual([100, 400, 400]);
  expect(first.isComplete).toBe(false);
  left = Infinity;
  const second = await migrate(store, false, place('a', groups));
  expect([second.written.length, second.alike, second.isComplete]).toEqual([400, 100, true]);
});

describe('laws', () => {
  const anyEntries = fc
    .uniqueArray(fc.tuple(anyKey, anyGroup), { selector: ([key]) => JSON.stringify(key), maxLength: 6 })
    .map((entries) => Object.freeze(entries));
  /** What is in the place and in the store; often the same keys. */
  const anyCase = fc.tuple(anyEntries, anyEntries).chain(([source, others]) =>
    fc
      .tuple(fc.subarray([...source]), fc.array(anyGroup, { minLength: 6, maxLength: 6 }), fc.boolean())
      .map(([shared, groups, isOther]) => ({
        source,
        there: [
          ...shared.map(([key, group], index): Entry => [key, isOther ? (groups[index] ?? group) : group]),
          ...others.filter(([key]) => !source.some(([known]) => JSON.stringify(known) === JSON.stringify(key))),
        ],
      })),
  );
  const inventoryOf = async (entries: readonly Entry[]) =>
    place('a', (await (await storeOf(...entries)).snapshot()).groups);

  test('with overwrite the store has all groups of the place, and what was only there', async () => {
    await fc.assert(
      fc.asyncProperty(anyCase, async ({ source, there }) => {
        const store = await storeOf(...there);
        const { isComplete } = await migrate(store, true, await inventoryOf(source));
        expect(isComplete).toBe(true);
        const wanted = [...there.filter(([key]) => !source.some(([known]) => known === key)), ...source];
        for (const [key, group] of wanted)
          expect(isAlike(group, (await store.find(key))?.group ?? { targets: [], labels: {} })).toBe(true);
      }),
    );
  });

  test('without, nothing that was there has changed, and nothing is absent', async () => {
    await fc.assert(
      fc.asyncProperty(anyCase, async ({ source, there }) => {
        const store = await storeOf(...there);
        const before = (await store.snapshot()).groups;
        const { after } = await migrate(store, false, await inventoryOf(source));
        expect(after.absent).toEqual([]);
        expect((await store.snapshot()).groups).toEqual(expect.arrayContaining([...before]));
      }),
    );
  });

  test('a second migration writes nothing', async () => {
    await fc.assert(
      fc.asyncProperty(anyCase, fc.boolean(), async ({ source, there }, overwrite) => {
        const store = await storeOf(...there);
        const inventory = await inventoryOf(source);
        await migrate(store, overwrite, inventory);
        const { revision } = await store.snapshot();
        expect((await migrate(store, overwrite, inventory)).written).toEqual([]);
        expect((await store.snapshot()).revision).toBe(revision);
      }),
    );
  });

  test('what others change after the plan was made is not lost', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyCase,
        anyEntries,
        fc.infiniteStream(fc.boolean()),
        async ({ source, there }, more, isMeant) => {
          const store = await storeOf(...there);
          const migration = migrationOf(store, await inventoryOf(source));
          const plan = await migration.plan();
          const keys = [...source, ...there].map(([key]) => key).filter(() => isMeant.next().value === true);
          const changes = keys.map((key, index): readonly [GroupKey, TargetGroup | undefined] => [
            key,
            more[index]?.[1],
          ]);
          for (const [key, group] of changes) await store.update(key, () => group);
          const changed = await Promise.all(changes.map(([key]) => store.find(key)));
          const before = (await store.snapshot()).groups;
          await migration.carryOut(plan, store, { overwrite: true });
          for (const [index, [key]] of changes.entries()) {
            const was = there.find(([known]) => JSON.stringify(known) === JSON.stringify(key))?.[1];
            const now = changed[index];
            if (now === undefined ? was === undefined : was !== undefined && isAlike(was, now.group)) continue;
            expect(await store.find(key)).toEqual(now);
          }
          expect((await store.snapshot()).groups.length).toBeGreaterThanOrEqual(before.length);
        },
      ),
    );
  });
});
