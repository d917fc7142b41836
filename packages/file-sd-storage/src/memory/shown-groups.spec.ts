import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import {
  compareKeys,
  encodeFileSd,
  type GroupEvent,
  groupKey,
  type Snapshot,
  type StoredGroup,
  type TargetGroup,
} from '@target-eye/domain';
import { eventually, groupAt, recordingLog, replaceByHand, useDirectory } from '../../test/support.js';
import type { FileSdTargetGroupStore } from '../index.js';

const place = useDirectory();
const key = groupKey('payments', 'prod');
const group = (...targets: string[]): TargetGroup => ({ targets, labels: { job: 'payments', env: 'prod' } });
const at = (name: string) => join(place.path(), name);
const FILE = 'payments@prod.json';
const edit = (content: string) => {
  replaceByHand(at(FILE), content);
};

function record(store: FileSdTargetGroupStore): GroupEvent[] {
  const events: GroupEvent[] = [];
  store.subscribe((event) => void events.push(event));
  return events;
}

/** What an event says of groups, without their revisions and times. */
const told = ({ before, after, unreadable, by }: GroupEvent) => [before?.group, after?.group, unreadable, by];

// cspell:ignore paymentsprod
describe('who subscribes', () => {
  test('is told of edits, without anybody’s name, as soon as readers see them', async () => {
    const store = place.open();
    await store.replace(key, group('h:1'), { by: 'alice' });
    const events = record(store);
    edit(encodeFileSd(group('by-hand:1')));
    await eventually(() => events.length > 0);
    expect(await groupAt(store, key)).toEqual(group('by-hand:1'));
    rmSync(at(FILE));
    await store.compareNow();
    expect(events.map(told)).toEqual([
      [group('h:1'), group('by-hand:1'), undefined, []],
      [group('by-hand:1'), undefined, undefined, []],
    ]);
  });

  test('is told of the edit first that a change finds', async () => {
    const store = place.open();
    await store.replace(key, group('h:1'));
    const events = record(store);
    edit(encodeFileSd(group('by-hand:1')));
    await store.update(key, (found) => group(...(found?.targets ?? []), 'h:2'), { by: 'alice' });
    expect(events.map(told)).toEqual([
      [group('h:1'), group('by-hand:1'), undefined, []],
      [group('by-hand:1'), group('by-hand:1', 'h:2'), undefined, ['alice']],
    ]);
  });

  test('is told what becomes unreadable, and what becomes of it', async () => {
    const store = place.open();
    await store.replace(key, group('h:1'));
    const events = record(store);
    edit('torn');
    await store.compareNow();
    edit('[{}, {}]');
    await store.compareNow();
    await store.replace(key, group('h:2'), { by: 'alice' });
    edit('torn');
    await store.compareNow();
    rmSync(at(FILE));
    await store.compareNow();
    expect(events.map(told)).toEqual([
      [group('h:1'), undefined, 'it is not JSON', []],
      [undefined, undefined, 'it holds 2 target groups, not one', []],
      [undefined, group('h:2'), undefined, ['alice']],
      [group('h:2'), undefined, 'it is not JSON', []],
      [undefined, undefined, undefined, []],
    ]);
  });

  test('is told nothing of what leaves the group as it is', async () => {
    const store = place.open();
    await store.replace(key, group('h:1'));
    const events = record(store);
    const { revision } = await store.snapshot();
    edit(JSON.stringify([group('h:1')], undefined, 2));
    await store.compareNow();
    utimesSync(at(FILE), 1_700_000_000, 1_700_000_000);
    await store.compareNow();
    writeFileSync(at('other.txt'), 'other');
    await store.compareNow();
    expect(events).toEqual([]);
    const snapshot = await store.snapshot();
    expect(snapshot).toMatchObject({ revision, groups: [{ changedAt: 1_700_000_000 }] });
  });

  test('is told of labels in another order, which readers see and which have another revision', async () => {
    const store = place.open();
    const { stored } = await store.replace(key, group('h:1'));
    const { revision } = await store.snapshot();
    const events = record(store);
    const turned = { targets: ['h:1'], labels: { env: 'prod', job: 'payments' } };
    edit(encodeFileSd(turned));
    await store.compareNow();
    const now = await store.find(key);
    expect(encodeFileSd(now?.group)).toBe(encodeFileSd(turned));
    expect(now?.revision).not.toBe(stored?.revision);
    expect(events).toEqual([{ key, before: stored, after: now, unreadable: undefined, by: [] }]);
    const snapshot = await store.snapshot();
    expect(snapshot.groups).toEqual([now]);
    expect(snapshot.revision).not.toBe(revision);
  });

  test('is told of a file of the predecessor when it becomes a group', async () => {
    const store = place.open();
    const events = record(store);
    const old = `${createHash('md5').update('paymentsprod').digest('hex')}.json`;
    writeFileSync(at(old), encodeFileSd(group('old:1')));
    await store.compareNow();
    expect(events.map(told)).toEqual([[undefined, group('old:1'), undefined, []]]);
  });

  test('is told what is different in a directory that takes the place of another', async () => {
    const store = place.open();
    const keys = ['same', 'changed', 'gone', 'torn'].map((name) => groupKey(name, 'prod'));
    for (const each of keys) await store.replace(each, group('h:1'));
    const snapshot = await store.snapshot();
    const events = record(store);
    const aside = `${place.path()}.aside`;
    renameSync(place.path(), aside);
    await eventually(() => store.problem() !== undefined);
    expect(await store.snapshot()).toBe(snapshot);
    expect(events).toEqual([]);
    mkdirSync(place.path());
    cpSync(join(aside, 'same@prod.json'), at('same@prod.json'));
    writeFileSync(at('changed@prod.json'), encodeFileSd(group('h:2')));
    writeFileSync(at('torn@prod.json'), 'torn');
    writeFileSync(at('new@prod.json'), encodeFileSd(group('h:3')));
    await eventually(() => events.length > 0);
    rmSync(aside, { recursive: true });
    expect(events.map((event) => [event.key.application, ...told(event)])).toEqual([
      ['changed', group('h:1'), group('h:2'), undefined, []],
      ['gone', group('h:1'), undefined, undefined, []],
      ['torn', group('h:1'), undefined, 'it is not JSON', []],
      ['new', undefined, group('h:3'), undefined, []],
    ]);
    expect(namesIn(await store.snapshot())).toEqual(['changed', 'new', 'same']);
    await store.replace(key, group('h:4'));
    expect(events.at(-1)?.key).toEqual(key);
  });

  test('and throws is named in the log, and nothing else comes of it', async () => {
    const log = recordingLog();
    const store = place.open(log);
    store.subscribe(() => {
      throw new Error('no');
    });
    await store.replace(key, group('h:1'));
    expect(log.lines).toMatchObject([{ level: 'warn', details: { error: 'Error: no' } }]);
  });
});

