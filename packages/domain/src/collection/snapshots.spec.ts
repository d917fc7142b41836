import { sha256 } from '../../testing/index.js';
import { groupKey } from '../groups/target-group.js';
import type { StoredGroup } from '../groups/revision.js';
import type { Turns } from '../turns.js';
import { Snapshots } from './snapshots.js';

const storedAs = (name: string, revision = name): StoredGroup => ({
  key: groupKey(name, 'prod'),
  group: { targets: ['a:1'], labels: {} },
  revision,
  changedAt: 0,
});

/** Snapshots of so many groups, what was asked for while they were made, and when others had the thread. */
function observed(count: number, others: () => void = () => undefined) {
  const groups = new Map(
    Array.from({ length: count }, (_, index) => [`g${String(index)}`, storedAs(`g${String(index)}`)]),
  );
  const asked: string[] = [];
  let hashed = 0;
  let turnCount = 0;
  const turns: Turns = {
    isOver: () => true,
    next: () => {
      turnCount += 1;
      others();
      return Promise.resolve();
    },
  };
  const snapshots = new Snapshots(
    {
      names: () => groups.keys(),
      at: (name) => {
        asked.push(name);
        return groups.get(name);
      },
      unreadable: () => [],
    },
    (text) => {
      hashed += 1;
      return sha256(text);
    },
    turns,
  );
  return {
    groups,
    snapshots,
    asked,
    set: (name: string, stored: StoredGroup | undefined) => {
      if (stored === undefined) groups.delete(name);
      else groups.set(name, stored);
      snapshots.changed(name, groupKey(name, 'prod'));
    },
    hashes: () => hashed,
    turns: () => turnCount,
  };
}

test('nothing is done before anybody asks', () => {
  const { set, asked, hashes, snapshots } = observed(3);
  set('g1', storedAs('g1', 'other'));
  expect([asked, hashes(), snapshots.isInUse]).toEqual([[], 0, false]);
});

test('the first snapshot lets others have the thread after each group, and asks for each once', async () => {
  const { snapshots, asked, turns } = observed(2500);
  const { groups } = await snapshots.take();
  expect(groups).toHaveLength(2500);
  expect(new Set(asked).size).toBe(asked.length);
  expect(asked).toHaveLength(2500);
  expect(turns()).toBeGreaterThanOrEqual(2500);
});

test('one after a change asks for what has changed, hashes three times at most, and keeps the thread', async () => {
  const { snapshots, asked, hashes, turns, set } = observed(2500);
  const before = await snapshots.take();
  const had = [asked.length, hashes(), turns()] as const;
  expect(await snapshots.take()).toBe(before);
  expect([asked.length, hashes(), turns()]).toEqual(had);
  set('g7', storedAs('g7', 'changed'));
  set('new', storedAs('new'));
  set('g8', undefined);
  const after = await snapshots.take();
  expect(asked.slice(had[0])).toEqual(['g7', 'new', 'g8']);
  expect(hashes() - had[1]).toBeLessThanOrEqual(2 * 3);
  expect(turns()).toBe(had[2]);
  expect(after.groups).toHaveLength(2500);
  expect(after.revision).not.toBe(before.revision);
  set('g7', storedAs('g7'));
  set('new', undefined);
  set('g8', storedAs('g8'));
  expect(await snapshots.take()).toEqual(before);
});

test('what changes while a snapshot is made is in it, however often', async () => {
  let count = 0;
  const run = observed(1500, () => {
    count += 1;
    const name = `g${String(count % 1500)}`;
    if (count < 1200) run.set(name, count % 3 === 0 ? undefined : storedAs(name, `changed ${String(count)}`));
  });
  const [one, other] = await Promise.all([run.snapshots.take(), run.snapshots.take()]);
  expect(one.groups.map(({ revision }) => revision).sort()).toEqual(
    [...run.groups.values()].map(({ revision }) => revision).sort(),
  );
  expect(other.revision).toBe(one.revision);
  const { groups, revision } = await observedAs(run.groups).take();
  expect([groups, revision]).toEqual([one.groups, one.revision]);
});

test('when far more changes than anybody asks for, the list is forgotten and made anew', async () => {
  const run = observed(10);
  const before = await run.snapshots.take();
  for (let index = 0; index < 25_000; index += 1) {
    const name = `h${String(index)}`;
    run.set(name, storedAs(name));
    run.set(name, undefined);
  }
  expect(run.snapshots.isInUse).toBe(false);
  expect(await run.snapshots.take()).toEqual(before);
});

test('groups that exchange their contents are another state', async () => {
  const run = observed(2);
  const { revision } = await run.snapshots.take();
  run.set('g0', storedAs('g0', 'g1'));
  run.set('g1', storedAs('g1', 'g0'));
  expect((await run.snapshots.take()).revision).not.toBe(revision);
});

function observedAs(groups: ReadonlyMap<string, StoredGroup>): Snapshots {
  const source = { names: () => groups.keys(), at: (name: string) => groups.get(name), unreadable: () => [] };
  return new Snapshots(source, sha256, { isOver: () => false, next: () => Promise.resolve() });
}
