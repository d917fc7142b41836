import fc from 'fast-check';
import {
  compareKeys,
  encodeFileSd,
  type GroupKey,
  groupKey,
  isSameGroup,
  type TargetGroup,
  type TargetGroupStore,
} from '../src/index.js';
import { anyGroup } from './arbitraries.js';
import { sha256 } from './hash.js';
import { append, groupOf, PATIENCE_MILLISECONDS } from './contract-helpers.js';

/** What a store guarantees of revisions and snapshots. */
export function describeSnapshots(open: () => TargetGroupStore): void {
  const key = groupKey('shop', 'prod');

  describe('a revision', () => {
    test('is the hash of what is shown, whatever the key and what was before', async () => {
      const store = open();
      const other = groupKey('shop', 'test');
      const group = { targets: ['a:1'], labels: { job: 'shop', env: 'prod', b: '', a: '1' } };
      await store.replace(key, group);
      await store.replace(other, groupOf(['b:1']));
      await store.replace(other, group);

      for (const each of [key, other]) expect((await store.find(each))?.revision).toBe(sha256(encodeFileSd(group)));
    });

    test('stays as it is where a change gives the same group with its labels in another order', async () => {
      const store = open();
      const group = { targets: ['a:1'], labels: { job: 'shop', env: 'prod', b: '', a: '1' } };
      const { stored } = await store.replace(key, group);
      await store.replace(key, { ...group, labels: { a: '1', b: '', env: 'prod', job: 'shop' } });

      expect(await store.find(key)).toEqual(stored);
      expect(encodeFileSd((await store.find(key))?.group)).toBe(encodeFileSd(group));
    });

    test('is the same exactly if the group is', async () => {
      const store = open();
      await fc.assert(
        fc.asyncProperty(anyGroup, anyGroup, async (one, other) => {
          await store.replace(key, one);
          const before = await store.find(key);
          const { found, stored } = await store.replace(key, other);
          expect(found).toEqual(before);
          expect(stored?.revision === before?.revision).toBe(isSameGroup(one, other));
        }),
        { numRuns: 20 },
      );
    });

    test('comes with the time of the last change', async () => {
      const store = open();
      const { stored } = await store.update(key, append('a:1'));
      expect(Math.abs((stored?.changedAt ?? 0) - Date.now() / 1000)).toBeLessThan(60);
      expect(await store.find(key)).toEqual(stored);
      expect((await store.snapshot()).groups).toEqual([stored]);
    });
  });

  describe('a snapshot', () => {
    test('is the same object as long as nothing changes', async () => {
      const store = open();
      await store.update(key, append('a:1'));
      const snapshot = await store.snapshot();
      expect(await store.snapshot()).toBe(snapshot);
      await store.update(key, (group) => group);
      await store.update(groupKey('no', 'group'), () => undefined);
      expect(await store.snapshot()).toBe(snapshot);
      await store.update(key, append('b:1'));
      expect(await store.snapshot()).not.toBe(snapshot);
      expect(snapshot.groups.map(({ group }) => group)).toEqual([groupOf(['a:1'])]);
    });

    test('lists groups by application, then environment, by code points', async () => {
      const store = open();
      const ordered = ['A', 'a', 'a b', 'ab', '\uffee', '😀'].flatMap((application) =>
        ['B', 'b', '\uffee', '😀'].map((environment) => groupKey(application, environment)),
      );
      for (const each of ordered.toReversed()) await store.replace(each, groupOf(['a:1']));
      expect((await store.snapshot()).groups.map((stored) => stored.key)).toEqual(ordered);
    });

    test(
      'shows what finding each group shows, and has the revision of its content, whatever has been before',
      async () => {
        const store = open();
        const keys = ['a', 'b', 'c'].flatMap((application) => ['x', 'y'].map((name) => groupKey(application, name)));
        const seen = new Map<string, string>();
        const anyContent = fc.option(fc.constantFrom('a:1', 'b:1', 'c:1'), { nil: undefined });
        const anyChange = fc.tuple(fc.constantFrom(...keys), anyContent, fc.boolean());
        await fc.assert(
          fc.asyncProperty(fc.array(anyChange, { maxLength: 8 }), async (changes) => {
            for (const [of, target, isSnapshotTaken] of changes) {
              await store.update(of, () => target && groupOf([target]));
              if (isSnapshotTaken) await store.snapshot();
            }
            const { groups, revision } = await store.snapshot();
            expect(groups).toEqual(await found(store, keys));
            expect(groups).toEqual(groups.toSorted((one, other) => compareKeys(one.key, other.key)));
            const content = JSON.stringify(groups.map((stored) => [stored.key, stored.revision]));
            expect(seen.get(content) ?? revision).toBe(revision);
            seen.set(content, revision);
            expect(new Set(seen.values()).size).toBe(seen.size);
          }),
          { numRuns: 20 },
        );
      },
      PATIENCE_MILLISECONDS,
    );

    test(
      'asked for while hundreds of groups change is of one moment, and shows what was acknowledged before',
      async () => {
        const store = open();
        const keys = Array.from({ length: 700 }, (_, index) => groupKey('many', String(index)));
        const content = (target: string): TargetGroup => groupOf([target]);
        await Promise.all(keys.map((each) => store.replace(each, content('a:1'))));
        const changes = keys.map((each) => store.replace(each, content('b:1')));
        const [first, second] = await Promise.all([store.snapshot(), store.snapshot()]);
        expect(first.groups).toHaveLength(keys.length);
        expect(second.groups).toHaveLength(keys.length);
        await Promise.all(changes);
        expect((await store.snapshot()).groups.map(({ group }) => group)).toEqual(keys.map(() => content('b:1')));
      },
      PATIENCE_MILLISECONDS,
    );
  });
}

async function found(store: TargetGroupStore, keys: readonly GroupKey[]): Promise<readonly unknown[]> {
  const all = await Promise.all(keys.map((key) => store.find(key)));
  return all.filter((stored) => stored !== undefined);
}
