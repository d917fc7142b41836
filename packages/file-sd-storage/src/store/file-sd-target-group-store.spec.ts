import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, statSync, watch, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  add,
  decodeFileSd,
  encodeFileSd,
  type GroupKey,
  groupKey,
  remove,
  replace,
  type TargetGroup,
} from '@target-eye/domain';
import { describeTargetGroupStore } from '@target-eye/domain/testing';
import { eventually, groupAt, groupsIn, recordingLog, replaceByHand, useDirectory } from '../../test/support.js';
import { OWN_THREAD } from '../writer/write-file.js';
import type { FileSdTargetGroupStore } from '../index.js';

const place = useDirectory();
const key = groupKey('payments', 'prod');
const file = () => join(place.path(), 'payments@prod.json');

const group = (...targets: string[]): TargetGroup => ({ targets, labels: { job: 'payments', env: 'prod' } });
const put = (store: FileSdTargetGroupStore, ...targets: string[]) => store.update(key, replace(key, { targets }));
const post = (store: FileSdTargetGroupStore, ...targets: string[]) => store.update(key, add(key, { targets }));
const drop = (store: FileSdTargetGroupStore, of: GroupKey = key) => store.update(of, remove(of, undefined));

/** The group in the file. */
function stored(): TargetGroup {
  return decodeFileSd(readFileSync(file(), 'utf8')) ?? group();
}

/** The names of the events that a watcher of the directory, such as Prometheus, sees while `work` runs. */
async function eventsDuring(work: () => Promise<unknown>): Promise<readonly (string | null)[]> {
  const events: (string | null)[] = [];
  // All watchers of one process share a queue of events, in which those of the work before may still stand.
  await sleep(50);
  const watcher = watch(place.path(), (_, name) => events.push(name));
  await work();
  await sleep(50);
  watcher.close();
  return events;
}

describeTargetGroupStore('a directory is a store of target groups', () => {
  const store = place.open();
  return Promise.resolve({ store, close: () => store.close() });
});

describe('a change', () => {
  test('is one file with the content that GET shows, and nothing else in the directory', async () => {
    const store = place.open();
    await put(store, 'h:1', 'h:2');
    expect(readdirSync(place.path()).sort()).toEqual(['.target-eye', 'payments@prod.json']);
    expect(readFileSync(file(), 'utf8')).toBe(encodeFileSd(await groupAt(store, key)));
    expect(statSync(file()).mode & 0o777).toBe(0o644);
    expect(readdirSync(join(place.path(), '.target-eye', 'tmp'))).toEqual([]);
  });

  test('is one event for a watcher of the directory, a removal too', async () => {
    const store = place.open();
    expect(await eventsDuring(() => put(store, 'h:1'))).toEqual(['payments@prod.json']);
    expect(await eventsDuring(() => put(store, 'h:2'))).toEqual(['payments@prod.json']);
    expect(await eventsDuring(() => drop(store))).toEqual(['payments@prod.json']);
    expect(existsSync(file())).toBe(false);
  });

  test('that changes nothing is no event at all', async () => {
    const store = place.open();
    await store.replace(key, { targets: ['h:1'], labels: { job: 'payments', env: 'prod', a: '1', b: '2' } });
    const same: TargetGroup = { targets: ['h:1'], labels: { b: '2', a: '1', env: 'prod', job: 'payments' } };
    expect(await eventsDuring(() => store.replace(key, same))).toEqual([]);
    expect(await eventsDuring(() => put(store, 'h:1'))).toEqual([]);
  });

  test('survives a restart', async () => {
    const store = place.open();
    await put(store, 'h:1');
    await store.close();
    expect(await groupAt(place.open(), key)).toEqual(group('h:1'));
  });
});

