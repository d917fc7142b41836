import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeFileSd, type GroupKey, groupKey, type PublishedGroup, type TargetGroup } from '@target-eye/domain';
import { type RecordedLog, recordingLog, replaceByHand, useDirectory } from '../../test/support.js';
import { readGroupFile } from '../memory/group-file.js';
import { NO_EVENTS } from '../storage-events.js';
import type { FileWriter } from '../writer/file-writer.js';
import { OWN_THREAD } from '../writer/write-file.js';
import { FileSdGroupPublisher } from './file-sd-group-publisher.js';
import { OriginGuard } from './origin-guard.js';

const place = useDirectory();
const key = groupKey('payments', 'prod');
const other = groupKey('shop', 'prod');
const PAYMENTS = 'payments@prod.json';
const SHOP = 'shop@prod.json';
const at = (name: string) => join(place.path(), name);
const note = () => at('.target-eye/written');
const group = (...targets: string[]): TargetGroup => ({ targets, labels: { job: 'payments', env: 'prod' } });
const only = (target: string): readonly PublishedGroup[] => [{ key, group: group(target) }];
const both = (target: string): readonly PublishedGroup[] => [...only(target), { key: other, group: group(target) }];

let log: RecordedLog;
beforeEach(() => {
  log = recordingLog();
});

/** A publisher from its start to its end. */
async function run(
  work: (publisher: FileSdGroupPublisher, origin?: string) => Promise<unknown>,
  origin?: () => string | undefined,
  writer?: FileWriter,
): Promise<void> {
  const guard = origin && new OriginGuard({ known: origin, description: '', remedies: [] });
  const publisher = new FileSdGroupPublisher(place.path(), log, NO_EVENTS, writer, guard);
  try {
    await work(publisher, origin?.());
  } finally {
    await publisher.close();
  }
}
const reconcile =
  (groups: readonly PublishedGroup[], untouched: readonly GroupKey[] = []) =>
  (publisher: FileSdGroupPublisher, origin?: string) =>
    publisher.reconcile(groups, untouched, origin);

const targetsOf = (name: string) => readGroupFile(at(name))?.group?.targets;

/** The names of the files that are kept aside. */
function kept(): readonly string[] {
  const found = readdirSync(at('.target-eye/quarantine'), { recursive: true, encoding: 'utf8' });
  return found.flatMap((path) => path.split('/')[1] ?? []).sort();
}

/** That just these files were kept aside, and told of. */
function expectKept(...names: readonly string[]): void {
  expect(kept()).toEqual(names);
  expect(log.lines.map(({ level, details }) => [level, (details as { file: string }).file]).sort()).toEqual(
    names.map((name) => ['warn', name]),
  );
}

describe('after the service was away', () => {
  test('files that it wrote itself are replaced and removed without a word', async () => {
    await run(reconcile(both('h:1')));
    await run(reconcile(only('h:2')));
    expect([targetsOf(PAYMENTS), targetsOf(SHOP)]).toEqual([['h:2'], undefined]);
    expectKept();
  });

  test('so are those that it wrote after its start, and those of groups that change before all are compared', async () => {
    await run(async (publisher) => {
      await publisher.reconcile([]);
      await publisher.publish(key, group('h:1'));
      await publisher.publish(other, group('h:1'));
    });
    await run(async (publisher) => {
      await publisher.publish(key, group('h:2'));
      await publisher.reconcile(only('h:2'));
    });
    expect([targetsOf(PAYMENTS), targetsOf(SHOP)]).toEqual([['h:2'], undefined]);
    expectKept();
  });

  test.each<[string, (path: string) => void]>([
    [
      'replaced by another one, as sed -i and editors do',
      (path) => {
        replaceByHand(path, encodeFileSd(group('h:9')));
      },
    ],
    [
      'rewritten in place, as long as it was and with the time it had, as cp -p does',
      (path) => {
        execFileSync('cp', ['-p', path, `${path}.before`]);
        writeFileSync(path, encodeFileSd(group('h:9')));
        execFileSync('touch', ['-r', `${path}.before`, path]);
      },
    ],
    [
      'replaced by one that is older than all others',
      (path) => {
        replaceByHand(path, encodeFileSd(group('h:9')));
        utimesSync(path, 0, 0);
      },
    ],
    [
      'replaced by that of another group',
      (path) => {
        renameSync(at('old@prod.json'), path);
      },
    ],
    [
      'replaced by what is no group',
      (path) => {
        writeFileSync(path, '[{');
      },
    ],
  ])('a file that was %s is kept aside', async (_, edit) => {
    await run(reconcile([...both('h:1'), { key: groupKey('old', 'prod'), group: group('h:9') }]));
    edit(at(PAYMENTS));
    const edited = readFileSync(at(PAYMENTS));
    await run(reconcile(both('h:2')));
    expect([targetsOf(PAYMENTS), targetsOf(SHOP)]).toEqual([['h:2'], ['h:2']]);
    expectKept(PAYMENTS);
    const [folder = ''] = readdirSync(at('.target-eye/quarantine'));
    expect(readFileSync(at(`.target-eye/quarantine/${folder}/${PAYMENTS}`))).toEqual(edited);
  });

  test('so is one that somebody edited just before it ended', async () => {
    await run(async (publisher) => {
      await publisher.reconcile(both('h:1'));
      replaceByHand(at(PAYMENTS), encodeFileSd(group('h:9')));
    });
    await run(reconcile([]));
    expectKept(PAYMENTS);
  });

  test('after a crash, so are those that it wrote since everything was compared', async () => {
    await run(async (publisher) => {
      await publisher.reconcile(both('h:1'));
      const left = readFileSync(note());
      await publisher.publish(key, group('h:2'));
      await publisher.close();
      writeFileSync(note(), left);
    });
    await run(reconcile([]));
    expectKept(PAYMENTS);
  });

  test('so are all where the directory is a copy of the one it had', async () => {
    await run(reconcile(both('h:1')));
    const copy = `${place.path()}.copy`;
    cpSync(place.path(), copy, { recursive: true, preserveTimestamps: true });
    rmSync(place.path(), { recursive: true });
    renameSync(copy, place.path());
    await run(reconcile(only('h:2')));
    expectKept(PAYMENTS, SHOP);
  });

  test('files that it wrote before its last start are own as long as not everything could be compared', async () => {
    await run(reconcile(both('h:1')));
    await run(() => Promise.resolve());
    const failing = async (publisher: FileSdGroupPublisher): Promise<void> => {
      await expect(publisher.reconcile([])).rejects.toMatchObject({ code: 'storage_unavailable' });
    };
    await run(failing, undefined, { ...OWN_THREAD, write: () => Promise.reject(new Error('the disk is away')) });
    await run(reconcile([]));
    expectKept();
  });
});

