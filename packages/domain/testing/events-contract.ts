import { type GroupEvent, groupKey, isSameGroup, type TargetGroupStore } from '../src/index.js';
import { append, groupOf, PATIENCE_MILLISECONDS } from './contract-helpers.js';

/** What a store guarantees to those who subscribe. */
export function describeEvents(open: () => TargetGroupStore): void {
  describe('whoever subscribes', () => {
    const key = groupKey('shop', 'prod');

    function record(store: TargetGroupStore): GroupEvent[] {
      const events: GroupEvent[] = [];
      store.subscribe((event) => void events.push(event));
      return events;
    }

    test('is told what was there, what is there, and who made it so', async () => {
      const store = open();
      const events = record(store);
      const created = (await store.update(key, append('a:1'), { by: 'alice' })).stored;
      const changed = (await store.replace(key, groupOf(['b:1']))).stored;
      await store.update(key, () => undefined, { by: 'bob' });

      expect(events).toEqual([
        { key, before: undefined, after: created, unreadable: undefined, by: ['alice'] },
        { key, before: created, after: changed, unreadable: undefined, by: [] },
        { key, before: changed, after: undefined, unreadable: undefined, by: ['bob'] },
      ]);
    });

    test('is told nothing of what changes nothing', async () => {
      const store = open();
      await store.replace(key, groupOf(['a:1']));
      const events = record(store);
      await store.replace(key, groupOf(['a:1']));
      await store.update(groupKey('no', 'group'), () => undefined);
      await store.update(key, append('b:1'), { onlyIf: 'absent' }).catch(() => undefined);
      expect(events).toEqual([]);
    });

    test('is told of a change before whoever made it gets the answer, and nothing after leaving', async () => {
      const store = open();
      const heard: string[] = [];
      const unsubscribe = store.subscribe(({ after }) => void heard.push(after?.group.targets.at(-1) ?? ''));
      await store.update(key, append('a:1'));
      expect(heard).toEqual(['a:1']);
      unsubscribe();
      unsubscribe();
      await store.update(key, append('b:1'));
      expect(heard).toEqual(['a:1']);
    });

    test('is not disturbed by another one that throws, and neither is the change', async () => {
      const store = open();
      const before = record(store);
      store.subscribe(() => {
        throw new Error('no');
      });
      const after = record(store);
      expect((await store.update(key, append('a:1'))).after).toEqual(groupOf(['a:1']));
      expect(before).toHaveLength(1);
      expect(after).toEqual(before);
    });

    test('can make changes and leave meanwhile, and everybody hears everything in the same order', async () => {
      const store = open();
      const other = groupKey('shop', 'test');
      const made: Promise<unknown>[] = [];
      const leave = store.subscribe((event) => {
        leave();
        made.push(store.update(other, () => event.after?.group));
      });
      const events = record(store);
      await store.update(key, append('a:1'));
      await Promise.all(made);
      expect(events.map((event) => event.key)).toEqual([key, other]);
    });

    test(
      'of hundreds of changes at once is told each stored state once, in order',
      async () => {
        const store = open();
        const events = record(store);
        const keys = ['a', 'b', 'c'].map((name) => groupKey(name, 'prod'));
        await Promise.all(
          Array.from({ length: 100 }, (_, index) =>
            keys.map((each) => store.update(each, append(`host:${String(index + 1)}`), { by: String(index) })),
          ).flat(),
        );
        for (const each of keys) {
          const own = events.filter((event) => event.key.application === each.application);
          own.forEach(({ before }, index) => {
            expect(before).toEqual(own[index - 1]?.after);
          });
          expect(own.at(-1)?.after).toEqual(await store.find(each));
          expect(own.some(({ before, after }) => isSameGroup(before?.group, after?.group))).toBe(false);
          expect(own.flatMap(({ by }) => by)).toEqual(Array.from({ length: 100 }, (_, index) => String(index)));
        }
      },
      PATIENCE_MILLISECONDS,
    );

    test('is told nothing more by a store that is closed', async () => {
      const store = open();
      await store.update(key, append('a:1'));
      const events = record(store);
      await store.close();
      await store.update(key, append('b:1')).catch(() => undefined);
      expect(events).toEqual([]);
    });
  });
}