describe('a snapshot', () => {
  test('lists what is unreadable, and has another revision then', async () => {
    const store = place.open();
    await store.replace(key, group('h:1'));
    const before = await store.snapshot();
    writeFileSync(at('web@prod.json'), 'torn');
    await store.compareNow();
    const torn = await store.snapshot();
    expect(torn.unreadable).toEqual([
      { name: 'web@prod.json', key: groupKey('web', 'prod'), reason: 'it is not JSON' },
    ]);
    expect(torn.groups).toEqual(before.groups);
    expect(torn.revision).not.toBe(before.revision);
    expect(await store.snapshot()).toBe(torn);
    rmSync(at('web@prod.json'));
    await store.compareNow();
    expect(await store.snapshot()).toEqual(before);
  });

  test('has the same revision after a restart, and in another directory', async () => {
    const store = place.open();
    for (const name of ['b', 'a']) await store.replace(groupKey(name, 'prod'), group(`${name}:1`));
    const before = await store.snapshot();
    await store.close();
    expect(await place.open().snapshot()).toEqual(before);
  });

  test('and the events since then give the next one, whatever happens', async () => {
    const store = place.open();
    const names = ['a', 'b', 'c'];
    const anyStep = fc.record({
      name: fc.constantFrom(...names),
      what: fc.constantFrom('put', 'remove', 'edit', 'break', 'remove by hand', 'edit and put', 'snapshot'),
      target: fc.constantFrom('h:1', 'h:2'),
    });
    const events = record(store);
    await fc.assert(
      fc.asyncProperty(fc.array(anyStep, { minLength: 1, maxLength: 12 }), async (steps) => {
        const shown = new Map((await store.snapshot()).groups.map((stored) => [stored.key.application, stored]));
        events.length = 0;
        for (const { name, what, target } of steps) {
          const file = at(`${name}@prod.json`);
          if (what.startsWith('edit')) replaceByHand(file, encodeFileSd(group(target, 'by-hand:1')));
          if (what === 'break') replaceByHand(file, target);
          if (what === 'remove by hand') rmSync(file, { force: true });
          if (what.endsWith('put')) await store.replace(groupKey(name, 'prod'), group(target));
          if (what === 'remove') await store.update(groupKey(name, 'prod'), () => undefined).catch(() => undefined);
          if (what === 'snapshot') await store.snapshot();
        }
        await store.compareNow();
        const next = await store.snapshot();
        expect(comparable(replay(shown, events))).toEqual(comparable(next.groups));
        expect(next.unreadable).toBe(store.unreadable());
      }),
      { numRuns: 30 },
    );
  });
});

