import { Discovery, type DiscoveredGroups, groupKey, ONE_TURN, type Selector, type Turns } from '@target-eye/domain';
import { InMemoryTargetGroupStore } from '@target-eye/domain/testing';
import { filterName, SharedLists } from './shared-lists.js';

const NOTHING_ASKED: Selector = { applications: [], environments: [], targets: [], labels: [] };
const asking = (...applications: readonly string[]): Selector => ({ ...NOTHING_ASKED, applications });

/** Counts how often it is asked what there is to show, and lets go of the thread at every pause. */
function watched() {
  const store = new InMemoryTargetGroupStore();
  const discovery = new Discovery(store, { problem: () => undefined });
  const asked: DiscoveredGroups[] = [];
  const groups = discovery.groups.bind(discovery);
  jest.spyOn(discovery, 'groups').mockImplementation(async () => {
    const found = await groups();
    asked.push(found);
    return found;
  });
  const turns: Turns = { isOver: () => true, next: () => new Promise((resolve) => setImmediate(resolve)) };
  const lists = new SharedLists(discovery, turns);
  const list = (selector = NOTHING_ASKED) => lists.of(filterName(selector), selector);
  const put = (name: string, target: string) =>
    store.replace(groupKey(name, 'prod'), { targets: [target], labels: {} });
  return { list, put, asked };
}

test('a list is made once for all who ask for it at the same time, and kept until something changes', async () => {
  const { list, put } = watched();
  await put('a', 'a:1');
  const shown = await Promise.all(Array.from({ length: 5 }, () => list().current()));
  expect(new Set(shown.map(({ plain }) => plain)).size).toBe(1);
  expect((await list().current()).plain).toBe(shown[0]?.plain);
  expect(await list().current()).toBe(shown[0]);
  await put('a', 'a:2');
  expect((await list().current()).plain).not.toBe(shown[0]?.plain);
});

test('whoever asks while a list is being made gets one that is not older than the question', async () => {
  const { list, put, asked } = watched();
  await put('a', 'a:1');
  const first = list().current();
  await put('a', 'a:2');
  const others = await Promise.all(Array.from({ length: 5 }, () => list().current()));
  for (const { plain } of others) expect(plain.toString()).toContain('a:2');
  expect((await first).plain.toString()).toContain('a:');
  expect(asked.length).toBeLessThanOrEqual(3);
});

test('a failure is told to those who wait, and to nobody else', async () => {
  const store = new InMemoryTargetGroupStore();
  let isLost = true;
  const status = { problem: () => (isLost ? { code: 'lost' as const, fact: 'gone' } : undefined) };
  const lists = new SharedLists(new Discovery(store, status), ONE_TURN);
  const list = lists.of('', NOTHING_ASKED);
  await expect(list.current()).rejects.toThrow('gone');
  isLost = false;
  expect((await list.current()).plain.toString()).toBe('[]\n');
});

test('the compressed list is made once, too', async () => {
  const { list } = watched();
  const { zipped } = await list().current();
  expect(zipped()).toBe(zipped());
});

test('the lists of a few filters are kept, those that were asked for last', async () => {
  const { list, put } = watched();
  await put('a', 'a:1');
  const one = list(asking('a'));
  expect(list(asking('a'))).toBe(one);
  expect((await one.current()).plain.toString()).toContain('a:1');
  expect((await list(asking('b')).current()).plain.toString()).toBe('[]\n');
  for (let other = 0; other < 30; other += 1) list(asking(String(other)));
  expect(list(asking('a'))).toBe(one);
  for (let other = 0; other < 40; other += 1) list(asking(`more ${String(other)}`));
  expect(list(asking('a'))).not.toBe(one);
});

test('lists that need much memory are not kept beside others', async () => {
  const { list, put } = watched();
  await put('a', `${'a'.repeat(20_000_000)}:1`);
  const one = list(asking('a'));
  await one.current();
  const other = list(asking('*'));
  await other.current();
  expect(list(asking('*'))).toBe(other);
  expect(list(asking('a'))).not.toBe(one);
});