describe('the file of a group that could not be read', () => {
  test('is replaced without a word when the group can be read again, however often the service was started', async () => {
    await run(reconcile(both('h:1')));
    await run(reconcile([], [key, other]));
    await run(async (publisher) => {
      await publisher.reconcile([], [key, other]);
      await publisher.reconcile([], [key, other]);
      await publisher.reconcile(only('h:2'), [other]);
      await publisher.publish(other, group('h:2'));
    });
    expect([targetsOf(PAYMENTS), targetsOf(SHOP)]).toEqual([['h:2'], ['h:2']]);
    expectKept();
  });

  test('is kept aside if somebody edited it', async () => {
    await run(reconcile(both('h:1')));
    replaceByHand(at(PAYMENTS), encodeFileSd(group('h:9')));
    await run(reconcile([], [key, other]));
    await run(async (publisher) => {
      await publisher.reconcile([], [key, other]);
      replaceByHand(at(SHOP), encodeFileSd(group('h:9')));
      await publisher.reconcile([], [key, other]);
      await publisher.reconcile([]);
    });
    expectKept(PAYMENTS, SHOP);
  });
});

describe('groups that come from', () => {
  const from = (name: string) => () => name;

  test('where they came from before replace the files', async () => {
    await run(reconcile(both('h:1')), from('one'));
    await run(reconcile(only('h:2')), from('one'));
    expectKept();
  });

  test('somewhere else have the files kept aside, whose groups may be nowhere else any more', async () => {
    await run(reconcile([...both('h:1'), { key: groupKey('third', 'prod'), group: group('h:1') }]), from('one'));
    await run(reconcile(both('h:2'), [groupKey('third', 'prod')]), from('other'));
    expectKept(PAYMENTS, SHOP);
    await run(reconcile([]), from('other'));
    expectKept(PAYMENTS, SHOP, 'third@prod.json');
  });

  test('where they came from before do so after it was not known for a while', async () => {
    await run(reconcile(both('h:1')), from('one'));
    await run(
      (publisher) => publisher.publish(key, undefined),
      () => undefined,
    );
    await run(reconcile([]), from('one'));
    expectKept();
  });
});

test('where it cannot be written down which files are own, that is said, and they are kept aside', async () => {
  mkdirSync(note(), { recursive: true });
  await run(reconcile(both('h:1')));
  expect(log.lines.map(({ level, message }) => [level, message])).toEqual([
    ['warn', expect.stringContaining('cannot be written down')],
    ['warn', expect.stringContaining('cannot be written down')],
  ]);
  log.lines.length = 0;
  rmSync(note(), { recursive: true });
  await run(reconcile([]));
  expectKept(PAYMENTS, SHOP);
});
