import {
  compareKeys,
  fault,
  type GroupKey,
  groupKey,
  isSameGroup,
  type TargetGroup,
  type TargetGroupStore,
} from '../src/index.js';
import { append, groupOf, PATIENCE_MILLISECONDS, raise, rejectionOf, sizeOf, transition } from './contract-helpers.js';
import { describeDryRuns } from './dry-run-contract.js';
import { describeEvents } from './events-contract.js';
import { describePreconditions } from './preconditions-contract.js';
import { describeSnapshots } from './snapshots-contract.js';

/** An empty store, and how to let go of it. */
export interface OpenTargetGroupStore {
  readonly store: TargetGroupStore;
  readonly close: () => Promise<void>;
}

/** What every store must guarantee, whatever it is made of. `open` gives an empty store of its own to each test. */
export function describeTargetGroupStore(name: string, open: () => Promise<OpenTargetGroupStore>): void {
  describe(name, () => {
    const key = groupKey('shop', 'prod');
    let store: TargetGroupStore;
    let close: () => Promise<void>;

    beforeEach(async () => {
      ({ store, close } = await open());
    });

    afterEach(async () => {
      await close();
    });

    const groupAt = async (of: GroupKey): Promise<TargetGroup | undefined> => (await store.find(of))?.group;
    const listed = async () => (await store.snapshot()).groups.map(({ key, group }) => ({ key, group }));

    test('an empty store finds and lists nothing', async () => {
      expect(await groupAt(key)).toBeUndefined();
      expect(await listed()).toEqual([]);
    });

    test('an update creates a group, which is then found and listed', async () => {
      const group = groupOf(['b:1', 'a:1'], { team: 'x' });

      expect(await store.update(key, () => group)).toMatchObject(transition(undefined, group));
      expect(await groupAt(key)).toEqual(group);
      expect(await listed()).toEqual([{ key, group }]);
    });

    test('an update is given the group that is there and reports what it found and left', async () => {
      await store.update(key, () => groupOf(['a:1']));

      expect(await store.update(key, append('b:1'))).toMatchObject(
        transition(groupOf(['a:1']), groupOf(['a:1', 'b:1'])),
      );
      expect(await groupAt(key)).toEqual(groupOf(['a:1', 'b:1']));
    });

    test('undefined removes the group', async () => {
      await store.update(key, () => groupOf(['a:1']));

      expect(await store.update(key, () => undefined)).toMatchObject(transition(groupOf(['a:1']), undefined));
      expect(await groupAt(key)).toBeUndefined();
      expect(await listed()).toEqual([]);
    });

    test('undefined for a group that is not there changes nothing', async () => {
      expect(await store.update(key, () => undefined)).toMatchObject(transition(undefined, undefined));
      expect(await listed()).toEqual([]);
    });

    test('a removed group can be created again', async () => {
      await store.update(key, () => groupOf(['a:1']));
      await store.update(key, () => undefined);

      expect(await store.update(key, append('b:1'))).toMatchObject(transition(undefined, groupOf(['b:1'])));
      expect(await groupAt(key)).toEqual(groupOf(['b:1']));
    });

    test.each([
      ['a fault of the request', fault('targets', 'group_unknown', 'no')],
      ['any other error', new Error('no')],
    ])('%s thrown by a change rejects with the very same error and changes nothing', async (_, error) => {
      const refuse = (): never => {
        throw error;
      };
      const other = groupKey('shop', 'test');
      await store.update(key, () => groupOf(['a:1']));

      await expect(store.update(key, refuse)).rejects.toBe(error);
      await expect(store.update(other, refuse)).rejects.toBe(error);

      expect(await listed()).toEqual([{ key, group: groupOf(['a:1']) }]);
      expect(await groupAt(key)).toEqual(groupOf(['a:1']));
      expect(await groupAt(other)).toBeUndefined();
    });

    test('a store goes on after a change has thrown', async () => {
      await expect(
        store.update(key, () => {
          throw new Error('no');
        }),
      ).rejects.toThrow('no');

      await store.update(key, append('a:1'));
      expect(await groupAt(key)).toEqual(groupOf(['a:1']));
    });

    test('replace stores the group whatever was there', async () => {
      expect(await store.replace(key, groupOf(['a:1']))).toMatchObject(transition(undefined, groupOf(['a:1'])));
      expect(await store.replace(key, groupOf(['b:1'], { team: 'x' }))).toMatchObject(
        transition(groupOf(['a:1']), groupOf(['b:1'], { team: 'x' })),
      );
      expect(await groupAt(key)).toEqual(groupOf(['b:1'], { team: 'x' }));
    });

    test('a result equal to what is there, labels in another order, leaves it as it is', async () => {
      const group: TargetGroup = { targets: ['a:1'], labels: { job: 'shop', env: 'prod' } };
      const same: TargetGroup = { targets: ['a:1'], labels: { env: 'prod', job: 'shop' } };
      await store.update(key, () => group);

      for (const { before, after } of [await store.update(key, () => same), await store.replace(key, same)]) {
        expect(isSameGroup(before, group)).toBe(true);
        expect(isSameGroup(after, group)).toBe(true);
      }
      expect(Object.keys((await groupAt(key))?.labels ?? {})).toEqual(['job', 'env']);
    });

    test('the order of targets is a part of the group', async () => {
      await store.update(key, () => groupOf(['a:1', 'b:1']));
      await store.update(key, () => groupOf(['b:1', 'a:1']));

      expect((await groupAt(key))?.targets).toEqual(['b:1', 'a:1']);
    });

    test('labels come back as they were stored, whatever their names and values', async () => {
      const labels = Object.fromEntries([
        ['__proto__', 'own'],
        ['constructor', ''],
        ['toJSON', '"\\\n\u0000\u2028'],
        ['team', 'Ä 日本 😀'],
      ]);
      await store.update(key, () => groupOf(['a:1'], labels));

      const found = await groupAt(key);
      expect(Object.entries(found?.labels ?? {})).toEqual(Object.entries(groupOf([], labels).labels));
    });

    test(
      'keys do not affect each other, however they are written',
      async () => {
        const names = [
          'a',
          'A',
          'ab',
          'bc',
          'c',
          '.',
          '..',
          '/',
          ' ',
          '~',
          '%2F',
          '@',
          '--',
          '__proto__',
          'é',
          'e\u0301',
        ];
        const groups = names.flatMap((application) =>
          names.map((environment) => ({
            key: groupKey(application, environment),
            group: groupOf(['a:1'], { application, environment }),
          })),
        );
        await Promise.all(groups.map(({ key, group }) => store.update(key, () => group)));

        for (const { key, group } of groups) expect(await groupAt(key)).toEqual(group);
        expect(await listed()).toEqual(groups.toSorted((one, other) => compareKeys(one.key, other.key)));

        await store.update(groupKey('ab', 'c'), () => undefined);
        expect(await groupAt(groupKey('ab', 'c'))).toBeUndefined();
        expect(await groupAt(groupKey('a', 'bc'))).toBeDefined();
        expect(await listed()).toHaveLength(groups.length - 1);
      },
      PATIENCE_MILLISECONDS,
    );

    test(
      'of 100 updates at once none is lost, and each one finds what another one left',
      async () => {
        const targets = Array.from({ length: 100 }, (_, index) => `host:${String(index + 1)}`);
        const transitions = await Promise.all(targets.map((target) => store.update(key, append(target))));

        const inTurn = transitions.toSorted((one, other) => sizeOf(one.after) - sizeOf(other.after));
        expect(inTurn.map(({ before }) => before)).toEqual([
          undefined,
          ...inTurn.map(({ after }) => after).slice(0, -1),
        ]);
        for (const { after, stored } of inTurn)
          expect(stored?.group.targets.slice(0, sizeOf(after))).toEqual(after?.targets);
        expect(await groupAt(key)).toEqual(inTurn.at(-1)?.after);
        expect((await groupAt(key))?.targets.toSorted()).toEqual(targets.toSorted());
      },
      PATIENCE_MILLISECONDS,
    );

    test(
      'among updates at once those that throw fail alone',
      async () => {
        const errors = Array.from({ length: 10 }, (_, index) => new Error(`no ${String(index)}`));
        const [refused, done] = await Promise.all([
          Promise.all(errors.map((error) => rejectionOf(store.update(key, () => raise(error))))),
          Promise.all(errors.map((_, index) => store.update(key, append(`host:${String(index + 1)}`)))),
        ]);

        expect(refused.every((error, index) => error === errors[index])).toBe(true);
        expect(done).toHaveLength(10);
        expect((await groupAt(key))?.targets).toHaveLength(10);
      },
      PATIENCE_MILLISECONDS,
    );

    describeSnapshots(() => store);
    describePreconditions(() => store);
    describeEvents(() => store);
    describeDryRuns(() => store);

    test('a store that is closed takes no more changes', async () => {
      await store.update(key, append('a:1'));
      await store.close();

      await expect(store.update(key, append('b:1'))).rejects.toMatchObject({ code: 'stopping' });
      await expect(store.replace(key, groupOf(['b:1']))).rejects.toMatchObject({ code: 'stopping' });
    });

    test('a store that is being closed finishes what it accepted', async () => {
      const accepted = [store.update(key, append('a:1')), store.update(key, append('b:1'))];
      await store.close();

      expect((await Promise.all(accepted)).at(-1)?.after).toEqual(groupOf(['a:1', 'b:1']));
    });
  });
}