describe('changes that wait together', () => {
  test('of one group cost one write, and everybody gets the own result or the own error', async () => {
    const store = place.open();
    await put(store, 'h:9');
    const events = await eventsDuring(async () => {
      const results = await Promise.allSettled([
        post(store, 'h:1'),
        post(store, 'h:2'),
        post(store, 'h:2'),
        post(store, 'h:3'),
      ]);
      expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
      expect(results[1]).toMatchObject({ value: { before: group('h:9', 'h:1'), after: group('h:9', 'h:1', 'h:2') } });
      expect(results[2]).toMatchObject({ reason: { code: 'target_exists' } });
    });
    // The first one finds nobody waiting and is written alone; the other three are written together.
    expect(events).toHaveLength(2);
    expect(await groupAt(store, key)).toEqual(group('h:9', 'h:1', 'h:2', 'h:3'));
  });

  test('of different groups are written side by side', async () => {
    const store = place.open();
    const keys = Array.from({ length: 50 }, (_, index) => groupKey(`app${String(index)}`, 'prod'));
    await Promise.all(keys.map((one) => store.update(one, replace(one, { targets: ['h:1'] }))));
    expect(await groupsIn(store)).toHaveLength(50);
  });
});

describe('a file changed by hand', () => {
  test.each<[string, () => void, TargetGroup | undefined]>([
    [
      'replaced',
      () => {
        replaceByHand(file(), encodeFileSd(group('by-hand:1')));
      },
      group('by-hand:1'),
    ],
    [
      'written in place',
      () => {
        writeFileSync(file(), encodeFileSd(group('by-hand:1')));
      },
      group('by-hand:1'),
    ],
    [
      'removed',
      () => {
        rmSync(file());
      },
      undefined,
    ],
  ])('%s, is seen by readers within a second', async (_, edit, expected) => {
    const store = place.open();
    await put(store, 'h:1');
    edit();
    await eventually(async () => encodeFileSd(await groupAt(store, key)) === encodeFileSd(expected));
  });

  test('is seen by the next change at once', async () => {
    const store = place.open();
    await put(store, 'h:1');
    replaceByHand(file(), encodeFileSd(group('by-hand:1')));
    expect(await post(store, 'h:2')).toMatchObject({ before: group('by-hand:1'), after: group('by-hand:1', 'h:2') });
  });

  test('and put back by a PUT of what memory still has, is written', async () => {
    const store = place.open();
    await put(store, 'h:1');
    replaceByHand(file(), encodeFileSd(group('by-hand:1')));
    await put(store, 'h:1');
    expect(readFileSync(file(), 'utf8')).toBe(encodeFileSd(group('h:1')));
  });

  test.each<[string, () => void, TargetGroup]>([
    [
      'replaced',
      () => {
        replaceByHand(file(), encodeFileSd(group('by-hand:1')));
      },
      group('by-hand:1', 'h:2'),
    ],
    [
      'removed',
      () => {
        rmSync(file());
      },
      group('h:2'),
    ],
  ])('%s, while a change is being written, is not overwritten unseen', async (_, edit, expected) => {
    const store = place.open();
    await put(store, 'h:1');
    const change = post(store, 'h:2');
    edit();
    await change;
    expect(await groupAt(store, key)).toEqual(expected);
    expect(readFileSync(file(), 'utf8')).toBe(encodeFileSd(expected));
  });

  test('makes the changes of the next seconds look at what they displace', async () => {
    const write = jest.fn(OWN_THREAD.write);
    const store = place.open(recordingLog(), undefined, { ...OWN_THREAD, write });
    const looks = () => write.mock.calls.map(([{ isContested }]) => isContested);
    await put(store, 'h:1');
    await post(store, 'h:2');
    expect(looks()).toEqual([false, false]);
    replaceByHand(file(), encodeFileSd(group('by-hand:1')));
    write.mockImplementationOnce((change) => {
      replaceByHand(file(), encodeFileSd(group('by-hand:2')));
      return OWN_THREAD.write(change);
    });
    expect((await post(store, 'h:3')).after).toEqual(group('by-hand:2', 'h:3'));
    expect(looks()).toEqual([false, false, true, true]);
    expect(stored()).toEqual(group('by-hand:2', 'h:3'));
  });

  test('is told from what the service does itself while that is on its way', async () => {
    const log = recordingLog();
    let done = (): void => undefined;
    let isWritten = false;
    const store = place.open(log, undefined, {
      ...OWN_THREAD,
      write: async (change) => {
        const report = await OWN_THREAD.write(change);
        isWritten = true;
        await new Promise<void>((resolve) => (done = resolve));
        return report;
      },
    });
    const change = put(store, 'h:1');
    await eventually(() => isWritten);
    await store.compareNow();
    expect(await groupAt(store, key)).toBeUndefined();
    done();
    await change;
    expect(await groupAt(store, key)).toEqual(group('h:1'));
    isWritten = false;
    const next = put(store, 'h:2');
    await eventually(() => isWritten);
    replaceByHand(file(), encodeFileSd(group('by-hand:1')));
    await store.compareNow();
    done();
    await next;
    expect(await groupAt(store, key)).toEqual(group('by-hand:1'));
    expect(log.lines.map(({ message }) => message)).toEqual(['a file was changed from outside']);
  });

  test('while hundreds of changes run, is never lost', async () => {
    const store = place.open();
    await put(store, 'h:1');
    let byHand = 0;
    const changes = Array.from({ length: 300 }, (_, index) =>
      sleep(index / 2).then(() => post(store, `api:${String(index + 1)}`)),
    );
    const editor = (async () => {
      for (; byHand < 20; byHand += 1) {
        const { targets } = stored();
        replaceByHand(file(), encodeFileSd(group(...targets, `by-hand:${String(byHand + 1)}`)));
        await sleep(7);
      }
    })();
    await Promise.all([...changes, editor]);
    const { targets } = stored();
    expect(targets.filter((target) => target.startsWith('by-hand')).sort()).toEqual(
      Array.from({ length: 20 }, (_, index) => `by-hand:${String(index + 1)}`).sort(),
    );
    expect(targets.filter((target) => target.startsWith('api'))).toHaveLength(300);
    await eventually(async () => encodeFileSd(await groupAt(store, key)) === encodeFileSd(group(...targets)));
  });

  test('to hold no group at all is no group', async () => {
    const store = place.open();
    await put(store, 'h:1');
    replaceByHand(file(), '[]');
    await eventually(async () => (await groupAt(store, key)) === undefined);
    expect(await post(store, 'h:2')).toMatchObject({ before: undefined, after: group('h:2') });
  });
});

