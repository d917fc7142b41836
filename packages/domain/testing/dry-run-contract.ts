import fc from 'fast-check';
import { type ChangeOptions, encodeFileSd, type GroupEvent, groupKey, type TargetGroupStore } from '../src/index.js';
import { anyGroup } from './arbitraries.js';
import { append, groupOf, raise, rejectionOf } from './contract-helpers.js';

/** What a store guarantees of changes that are only tried. */
export function describeDryRuns(open: () => TargetGroupStore): void {
  describe('a change that is only tried', () => {
    const key = groupKey('shop', 'prod');
    const tried = { dryRun: true };

    test('says what the change then says, and leaves everything as it was', async () => {
      const store = open();
      const events: GroupEvent[] = [];
      store.subscribe((event) => events.push(event));
      const anyState = fc.option(anyGroup, { nil: undefined });
      await fc.assert(
        fc.asyncProperty(anyState, anyState, fc.boolean(), async (one, other, isWhole) => {
          await store.update(key, () => one);
          const before = await store.snapshot();
          events.length = 0;
          const change = (options?: ChangeOptions) =>
            isWhole && other !== undefined
              ? store.replace(key, other, options)
              : store.update(key, () => other, options);
          const trial = await change(tried);
          expect(await store.snapshot()).toBe(before);
          expect(events).toEqual([]);
          const made = await change();
          expect({ ...trial, stored: undefined }).toEqual({ ...made, stored: undefined });
          expect(encodeFileSd(trial.stored?.group)).toBe(encodeFileSd(made.stored?.group));
          expect(trial.stored?.revision).toBe(made.stored?.revision);
          expect(Math.abs((trial.stored?.changedAt ?? 0) - (made.stored?.changedAt ?? 0))).toBeLessThan(60);
        }),
        { numRuns: 30 },
      );
    });

    test('fails as the change would', async () => {
      const store = open();
      const error = new Error('no');
      await store.update(key, append('a:1'));
      const now = await store.find(key);
      const refused = { code: 'precondition_failed', current: now };

      expect(await rejectionOf(store.update(key, () => raise(error), tried))).toBe(error);
      for (const onlyIf of ['absent', { anyOf: ['of another group'] }] as const) {
        await expect(store.update(key, append('b:1'), { ...tried, onlyIf })).rejects.toMatchObject(refused);
        await expect(store.replace(key, groupOf(['b:1']), { ...tried, onlyIf })).rejects.toMatchObject(refused);
      }
      await store.close();
      await expect(store.update(key, append('b:1'), tried)).rejects.toMatchObject({ code: 'stopping' });
    });

    test('is no part of the changes that come with it', async () => {
      const store = open();
      const [first, trial, second] = await Promise.all([
        store.update(key, append('a:1')),
        store.update(key, append('b:1'), tried),
        store.update(key, append('c:1')),
      ]);
      expect(first.after).toEqual(groupOf(['a:1']));
      expect(trial.after).toEqual(groupOf(['a:1', 'b:1']));
      expect(trial.stored?.group).toEqual(trial.after);
      expect(second.after).toEqual(groupOf(['a:1', 'c:1']));
      expect((await store.find(key))?.group).toEqual(groupOf(['a:1', 'c:1']));
    });
  });
}
