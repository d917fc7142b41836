import {
  InMemoryGroupPublisher,
  InMemoryTargetGroupStore,
  ManualClock,
  settle,
  storedGroup,
} from '../../testing/index.js';
import {
  fault,
  type GroupEvent,
  type GroupKey,
  groupKey,
  Mirror,
  type MirrorEvents,
  type Problem,
  type Snapshot,
  type TargetGroup,
} from '../index.js';

const key = groupKey('shop', 'prod');
const other = groupKey('shop', 'test');
const group = (...targets: string[]): TargetGroup => ({ targets, labels: { job: 'shop', env: 'prod' } });
const broken = () => fault('', 'storage_unavailable', 'the directory was removed; put it back');

let clock: ManualClock;
let store: InMemoryTargetGroupStore;
let publisher: InMemoryGroupPublisher;
let told: string[];

beforeEach(() => {
  clock = new ManualClock();
  store = new InMemoryTargetGroupStore(() => clock.now());
  publisher = new InMemoryGroupPublisher();
  told = [];
});

const events: MirrorEvents = {
  mirrored: (operation, groups) => void told.push(`${operation} ${String(groups)}`),
  failed: (error) => void told.push(`failed: ${(error as Error).message}`),
  fellBehind: ({ fact }: Problem) => void told.push(`fell behind: ${fact}`),
  caughtUp: () => void told.push('caught up'),
};

function mirrorOf(of: ConstructorParameters<typeof Mirror>[0]['store'] = store): Mirror {
  const mirror = new Mirror({ store: of, publisher, clock, events });
  mirror.start();
  return mirror;
}

const published = () => publisher.published();

test('what is stored is published, what is not is removed, and then each change follows', async () => {
  await publisher.publish(other, group('old:1'));
  await store.replace(key, group('a:1'));
  const mirror = mirrorOf();
  expect(mirror.problem()).toEqual({
    code: 'not_published',
    fact: 'not everything has been published since the start at 2023-11-14T22:13:20Z',
  });
  await settle();
  expect(published()).toEqual([{ key, group: group('a:1') }]);
  expect(mirror.problem()).toBeUndefined();
  await store.replace(key, group('b:1'));
  await store.replace(other, group('c:1'));
  await store.update(key, () => undefined);
  await settle();
  expect(published()).toEqual([{ key: other, group: group('c:1') }]);
  // Two changes of one group that came together were one.
  expect(told).toEqual(['publish 1', 'remove 1', 'caught up', 'publish 1', 'publish 1', 'remove 1']);
  await mirror.close();
  await expect(publisher.publish(key, undefined)).rejects.toMatchObject({ code: 'stopping' });
  expect(clock.planned).toBe(0);
});

test('what somebody else makes of a group is put back, and a group that is not stored is removed', async () => {
  await store.replace(key, group('a:1'));
  const mirror = mirrorOf();
  await settle();
  told = [];
  for (const edit of [group('by-hand:1'), undefined]) {
    publisher.edit(key, edit);
    publisher.edit(other, group('foreign:1'));
    await settle();
    expect(published()).toEqual([{ key, group: group('a:1') }]);
  }
  expect(told).toEqual(['put_back 1', 'put_back 1', 'put_back 1', 'put_back 1']);
  await mirror.close();
});

test('nothing is touched before the store has known its groups, however long that takes', async () => {
  await publisher.publish(key, group('last:1'));
  let isKnown = false;
  const snapshot = jest.fn(() => (isKnown ? store.snapshot() : Promise.reject(broken())));
  const mirror = mirrorOf({ find: store.find.bind(store), subscribe: store.subscribe.bind(store), snapshot });
  await clock.pass(3600);
  await store.replace(other, group('a:1'));
  await clock.pass(1);
  expect(published()).toEqual([{ key, group: group('last:1') }]);
  expect([told, mirror.problem()?.code]).toEqual([[], 'not_published']);
  isKnown = true;
  await clock.pass(0.3);
  expect(published()).toEqual([{ key: other, group: group('a:1') }]);
  expect([told, mirror.problem()]).toEqual([['publish 1', 'remove 1', 'caught up'], undefined]);
  await mirror.close();
});

