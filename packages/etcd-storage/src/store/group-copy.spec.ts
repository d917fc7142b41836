import fc from 'fast-check';
import { type GroupEvent, groupKey, Listeners, ONE_TURN, type TargetGroup } from '@target-eye/domain';
import type { KeyEvent, KeyValue } from '../client/etcd.js';
import type { Reading } from './cluster-identity.js';
import { GroupCopy } from './group-copy.js';
import { GroupNaming } from './group-naming.js';
import { encodeGroup } from './group-record.js';

const naming = new GroupNaming('/t/', () => undefined);
const groupOf = (target: string): TargetGroup => ({ targets: [target], labels: { job: 'j', env: 'e' } });

/** A key as the cluster has it; written at `revision`. */
function kept(name: string, target: string, revision: number): KeyValue {
  const value = encodeGroup({ group: groupOf(target), changedAt: revision, by: [`by ${target}`], operation: 'o' });
  return { key: naming.nameOf(groupKey(name, 'e')), value, createRevision: revision, modRevision: revision };
}

const event = (name: string, target: string | undefined, revision: number): KeyEvent => ({
  key: naming.nameOf(groupKey(name, 'e')),
  current: target === undefined ? undefined : kept(name, target, revision),
  revision,
});

/** All there is, as a feed tells it. */
const all = (...entries: readonly KeyValue[]) => ({ entries, revision: 9, name: 'n' });

function copyAndEvents(turns = ONE_TURN) {
  const readings: Reading[] = [];
  const events: GroupEvent[] = [];
  const listeners = new Listeners(() => undefined);
  listeners.add((told) => void events.push(told));
  const copy = new GroupCopy(
    naming,
    { read: (reading) => void readings.push(reading), odd: () => undefined, seen: () => undefined },
    listeners,
    turns,
  );
  const told = () =>
    events.map(({ key, before, after }) => [key.application, before?.group.targets, after?.group.targets]);
  return { copy, listeners, readings, events, told };
}

/** Turns that are over at once, and go on when the test says so. */
function heldTurns() {
  const waiting: (() => void)[] = [];
  return {
    isOver: () => true,
    next: () => new Promise<void>((resolve) => waiting.push(resolve)),
    pass: async () => {
      await new Promise((resolve) => setImmediate(resolve));
      for (const resolve of waiting.splice(0)) resolve();
      await new Promise((resolve) => setImmediate(resolve));
      return waiting.length;
    },
  };
}

describe('a copy of the groups', () => {
  test('knows nothing before it is told of all, and tells nobody of those as of changes', async () => {
    const { copy, events } = copyAndEvents();
    expect(copy.isKnown).toBe(false);
    copy.synced(all(kept('a', 'h:1', 3), kept('b', 'h:2', 4)));
    await copy.settled();
    expect(copy.isKnown).toBe(true);
    expect(copy.counts()).toEqual({ groups: 2, targets: 2, unreadable: 0 });
    expect(events).toEqual([]);
    expect(copy.lastChanges(1)).toEqual([{ key: groupKey('b', 'e'), changedAt: 4 }]);
  });

  test('that is told of all again tells what became of them, and nothing of what is as it was', async () => {
    const { copy, events, told } = copyAndEvents();
    copy.synced(all(kept('same', 'h:1', 3), kept('gone', 'h:1', 4), kept('changed', 'h:1', 5), kept('anew', 'h:1', 6)));
    await copy.settled();
    const before = await copy.shown.snapshot();
    copy.synced(
      all(kept('same', 'h:1', 3), kept('changed', 'h:2', 9), kept('anew', 'h:3', 10), kept('new', 'h:4', 11)),
    );
    await copy.settled();
    expect(told()).toEqual([
      ['changed', ['h:1'], ['h:2']],
      ['anew', ['h:1'], ['h:3']],
      ['new', undefined, ['h:4']],
      ['gone', ['h:1'], undefined],
    ]);
    expect(events.map(({ by }) => by)).toEqual([['by h:2'], ['by h:3'], ['by h:4'], []]);
    const after = await copy.shown.snapshot();
    expect(after.groups[3]).toBe(before.groups[3]);
    expect(after.groups.map(({ key }) => key.application)).toEqual(['anew', 'changed', 'new', 'same']);
  });

  test('says where the groups come from before it tells of any of them', async () => {
    const { copy, listeners, readings } = copyAndEvents();
    const told: unknown[] = [];
    listeners.add(() => void told.push(readings.length));
    copy.synced(all(kept('a', 'h:1', 3), kept('b', 'h:1', 4)));
    await copy.settled();
    copy.synced(all());
    expect(readings).toEqual([{ revision: 9, name: 'n' }]);
    await copy.settled();
    expect(told).toEqual([2, 2]);
  });

  test('takes nothing for the same that a restored cluster has at the same revision', async () => {
    const { copy, told } = copyAndEvents();
    copy.synced(all(kept('a', 'h:1', 5)));
    await copy.settled();
    copy.synced(all(kept('a', 'h:2', 5)));
    await copy.settled();
    expect(told()).toEqual([['a', ['h:1'], ['h:2']]]);
  });

  test('lets others have the thread, shows nothing half, and takes over afterwards what was told meanwhile', async () => {
    const turns = heldTurns();
    const { copy, told } = copyAndEvents(turns);
    const many = Array.from({ length: 250 }, (_, index) => kept(String(index), 'h:1', index + 1));
    copy.synced(all(...many));
    copy.changed([event('0', 'h:2', 300), event('1', undefined, 301)]);
    copy.changed([event('new', 'h:1', 302)]);
    let isSettled = false;
    const settled = copy.settled().then(() => (isSettled = true));
    expect(await turns.pass()).toBe(1);
    expect([copy.isKnown, isSettled, copy.counts().groups]).toEqual([false, false, 0]);
    while ((await turns.pass()) > 0);
    await settled;
    expect(copy.counts().groups).toBe(250);
    expect(told()).toEqual([
      ['0', ['h:1'], ['h:2']],
      ['1', ['h:1'], undefined],
      ['new', undefined, ['h:1']],
    ]);
    copy.changed([event('later', 'h:1', 303)]);
    expect(copy.counts().groups).toBe(251);
  });

  test('is what it was told, and its events lead there, whatever comes', async () => {
    const anyChange = fc.record({
      name: fc.constantFrom('a', 'b', 'c'),
      target: fc.option(fc.constantFrom('h:1', 'h:2'), { nil: undefined }),
      isResync: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(anyChange, { maxLength: 20 }), async (changes) => {
        const { copy, events } = copyAndEvents();
        copy.synced(all());
        await copy.settled();
        const model = new Map<string, KeyValue>();
        for (const [index, { name, target, isResync }] of changes.entries()) {
          const change = event(name, target, index + 1);
          if (change.current === undefined) model.delete(change.key);
          else model.set(change.key, change.current);
          if (isResync) copy.synced(all(...model.values()));
          else copy.changed([change]);
        }
        await copy.settled();
        const fresh = copyAndEvents().copy;
        fresh.synced(all(...model.values()));
        await fresh.settled();
        const shown = await copy.shown.snapshot();
        expect(shown).toEqual(await fresh.shown.snapshot());
        const replayed = new Map<string, TargetGroup | undefined>();
        for (const { key, before, after } of events) {
          expect(replayed.get(key.application)).toEqual(before?.group);
          replayed.set(key.application, after?.group);
        }
        for (const { key, group } of shown.groups) expect(replayed.get(key.application)).toEqual(group);
        expect([...replayed.values()].filter((group) => group !== undefined)).toHaveLength(shown.groups.length);
      }),
    );
  });
});
