import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeFileSd, type GroupKey, groupKey, type PublishedGroup, type TargetGroup } from '@target-eye/domain';
import { describeGroupPublisher } from '@target-eye/domain/testing';
import { eventually, recordingLog, replaceByHand, useDirectory } from '../../test/support.js';
import { FileSdDirectory } from '../directory/file-sd-directory.js';
import { fileNameOf, keyOfFile } from '../memory/file-name.js';
import { readGroupFile } from '../memory/group-file.js';
import { NO_EVENTS } from '../storage-events.js';
import type { FileWriter } from '../writer/file-writer.js';
import { OWN_THREAD } from '../writer/write-file.js';
import { FileSdTargetGroupStore } from '../store/file-sd-target-group-store.js';
import { FileSdGroupPublisher } from './file-sd-group-publisher.js';
import { OriginGuard } from './origin-guard.js';

const place = useDirectory();
const key = groupKey('payments', 'prod');
const file = () => join(place.path(), 'payments@prod.json');
const group = (...targets: string[]): TargetGroup => ({ targets, labels: { job: 'payments', env: 'prod' } });

let open: FileSdGroupPublisher[] = [];
afterEach(async () => {
  await Promise.all(open.map((publisher) => publisher.close()));
  open = [];
});

function publisherOf(log = recordingLog(), events = NO_EVENTS): FileSdGroupPublisher {
  const publisher = new FileSdGroupPublisher(place.path(), log, events);
  open.push(publisher);
  return publisher;
}

function published(): readonly PublishedGroup[] {
  return readdirSync(place.path()).flatMap((name) => {
    const key = keyOfFile(name);
    const group = readGroupFile(join(place.path(), name))?.group;
    return key === undefined || group === undefined ? [] : [{ key, group }];
  });
}

