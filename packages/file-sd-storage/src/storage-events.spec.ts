import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { add, encodeFileSd, groupKey, remove, replace } from '@target-eye/domain';
import { recordingLog, replaceByHand, useDirectory, groupsIn } from '../test/support.js';
import { FileSdTargetGroupStore, type StorageEvents } from './index.js';

const place = useDirectory();
const key = groupKey('payments', 'prod');
const put = (store: FileSdTargetGroupStore, ...targets: string[]) => store.update(key, replace(key, { targets }));
const post = (store: FileSdTargetGroupStore, ...targets: string[]) => store.update(key, add(key, { targets }));

/** What the storage said, in its order; of an fsync only what it was of. */
function recording(): StorageEvents & { readonly events: (string | number)[] } {
  const events: (string | number)[] = [];
  return {
    events,
    fileWritten: (operation) => void events.push(operation),
    fsynced: (of, seconds) => {
      expect(seconds).toBeGreaterThan(0);
      expect(seconds).toBeLessThan(60);
      events.push(`fsync ${of}`);
    },
    committed: (changes) => void events.push(changes),
  };
}

test('a change is a file made durable, put in place, and the directory made durable', async () => {
  const metrics = recording();
  const store = place.open(recordingLog(), metrics);
  await put(store, 'h:1');
  expect(metrics.events).toEqual(['fsync file', 'publish', 'fsync directory', 1]);
  metrics.events.length = 0;
  await put(store, 'h:1');
  expect(metrics.events).toEqual([]);
  await store.update(key, remove(key, undefined));
  expect(metrics.events).toEqual(['remove', 'fsync directory', 1]);
});

test('changes that share a write are counted, without those that were refused or changed nothing', async () => {
  const metrics = recording();
  const store = place.open(recordingLog(), metrics);
  await put(store, 'h:9');
  metrics.events.length = 0;
  await Promise.allSettled([
    post(store, 'h:1'),
    post(store, 'h:2'),
    post(store, 'h:2'),
    post(store, 'h:3'),
    store.update(key, (group) => group),
  ]);
  expect(metrics.events.filter((event) => typeof event === 'number')).toEqual([1, 2]);
});

test('a change over a hand edit of the same second is one publication too', async () => {
  const metrics = recording();
  const store = place.open(recordingLog(), metrics);
  await put(store, 'h:1');
  replaceByHand(join(place.path(), 'payments@prod.json'), '[]');
  await put(store, 'h:2');
  replaceByHand(join(place.path(), 'payments@prod.json'), encodeFileSd({ targets: ['h:3'], labels: {} }));
  await put(store, 'h:4');
  expect(metrics.events.filter((event) => event === 'publish')).toHaveLength(3);
});

test('a write that fails is no commit', async () => {
  const metrics = recording();
  const store = place.open(recordingLog(), metrics);
  rmSync(place.path(), { recursive: true });
  await expect(put(store, 'h:1')).rejects.toMatchObject({ code: 'storage_unavailable' });
  expect(metrics.events).toEqual([]);
});

test('a group last changed when its file was modified, which a restart does not change', async () => {
  const store = place.open();
  await put(store, 'h:1');
  const path = join(place.path(), 'payments@prod.json');
  const [change] = store.lastChanges(10);
  expect(change?.key).toEqual(key);
  expect(Math.abs((change?.changedAt ?? 0) - Date.now() / 1000)).toBeLessThan(60);
  await store.close();
  utimesSync(path, 1_700_000_000.5, 1_700_000_000.5);
  expect(place.open().lastChanges(10)).toEqual([{ key, changedAt: 1_700_000_000.5 }]);
});

/** What can happen to one of a few groups. */
const anyEvent = fc.record({
  environment: fc.constantFrom('a', 'b', 'c'),
  what: fc.constantFrom('put', 'delete', 'edit', 'edit and put', 'break', 'empty', 'remove by hand', 'reopen'),
  targets: fc.integer({ min: 1, max: 4 }),
});

test('the numbers of groups and targets are right after changes, hand edits and restarts', async () => {
  const property = fc.asyncProperty(fc.array(anyEvent, { maxLength: 12 }), async (events) => {
    const home = mkdtempSync(join(tmpdir(), 'target-eye-count-'));
    let store = new FileSdTargetGroupStore(home, recordingLog());
    try {
      for (const { environment, what, targets } of events) {
        const of = groupKey('shop', environment);
        const path = join(home, `shop@${environment}.json`);
        const group = { targets: Array.from({ length: targets }, (_, index) => `h:${String(index + 1)}`), labels: {} };
        if (what.startsWith('edit')) replaceByHand(path, encodeFileSd(group));
        if (what.endsWith('put')) await store.replace(of, { ...group, targets: [...group.targets, 'put:1'] });
        if (what === 'delete') await store.update(of, () => undefined).catch(() => undefined);
        if (what === 'break') writeFileSync(path, '[{');
        if (what === 'empty') writeFileSync(path, '[]');
        if (what === 'remove by hand') rmSync(path, { force: true });
        if (what === 'reopen') {
          await store.close();
          store = new FileSdTargetGroupStore(home, recordingLog());
        }
        await store.compareNow();
        const groups = await groupsIn(store);
        expect([store.counts().groups, store.counts().targets, store.counts().unreadable]).toEqual([
          groups.length,
          groups.reduce((sum, { group: { targets } }) => sum + targets.length, 0),
          store.unreadable().length,
        ]);
        expect(store.lastChanges(9).map(({ key: { environment } }) => environment)).toEqual(
          expect.arrayContaining(groups.map(({ key: { environment } }) => environment)),
        );
        expect(store.lastChanges(9)).toHaveLength(groups.length);
      }
    } finally {
      await store.close();
      rmSync(home, { recursive: true });
    }
  });
  await fc.assert(property, { numRuns: 40 });
});