describe('a store that is closed', () => {
  test('finishes what it accepted and refuses the rest', async () => {
    const store = place.open();
    const accepted = [post(store, 'h:1'), post(store, 'h:2')];
    const closed = store.close();
    await expect(post(store, 'h:3')).rejects.toMatchObject({ code: 'stopping' });
    await closed;
    await Promise.all(accepted);
    expect(await groupAt(place.open(), key)).toEqual(group('h:1', 'h:2'));
  });
});

describe('a change that cannot be stored', () => {
  test('fails with a code that says so and no path, changes nothing, and works again later', async () => {
    const store = place.open();
    await put(store, 'h:1');
    const temporary = join(place.path(), '.target-eye', 'tmp');
    rmSync(temporary, { recursive: true });
    writeFileSync(temporary, '');
    await expect(post(store, 'h:2')).rejects.toMatchObject({
      code: 'storage_unavailable',
      message:
        'the change could not be stored; nothing was changed: the file "payments@prod.json" cannot be written (ENOTDIR)',
      faults: [expect.objectContaining({ circumstance: 'nothing_storable' })],
    });
    expect(await groupAt(store, key)).toEqual(group('h:1'));
    expect(readFileSync(file(), 'utf8')).toBe(encodeFileSd(group('h:1')));
    expect(store.problem()?.fact).toContain('cannot be written (EACCES)');
    rmSync(temporary);
    expect((await post(store, 'h:2')).after).toEqual(group('h:1', 'h:2'));
  });

  test('for want of room is told of once, whatever the group, also where only a quota is used up', async () => {
    const log = recordingLog();
    const error = { message: 'EDQUOT', code: 'EDQUOT', syscall: 'write' };
    const write = jest.fn(OWN_THREAD.write).mockResolvedValue({ outcome: 'failed', error });
    const store = place.open(log, undefined, { ...OWN_THREAD, write });
    for (const name of ['a', 'b', 'c'])
      await expect(store.replace(groupKey(name, 'prod'), group('h:1'))).rejects.toMatchObject({ code: 'storage_full' });
    expect(store.problem()).toBeUndefined();
    write.mockImplementation(OWN_THREAD.write);
    await put(store, 'h:1');
    expect(log.lines.map(({ message }) => message)).toEqual([
      'changes cannot be stored',
      'changes can be stored again',
    ]);
  });

  test('because its key is too long says so', async () => {
    const store = place.open();
    const long = groupKey('a'.repeat(300), 'b');
    await expect(groupAt(store, long)).rejects.toMatchObject({ code: 'name_too_long' });
    await expect(drop(store, long)).rejects.toMatchObject({ code: 'name_too_long' });
  });
});