/** What is kept in the quarantine. */
function kept(): readonly string[] {
  const quarantine = join(place.path(), '.target-eye', 'quarantine');
  return readdirSync(quarantine, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.json'))
    .map((path) => readFileSync(join(quarantine, path), 'utf8'));
}

function edit(key: GroupKey, group: TargetGroup | undefined): void {
  const path = join(place.path(), fileNameOf(key));
  if (group === undefined) rmSync(path);
  else replaceByHand(path, encodeFileSd(group));
}

describeGroupPublisher('FileSdGroupPublisher', () => {
  const publisher = publisherOf();
  return Promise.resolve({ publisher, published, edit, close: () => publisher.close() });
});

test('many files cost a write each and one sync of the directory, and none the next time, also after a restart', async () => {
  const seen = { publish: 0, remove: 0, directory: 0, file: 0 };
  const events = {
    ...NO_EVENTS,
    fileWritten: (operation: 'publish' | 'remove') => void (seen[operation] += 1),
    fsynced: (of: 'file' | 'directory') => void (seen[of] += 1),
  };
  const groups = Array.from({ length: 200 }, (_, index) => ({
    key: groupKey('shop', String(index)),
    group: group(`h:${String(index + 1)}`),
  }));
  const first = publisherOf(undefined, events);
  expect(await first.reconcile(groups)).toEqual({ written: 200, removed: 0 });
  expect(seen).toEqual({ publish: 200, remove: 0, directory: 1, file: 200 });
  await first.close();
  const log = recordingLog();
  expect(await publisherOf(log, events).reconcile(groups)).toEqual({ written: 0, removed: 0 });
  expect(seen).toEqual({ publish: 200, remove: 0, directory: 2, file: 200 });
  expect([log.lines, kept()]).toEqual([[], []]);
});

test('files that are not groups stay', async () => {
  const others = ['by-hand.json', 'a@b.yml', 'd41d8cd98f00b204e9800998ecf8427e.json', '-@b.json', 'a@b@c.json'];
  for (const name of others) writeFileSync(join(place.path(), name), '[]');
  expect(await publisherOf().reconcile([])).toEqual({ written: 0, removed: 0 });
  for (const name of others) expect(readFileSync(join(place.path(), name), 'utf8')).toBe('[]');
});

test.each<[string, (publisher: FileSdGroupPublisher, group: TargetGroup | undefined) => Promise<unknown>]>([
  ['publish', (publisher, group) => publisher.publish(key, group)],
  ['reconcile', (publisher, group) => publisher.reconcile(group === undefined ? [] : [{ key, group }])],
])('%s keeps what somebody else wrote and puts the file right, but not what was published', async (_, put) => {
  const log = recordingLog();
  const publisher = publisherOf(log);
  await put(publisher, group('h:1'));
  await put(publisher, group('h:2'));
  expect([kept(), log.lines]).toEqual([[], []]);
  const edits = [encodeFileSd(group('by-hand:1')), '[{', encodeFileSd(group('by-hand:2'))];
  for (const [index, edit] of edits.entries()) {
    replaceByHand(file(), edit);
    const after = index === 2 ? undefined : group('h:2');
    await put(publisher, after);
    expect(readGroupFile(file())?.group).toEqual(after);
    expect(kept()).toContain(edit);
  }
  expect(kept()).toHaveLength(edits.length);
  expect(log.lines.map(({ level }) => level)).toEqual(['warn', 'warn', 'warn']);
});

test('a file that Prometheus may not read gets its mode back', async () => {
  const publisher = publisherOf();
  await publisher.publish(key, group('h:1'));
  chmodSync(file(), 0o600);
  expect(await publisher.reconcile([{ key, group: group('h:1') }])).toEqual({ written: 1, removed: 0 });
  expect([statSync(file()).mode & 0o777, kept()]).toEqual([0o644, []]);
});

test('a file is read before it is displaced only where somebody else may have touched it', async () => {
  const read = jest.spyOn(FileSdDirectory.prototype, 'read');
  const publisher = publisherOf();
  const readsFor = async (wanted: TargetGroup | undefined): Promise<number> => {
    read.mockClear();
    await publisher.publish(key, wanted);
    return read.mock.calls.length;
  };
  try {
    await publisher.publish(key, group('h:1'));
    expect([await readsFor(group('h:2')), await readsFor(group('h:2')), await readsFor(group('h:3'))]).toEqual([
      0, 0, 0,
    ]);
    replaceByHand(file(), encodeFileSd(group('by-hand:1')));
    expect([await readsFor(group('h:4')), await readsFor(undefined)]).toEqual([1, 0]);
    expect(kept()).toEqual([encodeFileSd(group('by-hand:1'))]);
  } finally {
    read.mockRestore();
  }
});

test('one group that cannot be published keeps no other one from it', async () => {
  const publisher = publisherOf();
  const tooLong = groupKey('a'.repeat(300), 'prod');
  const groups = [
    { key: tooLong, group: group('h:1') },
    { key, group: group('h:1') },
  ];
  await expect(publisher.reconcile(groups)).rejects.toMatchObject({ code: 'name_too_long' });
  expect(published()).toEqual([{ key, group: group('h:1') }]);
});

test('what somebody puts there while a reconciliation is at its end is told after it', async () => {
  let goOn = (): void => undefined;
  const removing = new Promise<void>((resolve) => (goOn = resolve));
  let isRemoving = false;
  const write: FileWriter['write'] = async (asked) => {
    isRemoving = asked.content === undefined;
    if (isRemoving) await removing;
    return OWN_THREAD.write(asked);
  };
  writeFileSync(file(), encodeFileSd(group('old:1')));
  const publisher = new FileSdGroupPublisher(place.path(), recordingLog(), NO_EVENTS, { ...OWN_THREAD, write });
  open.push(publisher);
  const told: unknown[] = [];
  publisher.watch((of) => told.push(of));
  const reconciled = publisher.reconcile([]);
  await eventually(() => isRemoving);
  const foreign = groupKey('foreign', 'prod');
  edit(foreign, group('foreign:1'));
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(told).toEqual([]);
  goOn();
  expect(await reconciled).toEqual({ written: 0, removed: 1 });
  await eventually(() => told.length > 0);
  expect(told).toEqual([foreign]);
});

test('a directory that was replaced is refused, and taken over by a reconciliation', async () => {
  const publisher = publisherOf();
  await publisher.publish(key, group('h:1'));
  rmSync(place.path(), { recursive: true });
  await expect(publisher.publish(key, undefined)).rejects.toMatchObject({ code: 'storage_unavailable' });
  await expect(publisher.reconcile([])).rejects.toMatchObject({ code: 'storage_unavailable' });
  mkdirSync(place.path());
  await expect(publisher.publish(key, group('h:2'))).rejects.toMatchObject({ code: 'storage_unavailable' });
  expect(await publisher.reconcile([{ key, group: group('h:2') }])).toEqual({ written: 1, removed: 0 });
  await publisher.publish(key, group('h:3'));
  expect(published()).toEqual([{ key, group: group('h:3') }]);
});

describe('groups that come from somewhere else than before', () => {
  const guarded = (known: () => string | undefined) => {
    const guard = new OriginGuard({ known, description: 'the cluster', remedies: ['they are moved in'] });
    const publisher = new FileSdGroupPublisher(place.path(), recordingLog(), NO_EVENTS, undefined, guard);
    open.push(publisher);
    return { guard, publisher };
  };
  /** A publisher of groups of that origin. */
  const from = (name: string) => {
    const { guard, publisher } = guarded(() => name);
    return {
      doubt: () => guard.doubt(),
      publish: publisher.publish.bind(publisher),
      reconcile: (groups: readonly PublishedGroup[]) => publisher.reconcile(groups, [], name),
      watch: publisher.watch.bind(publisher),
    };
  };
  const fleet = (size: number): readonly PublishedGroup[] =>
    Array.from({ length: size }, (_, index) => ({
      key: groupKey('shop', String(index).padStart(3, '0')),
      group: group(`h:${String(index + 1)}`),
    }));
  const keys = () => published().map((each) => each.key.environment);

  test('replace no group that nobody has published, until it is stored or its file is removed', async () => {
    writeFileSync(file(), encodeFileSd(group('h:1')));
    const publisher = from('one');
    const told: unknown[] = [];
    publisher.watch((touched) => told.push(touched));
    await expect(publisher.reconcile(fleet(2))).rejects.toMatchObject({
      code: 'too_much_at_once',
      message: expect.stringMatching(
        /^groups that have files here are not stored in the cluster, 1 of 1: "payments.*; their files stay, and nothing is reconciled, until they are moved in, or their files are removed, if they are not wanted any more$/,
      ) as string,
    });
    expect(keys()).toEqual(['prod']);
    expect(publisher.doubt()).toMatch(/are not stored in the cluster, 1 of 1/);
    expect(await publisher.publish(key, undefined)).toEqual({ written: 0, removed: 0 });
    expect([keys(), told]).toEqual([['prod'], [undefined]]);
    rmSync(file());
    expect(await publisher.reconcile(fleet(2))).toEqual({ written: 2, removed: 0 });
    expect(publisher.doubt()).toBeUndefined();
    expect(await publisher.publish(groupKey('shop', '000'), undefined)).toEqual({ written: 0, removed: 1 });
  });

  test('lose whatever is lost where they came from before, and nothing where they did not', async () => {
    await from('one').reconcile(fleet(100));
    await open.pop()?.close();
    expect(await from('one').reconcile(fleet(60))).toEqual({ written: 0, removed: 40 });
    await open.pop()?.close();
    const other = from('other');
    await expect(other.reconcile(fleet(59))).rejects.toMatchObject({
      code: 'too_much_at_once',
      message: expect.stringMatching(/are not stored in the cluster, 1 of 60: .*shop.*059/) as string,
    });
    expect(await other.reconcile(fleet(60))).toEqual({ written: 0, removed: 0 });
    expect(await other.reconcile([])).toEqual({ written: 0, removed: 60 });
  });

  test('stay while they are moved in, until the last one is there, also over a restart', async () => {
    await from('one').reconcile(fleet(100));
    await open.pop()?.close();
    for (const size of [0, 50, 99]) {
      const other = from('other');
      await expect(other.reconcile(fleet(size))).rejects.toMatchObject({ code: 'too_much_at_once' });
      expect([keys().length, other.doubt()]).toEqual([100, expect.stringMatching(`${String(100 - size)} of 100`)]);
      await open.pop()?.close();
    }
    const other = from('other');
    await other.reconcile(fleet(100));
    expect([keys().length, other.doubt()]).toEqual([100, undefined]);
  });

  test('of an origin that is not known remove nothing one by one', async () => {
    await from('one').reconcile(fleet(2));
    await open.pop()?.close();
    const { guard, publisher } = guarded(() => undefined);
    expect(await publisher.publish(groupKey('shop', '000'), undefined)).toEqual({ written: 0, removed: 0 });
    expect(keys()).toHaveLength(2);
    expect(guard.doubt()).toBe('it has not been looked yet whether they are those that were here before');
  });

  test('are in doubt from when they come from somewhere else until that was looked at', async () => {
    let name: string | undefined = 'one';
    const { guard, publisher } = guarded(() => name);
    expect(guard.doubt()).toMatch(/not been looked yet/);
    await publisher.reconcile(fleet(100), [], 'one');
    expect(guard.doubt()).toBeUndefined();
    for (name of [undefined, 'other']) expect(guard.doubt()).toMatch(/not been looked yet/);
    await expect(publisher.reconcile([], [], 'other')).rejects.toMatchObject({ code: 'too_much_at_once' });
    expect(guard.doubt()).toMatch(/100 of 100/);
    await publisher.reconcile(fleet(100), [], 'other');
    expect(guard.doubt()).toBeUndefined();
  });

  test('are not taken for those of an origin that is known only by now', async () => {
    await from('one').reconcile(fleet(100));
    await open.pop()?.close();
    const { publisher } = guarded(() => 'other');
    expect(await publisher.reconcile(fleet(99), [], 'one')).toEqual({ written: 0, removed: 1 });
    await expect(publisher.reconcile([], [], 'other')).rejects.toMatchObject({ code: 'too_much_at_once' });
    expect(keys()).toHaveLength(99);
  });

  test('come from nowhere after the directory was changed by itself', async () => {
    await from('one').reconcile(fleet(2));
    await open.pop()?.close();
    const store = new FileSdTargetGroupStore(place.path(), recordingLog());
    await store.update(key, () => group('h:1'));
    await store.close();
    await expect(from('one').reconcile(fleet(2))).rejects.toMatchObject({ code: 'too_much_at_once' });
  });
});