function namesIn({ groups }: Snapshot): readonly string[] {
  return groups.map((stored) => stored.key.application);
}

function replay(shown: Map<string, StoredGroup>, events: readonly GroupEvent[]): readonly StoredGroup[] {
  for (const { key: of, before, after } of events) {
    expect(shown.get(of.application)?.group).toEqual(before?.group);
    if (after === undefined) shown.delete(of.application);
    else shown.set(of.application, after);
  }
  return [...shown.values()].toSorted((one, other) => compareKeys(one.key, other.key));
}

/** The time of a file that was rewritten with the same content is no event. */
function comparable(groups: readonly StoredGroup[]): readonly object[] {
  return groups.map(({ key: of, group: content, revision }) => ({ key: of, content, revision }));
}

describe('of what cannot be read it is remembered what was last read', () => {
  const unreadable = async (store: FileSdTargetGroupStore) => {
    await store.compareNow();
    return (await store.snapshot()).unreadable.map(({ reason, lastRead }) => [reason, lastRead?.group]);
  };

  test('until it can be read again, or is gone', async () => {
    const store = place.open();
    const { stored } = await store.replace(key, group('h:1'));
    edit('torn');
    expect(await unreadable(store)).toEqual([['it is not JSON', group('h:1')]]);
    expect((await store.snapshot()).unreadable[0]?.lastRead).toMatchObject({ key, revision: stored?.revision });
    edit('[{}, {}]');
    expect(await unreadable(store)).toEqual([['it holds 2 target groups, not one', group('h:1')]]);
    await store.replace(key, group('h:2'));
    expect(await unreadable(store)).toEqual([]);
    edit('torn');
    expect(await unreadable(store)).toEqual([['it is not JSON', group('h:2')]]);
    edit('[]');
    expect(await unreadable(store)).toEqual([]);
    edit('torn');
    expect(await unreadable(store)).toEqual([['it is not JSON', undefined]]);
    rmSync(at(FILE));
    expect(await unreadable(store)).toEqual([]);
  });

  test('also when the directory is taken over again', async () => {
    const store = place.open();
    await store.replace(key, group('h:1'));
    for (const next of ['torn', 'torn otherwise']) {
      const copy = `${place.path()}-copy`;
      cpSync(place.path(), copy, { recursive: true });
      rmSync(place.path(), { recursive: true });
      writeFileSync(join(copy, FILE), next);
      renameSync(copy, place.path());
      await eventually(() => store.unreadable().length === 1 && store.problem() === undefined);
      expect(await unreadable(store)).toEqual([['it is not JSON', group('h:1')]]);
    }
  });

  test('but not what was read before the start', async () => {
    edit('torn');
    expect(await unreadable(place.open())).toEqual([['it is not JSON', undefined]]);
  });

  test('and the revision of all groups depends on it', async () => {
    const store = place.open();
    const revisions = new Set<string>();
    for (const target of ['h:1', 'h:2']) {
      await store.replace(key, group(target));
      edit('torn');
      await store.compareNow();
      revisions.add((await store.snapshot()).revision);
    }
    expect(revisions.size).toBe(2);
  });
});

test('a group is called what its file is called', async () => {
  const store = place.open();
  expect(store.nameOf(groupKey('a b', 'ü'))).toBe('a%20b@%C3%BC.json');
  const predecessor = `${createHash('md5').update('paymentsprod').digest('hex')}.json`;
  writeFileSync(at(predecessor), encodeFileSd({ targets: ['h:1'], labels: { job: 'other', env: 'prod' } }));
  await store.compareNow();
  expect(store.nameOf(key)).toBe(predecessor);
  await store.update(key, (found) => found && group('h:2'));
  expect(store.nameOf(key)).toBe(FILE);
});
