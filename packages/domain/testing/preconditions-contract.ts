import { type GroupKey, groupKey, type Precondition, PreconditionFailed, type TargetGroupStore } from '../src/index.js';
import { append, groupOf, PATIENCE_MILLISECONDS, rejectionOf } from './contract-helpers.js';

/** How many times something is tried that depends on who comes first. */
const ROUNDS = 20;

/** What a store guarantees of conditions for changes. */
export function describePreconditions(open: () => TargetGroupStore): void {
  describe('a change with a precondition', () => {
    const key = groupKey('shop', 'prod');
    const revisionAt = async (of: GroupKey): Promise<string> => (await open().find(of))?.revision ?? '';

    test.each<[Precondition, boolean, boolean]>([
      ['absent', true, false],
      ['present', false, true],
      [{ anyOf: ['of another group', 'of none'] }, false, false],
      [{ anyOf: [] }, false, false],
    ])('%j is made without a group: %s, and of a group: %s', async (onlyIf, isMadeWithout, isMadeOf) => {
      const store = open();
      const there = groupKey('shop', 'test');
      await store.update(there, append('a:1'));
      for (const [of, isMade] of [
        [key, isMadeWithout],
        [there, isMadeOf],
      ] as const) {
        const before = await store.find(of);
        const expected = { code: 'precondition_failed', current: before };
        const [change, replacement] = [append('b:1'), groupOf(['c:1'])];
        if (!isMade) {
          await expect(store.update(of, change, { onlyIf })).rejects.toMatchObject(expected);
          await expect(store.replace(of, replacement, { onlyIf })).rejects.toMatchObject(expected);
          expect(await store.find(of)).toEqual(before);
        } else {
          expect((await store.update(of, change, { onlyIf })).after).toEqual(change(before?.group));
          if (onlyIf === 'absent') await store.update(of, () => undefined);
          expect((await store.replace(of, replacement, { onlyIf })).after).toEqual(replacement);
        }
      }
    });

    test('to its present revision is made, and a second time not', async () => {
      const store = open();
      await store.update(key, append('a:1'));
      const revision = await revisionAt(key);

      const { stored } = await store.update(key, append('b:1'), { onlyIf: { anyOf: [revision] } });

      expect(stored?.revision).toBe(await revisionAt(key));
      const failure = await rejectionOf(store.update(key, append('c:1'), { onlyIf: { anyOf: [revision] } }));
      expect(failure).toBeInstanceOf(PreconditionFailed);
      expect(failure).toMatchObject({
        current: stored,
        message: expect.stringContaining(stored?.revision ?? '-') as string,
      });
    });

    test('to one of several revisions is made to that one', async () => {
      const store = open();
      await store.update(key, append('a:1'));
      const anyOf = ['of another group', await revisionAt(key)];
      expect((await store.update(key, append('b:1'), { onlyIf: { anyOf } })).after).toEqual(groupOf(['a:1', 'b:1']));
    });

    test('is made to a group that came back to the same content', async () => {
      const store = open();
      await store.update(key, append('a:1'));
      const revision = await revisionAt(key);
      await store.update(key, append('b:1'));
      await store.update(key, () => undefined);
      await store.update(key, append('a:1'));

      expect((await store.update(key, append('c:1'), { onlyIf: { anyOf: [revision] } })).after).toEqual(
        groupOf(['a:1', 'c:1']),
      );
    });

    test('that holds does not keep the change from throwing', async () => {
      const error = new Error('no');
      const change = (): never => {
        throw error;
      };
      expect(await rejectionOf(open().update(key, change, { onlyIf: 'absent' }))).toBe(error);
    });

    test(
      'is made once of 64 at once with one revision, whatever others do; the rest is told what is there now',
      async () => {
        const store = open();
        for (let round = 1; round <= ROUNDS; round += 1) {
          await store.replace(key, groupOf([`round:${String(round)}`]));
          const revision = await revisionAt(key);
          const results = await Promise.allSettled(
            Array.from({ length: 64 }, (_, index) =>
              store.update(key, append(`host:${String(index + 1)}`), { onlyIf: { anyOf: [revision] } }),
            ),
          );
          const made = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
          expect(made).toHaveLength(1);
          const now = await store.find(key);
          expect(now?.group).toEqual(made[0]?.after);
          for (const result of results)
            if (result.status === 'rejected')
              expect(result.reason).toMatchObject({ code: 'precondition_failed', current: now });
        }
      },
      PATIENCE_MILLISECONDS,
    );

    test(
      'is made once of 64 that create a group at once',
      async () => {
        const store = open();
        for (let round = 1; round <= ROUNDS; round += 1) {
          const results = await Promise.allSettled(
            Array.from({ length: 64 }, (_, index) =>
              store.replace(key, groupOf([`host:${String(index + 1)}`]), { onlyIf: 'absent' }),
            ),
          );
          expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
          await store.update(key, () => undefined, { onlyIf: 'present' });
        }
      },
      PATIENCE_MILLISECONDS,
    );
  });
}
