import fs, {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  watch,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { encodeFileSd, groupKey, Mirror, type TargetGroup } from '@target-eye/domain';
import { InMemoryTargetGroupStore, ManualClock } from '@target-eye/domain/testing';
import { eventually, type RecordedLog, recordingLog, replaceByHand, useDirectory } from '../../test/support.js';
import { readGroupFile } from '../memory/group-file.js';
import { FileSdGroupPublisher } from './file-sd-group-publisher.js';

const place = useDirectory();
const key = groupKey('payments', 'prod');
const PAYMENTS = 'payments@prod.json';
const at = (name: string) => join(place.path(), name);
const group = (...targets: string[]): TargetGroup => ({ targets, labels: { job: 'payments', env: 'prod' } });
const BY_HAND = encodeFileSd(group('by-hand:1'));

let clock: ManualClock;
let store: InMemoryTargetGroupStore;
let log: RecordedLog;
let mirror: Mirror;
let seen: string[];

beforeEach(async () => {
  clock = new ManualClock();
  store = new InMemoryTargetGroupStore();
  log = recordingLog();
  seen = [];
  await store.replace(key, group('h:1'));
});

afterEach(async () => {
  await mirror.close();
  jest.restoreAllMocks();
});

async function start(): Promise<void> {
  const publisher = new FileSdGroupPublisher(place.path(), log);
  const nothing = (): void => undefined;
  const events = {
    mirrored: (operation: string, groups: number) => void seen.push(`${operation} ${String(groups)}`),
    failed: nothing,
    fellBehind: nothing,
    caughtUp: nothing,
  };
  mirror = new Mirror({ store, publisher, clock, events });
  mirror.start();
  await eventually(() => mirror.problem() === undefined);
  seen = [];
  log.lines.length = 0;
}

const isRight = () => readGroupFile(at(PAYMENTS))?.group?.targets[0] === 'h:1';

/** What the log says was kept, by the file, and what is kept there. */
function kept(): readonly (readonly [string, string])[] {
  return log.lines.flatMap(({ details }) => {
    const { file, kept } = details as { file: string; kept?: string };
    return kept === undefined ? [] : [[file, readFileSync(kept, 'utf8')] as const];
  });
}

test('an edited file, one in place, and one of a group that is not stored are put right and kept', async () => {
  await start();
  replaceByHand(at(PAYMENTS), BY_HAND);
  await eventually(isRight);
  writeFileSync(at(PAYMENTS), '[{');
  writeFileSync(at('foreign@prod.json'), BY_HAND);
  await eventually(() => seen.length === 3);
  expect(isRight()).toBe(true);
  expect(readdirSync(place.path()).sort()).toEqual(['.target-eye', PAYMENTS]);
  expect(kept().toSorted()).toEqual([
    ['foreign@prod.json', BY_HAND],
    [PAYMENTS, '[{'],
    [PAYMENTS, BY_HAND],
  ]);
  expect(seen).toEqual(['put_back 1', 'put_back 1', 'put_back 1']);
});

test('a file that was removed, and one that Prometheus may not read any more, come back', async () => {
  await start();
  rmSync(at(PAYMENTS));
  await eventually(() => seen.length === 1);
  chmodSync(at(PAYMENTS), 0o000);
  await eventually(() => seen.length === 2);
  expect([isRight(), statSync(at(PAYMENTS)).mode & 0o777]).toEqual([true, 0o644]);
  expect(log.lines.map(({ details }) => (details as { file: string }).file)).toEqual([PAYMENTS, PAYMENTS]);
});

test('each change and each edit costs Prometheus one scan, and what is right costs none', async () => {
  const events: string[] = [];
  const watcher = watch(place.path(), (event, name) => events.push(`${event} ${String(name)}`));
  const scans = () => events.filter((event) => event.includes('@'));
  try {
    await start();
    await eventually(() => scans().length === 1);
    await store.replace(key, group('h:2'));
    await eventually(() => scans().length === 2);
    // The removal by hand, and what puts it back.
    rmSync(at(PAYMENTS));
    await eventually(() => scans().length === 4);
    expect(new Set(scans())).toEqual(new Set([`rename ${PAYMENTS}`]));
    await eventually(() => seen.length === 2);
    await mirror.close();
    await start();
    writeFileSync(at('marker.txt'), '');
    await eventually(() => events.some((event) => event.includes('marker')));
    expect(scans()).toHaveLength(4);
    expect(seen).toEqual([]);
  } finally {
    watcher.close();
  }
});

test('files that are not groups are nobody’s business', async () => {
  await start();
  const others = ['by-hand.json', 'a@b.yml', 'd41d8cd98f00b204e9800998ecf8427e.json'];
  for (const name of others) writeFileSync(at(name), '[]');
  replaceByHand(at(PAYMENTS), BY_HAND);
  await eventually(() => isRight() && seen.length === 1);
  for (const name of others) expect(readFileSync(at(name), 'utf8')).toBe('[]');
  expect(seen).toEqual(['put_back 1']);
});

describe('a directory that', () => {
  test('was removed is a problem that says so, and one in its place is filled', async () => {
    await start();
    rmSync(place.path(), { recursive: true });
    await eventually(() => mirror.problem() !== undefined);
    expect(mirror.problem()?.fact).toMatch(
      /^what is published is not what is stored, since 20.*Z: the directory was removed; put it back/,
    );
    await clock.pass(1000);
    mkdirSync(place.path());
    await eventually(() => mirror.problem() === undefined);
    expect(isRight()).toBe(true);
    replaceByHand(at(PAYMENTS), BY_HAND);
    await eventually(isRight);
  });

  test('was replaced is filled, and what was in it is kept', async () => {
    await start();
    const another = `${place.path()}.another`;
    mkdirSync(another);
    writeFileSync(join(another, PAYMENTS), BY_HAND);
    writeFileSync(join(another, 'foreign@prod.json'), BY_HAND);
    rmSync(place.path(), { recursive: true });
    renameSync(another, place.path());
    await eventually(isRight);
    await eventually(() => mirror.problem() === undefined);
    expect(
      kept()
        .map(([file]) => file)
        .toSorted(),
    ).toEqual(['foreign@prod.json', PAYMENTS]);
    expect(readdirSync(place.path()).sort()).toEqual(['.target-eye', PAYMENTS]);
  });

  test('lost its hidden subdirectory gets it again', async () => {
    await start();
    rmSync(at('.target-eye'), { recursive: true });
    await eventually(() => log.lines.some(({ message }) => message.includes('taken over again')));
    await store.replace(key, group('h:2'));
    await eventually(() => readGroupFile(at(PAYMENTS))?.group?.targets[0] === 'h:2');
    await eventually(() => mirror.problem() === undefined);
  });

  test('gives no events is compared every second', async () => {
    jest.spyOn(fs, 'watch').mockImplementation(() => {
      throw new Error('ENOSPC: System limit for number of file watchers reached');
    });
    await start();
    replaceByHand(at(PAYMENTS), BY_HAND);
    writeFileSync(at('foreign@prod.json'), BY_HAND);
    await eventually(() => seen.length === 2);
    expect(readdirSync(place.path()).sort()).toEqual(['.target-eye', PAYMENTS]);
  });
});