describe('a change that is only tried', () => {
  const tried = { dryRun: true };
  const names = () => readdirSync(place.path(), { recursive: true }).sort();

  test('touches nothing', async () => {
    const store = place.open();
    await put(store, 'h:1');
    const before = names();
    const events = await eventsDuring(async () => {
      await store.update(key, () => group('h:2'), tried);
      await store.update(key, () => undefined, tried);
      await store.replace(groupKey('new', 'prod'), group('h:1'), tried);
    });
    expect(events).toEqual([]);
    expect(names()).toEqual(before);
    expect(stored()).toEqual(group('h:1'));
  });

  test('sees what was edited by hand', async () => {
    const store = place.open();
    await put(store, 'h:1');
    writeFileSync(file(), encodeFileSd(group('by-hand:1')));
    expect(await store.update(key, add(key, { targets: ['h:2'] }), tried)).toMatchObject({
      before: group('by-hand:1'),
      stored: { group: group('by-hand:1', 'h:2') },
    });
  });

  test('of a file that is unreadable does as the change would, and leaves the file', async () => {
    const store = place.open();
    writeFileSync(file(), 'torn');
    await store.compareNow();
    await expect(store.update(key, () => group('h:1'), tried)).rejects.toMatchObject({ code: 'unreadable' });
    await expect(store.replace(key, group('h:1'), { ...tried, onlyIf: 'absent' })).rejects.toMatchObject({
      code: 'precondition_failed',
    });
    const trial = await store.replace(key, group('h:1'), { ...tried, onlyIf: 'present' });
    expect(readFileSync(file(), 'utf8')).toBe('torn');
    const made = await store.replace(key, group('h:1'));
    expect(trial).toMatchObject({ ...made, stored: { group: group('h:1'), revision: made.stored?.revision } });
  });

  test('leaves the mode of a file as it is', async () => {
    const store = place.open();
    await put(store, 'h:1');
    chmodSync(file(), 0o600);
    await store.update(key, (current) => current, tried);
    expect(statSync(file()).mode & 0o777).toBe(0o600);
  });

  test('fails while nothing can be stored, which is not over because something was tried', async () => {
    const log = recordingLog();
    const store = place.open(log);
    await put(store, 'h:1');
    const temporary = join(place.path(), '.target-eye', 'tmp');
    rmSync(temporary, { recursive: true });
    writeFileSync(temporary, '');
    const code = 'storage_unavailable';
    await expect(post(store, 'h:2')).rejects.toMatchObject({ code });
    await expect(store.update(key, () => group('h:2'), tried)).rejects.toMatchObject({
      code,
      message: expect.stringMatching(/^the change could not be stored; nothing was changed: the directory/) as string,
      faults: [expect.objectContaining({ circumstance: 'nothing_storable' })],
    });
    expect((await store.update(key, (current) => current, tried)).after).toEqual(group('h:1'));
    expect(log.lines.map(({ message }) => message)).toEqual(['changes cannot be stored']);
  });
});

test('of 64 changes of one revision at once exactly one is made, a thousand times', async () => {
  const store = place.open();
  await put(store, 'h:1');
  for (let round = 1; round <= 1000; round += 1) {
    const anyOf = [(await store.find(key))?.revision ?? ''];
    const results = await Promise.allSettled(
      Array.from({ length: 64 }, (_, index) =>
        store.update(key, () => group(`r${String(round)}:${String(index + 1)}`), { onlyIf: { anyOf } }),
      ),
    );
    const made = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value.after] : []));
    expect(made).toEqual([await groupAt(store, key)]);
  }
});