test('what failed is tried again later and later, says since when, and is said once', async () => {
  const mirror = mirrorOf();
  await settle();
  told = [];
  const reconcile = jest.spyOn(publisher, 'reconcile').mockImplementation(() => Promise.reject(broken()));
  jest.spyOn(publisher, 'publish').mockRejectedValueOnce(broken());
  await store.replace(key, group('a:1'));
  await clock.pass(100);
  const fact =
    'what is published is not what is stored, since 2023-11-14T22:13:20Z: the directory was removed; put it back';
  expect(mirror.problem()).toEqual({ code: 'not_published', fact });
  expect(told.filter((line) => !line.startsWith('failed'))).toEqual([`fell behind: ${fact}`]);
  // After 0.25, 0.75, 1.75, … 63.75 seconds.
  expect(reconcile).toHaveBeenCalledTimes(8);
  reconcile.mockRestore();
  await clock.pass(60);
  expect(published()).toEqual([{ key, group: group('a:1') }]);
  expect([told.slice(-2), mirror.problem()]).toEqual([['publish 1', 'caught up'], undefined]);
  await mirror.close();
});

test('a key that cannot be published concerns its own group only', async () => {
  const mirror = mirrorOf();
  await settle();
  jest.spyOn(publisher, 'publish').mockRejectedValueOnce(fault('', 'name_too_long', 'the names are too long'));
  await store.replace(key, group('a:1'));
  await settle();
  expect(told).toEqual(['caught up', 'failed: the names are too long']);
  expect([mirror.problem(), clock.planned]).toEqual([undefined, 0]);
  await mirror.close();
});

describe('a group that cannot be read', () => {
  const lastRead = storedGroup('shop/prod', { targets: ['last:1'] });
  let hear: (event: GroupEvent) => void = () => undefined;

  const unreadable: Snapshot['unreadable'] = [
    { name: 'one', key, reason: 'it is not JSON', lastRead },
    { name: 'another', key: other, reason: 'it is not JSON' },
    { name: 'nobody’s', key: undefined, reason: 'it is not JSON' },
  ];
  const odd = {
    find: () => Promise.reject(fault('', 'unreadable', 'it is not JSON')),
    snapshot: () => Promise.resolve({ revision: '1', groups: [], unreadable }),
    subscribe: (listener: typeof hear) => {
      hear = listener;
      return () => undefined;
    },
  };

  test('stays as it was last published, or as it was last read', async () => {
    await publisher.publish(other, group('from the last run:1'));
    const mirror = mirrorOf(odd);
    await settle();
    const expected = [
      { key: other, group: group('from the last run:1') },
      { key, group: group('last:1') },
    ];
    expect(published()).toEqual(expected);
    hear({ key, before: lastRead, after: undefined, unreadable: 'it is not JSON', by: [] });
    await settle();
    expect(published()).toEqual(expected);
    publisher.edit(key, group('by-hand:1'));
    await settle();
    expect(published()).toEqual(expected);
    expect(mirror.problem()).toBeUndefined();
    await mirror.close();
  });
});

test('what is told while a snapshot is taken is published after the reconciliation with it', async () => {
  await store.replace(key, group('a:1'));
  let answer: () => void = () => undefined;
  const snapshot = async (): Promise<Snapshot> => {
    const taken = await store.snapshot();
    await new Promise<void>((resolve) => (answer = resolve));
    return taken;
  };
  const mirror = mirrorOf({ find: store.find.bind(store), subscribe: store.subscribe.bind(store), snapshot });
  await settle();
  await store.replace(key, group('b:1'));
  await settle();
  expect(published()).toEqual([]);
  answer();
  await settle();
  expect(published()).toEqual([{ key, group: group('b:1') }]);
  await mirror.close();
});

test('a change that comes while an edited group is looked up counts, and not what was found', async () => {
  await store.replace(key, group('a:1'));
  let answer: () => void = () => undefined;
  const find = async (of: GroupKey) => {
    const found = await store.find(of);
    await new Promise<void>((resolve) => (answer = resolve));
    return found;
  };
  const mirror = mirrorOf({ find, subscribe: store.subscribe.bind(store), snapshot: store.snapshot.bind(store) });
  await settle();
  publisher.edit(key, group('by-hand:1'));
  await settle();
  await store.replace(key, group('b:1'));
  answer();
  await settle();
  expect(published()).toEqual([{ key, group: group('b:1') }]);
  await mirror.close();
});

test('when all may have been touched, all is set right, after what is under way', async () => {
  await store.replace(key, group('a:1'));
  const mirror = mirrorOf();
  await settle();
  const reconcile = jest.spyOn(publisher, 'reconcile');
  publisher.lose();
  publisher.lose();
  await settle();
  expect(published()).toEqual([{ key, group: group('a:1') }]);
  await clock.pass(1);
  expect([reconcile.mock.calls.length, mirror.problem()]).toEqual([2, undefined]);
  await mirror.close();
});
